"""Documents -> origins: which articles tell one story from one source, and so count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kg.graph.times import day_of
from kg.ledger.signature import similarity
from kg.model import DocumentInfo

NEAR_COPY = 0.5
"""Least share of equal MinHash values, an estimate of the Jaccard similarity of two texts' word shingles
(Broder 1997), at which they are near-copies. Two texts of one length are that similar when they share two
thirds of their shingles: a wire story with a new head and tail still does, while two reporters on one event
share boilerplate and quotations at most. Of the three million pairs among 2,500 news items on one subject,
fewer than twenty lie above 0.3, so the estimate's standard error (0.044 at 128 values) tips few."""

CITATION_DAYS = 7
"""Days within which two documents that name the same source are taken to mean the same report of it."""


def origins(documents: Iterable[DocumentInfo]) -> tuple[tuple[str, ...], ...]:
    """Partition documents into origins.

    Two documents have one origin if they are near-copies, or draw on the same report: both cite the same
    outlet or agency, or one cites the other's publisher, at most a week apart. Undated documents are a week
    apart from every dated one and from no undated one. Both bonds are transitive: a story that wanders
    through many outlets remains one story.

    Args:
        documents: Those that state one relation, in any order. Time grows with the square of their number.

    Returns:
        Document ids by origin, sorted within and among origins.
    """
    traits = {document.id: _Traits.of(document) for document in documents}
    origin = {key: key for key in sorted(traits)}

    def root(key: str) -> str:
        while origin[key] != key:
            origin[key] = origin[origin[key]]
            key = origin[key]
        return key

    for a, b in combinations(sorted(traits), 2):
        first, second = root(a), root(b)
        if first != second and _one_story(traits[a], traits[b]):
            origin[max(first, second)] = min(first, second)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key in origin:
        members[root(key)].append(key)
    return tuple(tuple(keys) for _, keys in sorted(members.items()))


@dataclass(frozen=True, slots=True)
class _Traits:
    """What of a document tells its origin, made ready once since documents are compared pair by pair."""

    signature: tuple[int, ...]
    values: frozenset[int]
    cites: frozenset[str]
    publisher: frozenset[str]
    day: date | None

    @classmethod
    def of(cls, document: DocumentInfo) -> _Traits:
        return cls(
            document.signature,
            frozenset(document.signature),
            _folded(document.cites),
            _folded([document.publisher]),
            None if document.published is None else day_of(document.published),
        )


def _one_story(a: _Traits, b: _Traits) -> bool:
    return (_shares_source(a, b) and _near_in_time(a, b)) or _near_copies(a, b)


def _near_copies(a: _Traits, b: _Traits) -> bool:
    # Most pairs share no value at all, which sets tell quickly; so does a text too short to have a signature.
    return not a.values.isdisjoint(b.values) and similarity(a.signature, b.signature) >= NEAR_COPY


def _shares_source(a: _Traits, b: _Traits) -> bool:
    return not (
        a.cites.isdisjoint(b.cites) and a.cites.isdisjoint(b.publisher) and b.cites.isdisjoint(a.publisher)
    )


def _near_in_time(a: _Traits, b: _Traits) -> bool:
    if a.day is None or b.day is None:
        return a.day is b.day
    return abs((a.day - b.day).days) <= CITATION_DAYS


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for name in names if (folded := name.strip().casefold()))
