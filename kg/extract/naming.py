"""Which short names of a document stand for which fuller ones: "Wu" for Eddie Wu, "Orsa" for Orsa Optics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.normalize import name_key

_SHORTENED = frozenset({"Person", "Company", "Organization", "Agency"})
_OFTEN_MISTAKEN = frozenset({"Person", "Place", "Product"})
"""Types that a tagger gives the short name of a company, where it stands without its telling last word."""


def fuller_names(names: Mapping[str, str]) -> Mapping[str, str]:
    """Map the key of a short name to the one fuller name that it can stand for.

    Args:
        names: Entity type of each name of a document, the longest names first.
    """
    telling: dict[tuple[str, str], list[str]] = defaultdict(list)  # names by type and the word that is kept
    for name, own_type in names.items():
        if words := name_key(name).split():
            telling[(own_type, _kept_word(words, own_type))].append(name)
    full: dict[str, str] = {}
    for name, own_type in names.items():
        kinds = {"Company", own_type} if " " not in name and own_type in _OFTEN_MISTAKEN else {own_type}
        few = name_key(name).split()
        longer = [
            other
            for kind in sorted(kinds & _SHORTENED)
            for other in telling.get((kind, _kept_word(few, kind)) if few else ("", ""), ())
            if _shortens(few, name_key(other).split(), kind)
        ]
        if len({name_key(other) for other in longer}) == 1:
            full[name_key(name)] = longer[0]
    return full


def _kept_word(words: list[str], entity_type: str) -> str:
    """Give the word that a short name keeps: a person's last, a company's first."""
    return words[-1] if entity_type == "Person" else words[0]


def _shortens(few: list[str], many: list[str], entity_type: str) -> bool:
    if len(few) >= len(many):
        return False
    return few == (many[-len(few) :] if entity_type == "Person" else many[: len(few)])


def abbreviates(acronym: str, name: str) -> bool:
    """Tell whether the letters of an acronym stand in a name in that order, the first at its beginning."""
    letters = iter(name.upper())
    return name[:1].upper() == acronym[0] and all(letter in letters for letter in acronym)
