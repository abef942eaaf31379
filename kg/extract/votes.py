"""What speaks for a name's being a firm, a person or a place: its own last word, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.passage import Paragraph
from kg.extract.preferences import Preferences
from kg.extract.sightings import Sighting
from kg.extract.syntax import is_verbal
from kg.ontology import Ontology

_PLACE_PREPOSITIONS = frozenset({"in", "near", "outside", "throughout", "across"})
_NAMED = frozenset({"Company", "Agency", "Organization", "Product"})
_HE_OR_SHE = frozenset({"he", "she", "his", "her", "him", "who"})


def ending_votes(name: str, ontology: Ontology) -> Iterator[str]:
    """Give the types of which a name's last word is typical: "Holdings", "Ministry", "University"."""
    words = name.rstrip(".").split()
    if len(words) < 2:
        return
    for entity_type in ontology.entity_types.values():
        typical = words[-1] in entity_type.name_endings or words[-1].lower() in entity_type.nominals
        if typical and entity_type.name not in {"Group", "Product", "Sector"}:
            yield entity_type.name


def context_votes(
    paragraph: Paragraph,
    sighting: Sighting,
    preferences: Preferences,
    ontology: Ontology,
) -> Iterator[str]:
    """Give the types that the words around a name speak for, each as often as it is spoken for.

    Args:
        paragraph: Where the name stands.
        sighting: The name and what it was seen as.
        preferences: Those of the vocabulary.
        ontology: The vocabulary.
    """
    cues = ontology.cues
    tokens = paragraph.tokens(sighting.span)
    if tokens is None:
        return
    root = tokens.root
    suggested = preferences.suggest(root, sighting.type)
    if suggested is not None:
        yield suggested
    in_place = root.dep_ == "pobj" and root.head.lower_ in _PLACE_PREPOSITIONS
    if in_place and not preferences.excludes(root, "Place"):
        yield "Place"
    if sighting.type == "Person" and _is_it(root):
        yield "Company"
    if " " not in sighting.text and _stands_by_firm(root, ontology):
        yield "Company"
    if root.dep_ == "nsubj" and root.head.pos_ == "VERB" and sighting.type == "Place":
        yield "Company"
    if root.dep_ == "poss" and sighting.type == "Place" and root.head.lower_ in cues["ownedByFirms"]:
        yield "Company"
    before: Token | None = tokens[0].nbor(-1) if tokens[0].i else None
    if before is not None and before.lower_.rstrip(".") in cues["title"]:
        yield from ("Person", "Person")
    if before is not None and before.pos_ == "NOUN":  # "the grocery chain Orsa"
        yield from (
            t.name for t in ontology.entity_types.values() if t.name in _NAMED and before.lower_ in t.nominals
        )
    after = tokens[-1].nbor() if tokens[-1].i + 1 < len(tokens.doc) else None
    if after is not None and after.lower_ in cues["ownedByFirms"]:
        yield "Company"


def _is_it(subject: Token) -> bool:
    """Tell whether the clause of a subject takes it up as a thing: "Orsa said it …", "Orsa sold its unit"."""
    if subject.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    later = [t for t in subject.head.subtree if t.i > subject.i]
    if any(t.lower_ in _HE_OR_SHE for t in later):
        return False
    embedded = (t for t in later if t.lower_ == "it" and t.dep_ == "nsubj" and t.head.lemma_ != "be")
    own = (t for t in later if t.lower_ == "its" and _clause_of(t) == subject.head)
    return any(True for _ in embedded) or any(True for _ in own)


def _stands_by_firm(root: Token, ontology: Ontology) -> bool:
    """Tell whether a name is coordinated with one that ends as firms do: "Calder and Marlow Freight"."""
    others = [root.head] if root.dep_ == "conj" else [t for t in root.children if t.dep_ == "conj"]
    endings = ontology.entity_types["Company"].name_endings
    return any(t.text in endings and t.nbor(-1).text[:1].isupper() for t in others if t.i)


def _clause_of(token: Token) -> Token:
    """Give the verb of the clause that a token stands in."""
    return next((t for t in token.ancestors if is_verbal(t)), token)
