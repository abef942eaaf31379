"""Which types of thing the vocabulary's words take: what supplies is no person, what is acquired no place.

Selectional preferences in the sense of Resnik (1993), read off the domains and ranges of the ontology instead of a
corpus: a name in a slot of a trigger is taken for what the trigger's relations admit there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from spacy.tokens import Token

from kg.ontology import Ontology

_SUBJECT_OF = {"nsubj": "agent", "dobj": "patient", "nsubjpass": "patient"}


class Preferences:
    """Types by the lemma of a trigger and the slot beside it."""

    def __init__(self, ontology: Ontology) -> None:
        taken: dict[tuple[str, str], set[str]] = defaultdict(set)
        for relation in ontology.relation_types.values():
            for lex in (lex for lex in relation.lexicalisations if lex.lemmas):
                for lemma in (lemma for lemma in lex.lemmas if lemma != "be"):  # which anything may be
                    words = lemma.lower().split()
                    key = words[0] if lex.word_class == "verb" else words[-1]
                    for slot in lex.subject:
                        taken[(key, slot)] |= lex.subject_types or relation.domain
                    for slot in lex.object:
                        taken[(key, slot)] |= lex.object_types or relation.range
        self._taken: Mapping[tuple[str, str], frozenset[str]] = {k: frozenset(v) for k, v in taken.items()}

    def suggest(self, root: Token, seen_as: str) -> str | None:
        """Suggest what a name rather is than what it was seen as.

        Args:
            root: Head of the name.
            seen_as: The entity type that a tagger gave it.

        Returns:
            "Company" where its slot takes one and not what it was seen as, "Person" where it takes nothing else, or
            None.
        """
        taken = next((t for key in _slots_of(root) if (t := self._taken.get(key)) is not None), None)
        if taken is None or seen_as in taken:
            return None
        if "Company" in taken:
            return "Company"
        return "Person" if taken == {"Person"} else None


def _slots_of(root: Token) -> list[tuple[str, str]]:
    """Give the (lemma, slot) pairs in which a name stands, the likeliest first."""
    head = root.head
    lemma = head.lemma_.lower()
    if root.dep_ in _SUBJECT_OF:
        return [(lemma, _SUBJECT_OF[root.dep_])]
    if root.dep_ == "poss":
        return [(lemma, "possessor")]
    if root.dep_ == "pobj":
        outer = [head.head, head.head.head] if head.head.pos_ in {"NOUN", "PROPN"} else [head.head]
        slot = "agent" if head.dep_ == "agent" else head.lower_
        return [(token.lemma_.lower(), slot) for token in outer]
    return []
