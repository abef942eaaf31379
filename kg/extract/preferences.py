"""Which types of thing the vocabulary's words take: what supplies is no person, what is acquired no place.

Selectional preferences in the sense of Resnik (1993), read off the domains and ranges of the ontology instead of a
corpus: a name in a slot of a trigger is taken for what the trigger's relations admit there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from kg.ontology import Ontology

_Slot = tuple[str, str, str]
"""Word class, lemma and slot."""
_MAX_COORDINATED = 6
_SUBJECT_OF = {"nsubj": "agent", "dobj": "patient", "nsubjpass": "patient"}


class Preferences:
    """Types by the word class and the lemma of a trigger and the slot beside it."""

    def __init__(self, ontology: Ontology) -> None:
        taken: dict[_Slot, set[str]] = defaultdict(set)
        for relation in ontology.relation_types.values():
            for lex in (lex for lex in relation.lexicalisations if lex.lemmas and not lex.complement):
                for lemma in (lemma for lemma in lex.lemmas if lemma != "be"):  # which anything may be
                    words = lemma.lower().split()
                    key = words[0] if lex.word_class == "verb" else words[-1]
                    for slot in lex.subject:
                        taken[(lex.word_class, key, slot)] |= lex.subject_types or relation.domain
                    for slot in lex.object:
                        taken[(lex.word_class, key, slot)] |= lex.object_types or relation.range
        self._roles = frozenset(
            lemma.lower().split()[-1]
            for relation in ontology.relation_types.values()
            for lex in relation.lexicalisations
            if "bearer" in {*lex.subject, *lex.object}
            for lemma in lex.lemmas
        )
        self._taken: Mapping[_Slot, frozenset[str]] = {k: frozenset(v) for k, v in taken.items()}

    def suggest(self, root: Token, seen_as: str) -> str | None:
        """Suggest what a name rather is than what it was seen as.

        Args:
            root: Head of the name.
            seen_as: The entity type that a tagger gave it.

        Returns:
            "Company" where its slot takes one and not what it was seen as, else "Agency", "Product" or "Person" where
            it takes these and no firm, or None.
        """
        described = (
            seen_as != "Person" or root.head.lemma_.lower() not in self._roles
        )  # "its chief, Ana Ruiz"
        taken = self._types(root, described=described)
        if taken is None or seen_as in taken:
            return None
        if "Company" in taken:
            return "Company"
        if "Agency" in taken and seen_as == "Company":  # who approves drugs is no firm
            return "Agency"
        if "Product" in taken and seen_as in {"Place", "Person"}:
            return "Product"
        return "Person" if taken == {"Person"} else None

    def wanted(self, root: Token) -> str | None:
        """Give what a name is likely to be by its slot alone: "Company", "Person", or None where it is in none."""
        taken = self._types(root) or self._taken.get(("noun", root.head.lemma_.lower(), _before(root)))
        if taken is None:
            return None
        return "Company" if "Company" in taken else "Person" if taken == {"Person"} else None

    def excludes(self, root: Token, entity_type: str) -> bool:
        """Tell whether a name stands in a slot that does not take a type."""
        taken = self._types(root)
        return taken is not None and entity_type not in taken

    def _types(self, root: Token, *, described: bool = True) -> frozenset[str] | None:
        return next(
            (t for key in _slots_of(root, described) if (t := self._taken.get(key)) is not None), None
        )


def _slots_of(root: Token, described: bool) -> list[_Slot]:
    """Give the slots in which a name stands, the likeliest first."""
    for _ in range(_MAX_COORDINATED):
        coordinated = root.dep_ == "conj" or (described and root.dep_ == "appos" and root.head.pos_ == "NOUN")
        if not coordinated or root.head.i > root.i:
            break
        root = root.head  # "the grower Orsa" stands where the grower does
    head = root.head
    lemma = head.lemma_.lower()
    word_class = "verb" if head.pos_ in {"VERB", "AUX"} else "noun"
    if root.dep_ in _SUBJECT_OF:
        governed = [("verb", verb.lemma_.lower(), "agent") for verb in _infinitives(head)]
        return [(word_class, lemma, _SUBJECT_OF[root.dep_]), *governed]
    if root.dep_ == "poss":
        return [("noun", lemma, "possessor")]
    if root.dep_ == "pobj":
        outer = [head.head, head.head.head] if head.head.pos_ in {"NOUN", "PROPN"} else [head.head]
        if head.head.dep_ == "relcl":  # "the stake it held in Orsa"
            outer.append(head.head.head)
        slot = "agent" if head.dep_ == "agent" else head.lower_
        source = (
            slot == "from" and head.head.dep_ == "dobj"
        )  # "fits pumps from Orsa" takes Orsa for its pumps
        through = [("verb", head.head.head.lemma_.lower(), "patient")] if source else []
        direct = [("verb" if t.pos_ in {"VERB", "AUX"} else "noun", t.lemma_.lower(), slot) for t in outer]
        return direct + through
    return []


def _infinitives(verb: Token) -> Iterator[Token]:
    """Give the verbs whose subject is that of a verb above: "has yet to ship", "is set to buy"."""
    for _ in range(_MAX_COORDINATED):
        below = next((t for t in verb.children if t.dep_ == "xcomp" and t.pos_ == "VERB"), None)
        if below is None:
            return
        yield below
        verb = below


def _before(root: Token) -> str:
    """Give the slot of a name that stands before a noun: "Orsa chief executive", but no "Deputy Chief Executive"."""
    modifies = root.dep_ in {"compound", "amod", "nmod"} and root.head.i > root.i
    return "modifier" if modifies and root.nbor().is_lower else ""
