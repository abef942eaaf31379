"""Documents -> origins: which articles tell one story from one source, and so count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from kg.graph.times import day_of
from kg.ledger.signature import similarity
from kg.model import DocumentInfo

NEAR_COPY = 0.5
"""Least share of equal MinHash values, an estimate of the Jaccard similarity of two texts' word shingles
(Broder 1997), at which they are near-copies. Two texts of one length are that similar when they share two
thirds of their
shingles: a wire story with a new head and tail still does, while two reporters on one event share their
    quotations at most and stay far below. The estimate's standard error (0.06 at 64 values) is small
    against that gap."""

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
    by_id = {document.id: document for document in documents}
    origin = {key: key for key in sorted(by_id)}

    def root(key: str) -> str:
        while origin[key] != key:
            origin[key] = origin[origin[key]]
            key = origin[key]
        return key

    for a, b in combinations(sorted(by_id), 2):
        first, second = root(a), root(b)
        if first != second and _one_story(by_id[a], by_id[b]):
            origin[max(first, second)] = min(first, second)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key in origin:
        members[root(key)].append(key)
    return tuple(tuple(keys) for _, keys in sorted(members.items()))


def _one_story(a: DocumentInfo, b: DocumentInfo) -> bool:
    return _near_copies(a, b) or (_shares_source(a, b) and _near_in_time(a, b))


def _near_copies(a: DocumentInfo, b: DocumentInfo) -> bool:
    # A text too short for a shingle has no signature, and resembles nothing.
    return bool(a.signature and b.signature) and similarity(a.signature, b.signature) >= NEAR_COPY


def _shares_source(a: DocumentInfo, b: DocumentInfo) -> bool:
    cited_by_a, cited_by_b = _folded(a.cites), _folded(b.cites)
    return bool(
        cited_by_a & cited_by_b or cited_by_a & _folded([b.publisher]) or cited_by_b & _folded([a.publisher])
    )


def _near_in_time(a: DocumentInfo, b: DocumentInfo) -> bool:
    if a.published is None or b.published is None:
        return a.published is b.published
    return abs((day_of(a.published) - day_of(b.published)).days) <= CITATION_DAYS


def _folded(names: Iterable[str]) -> set[str]:
    return {folded for name in names if (folded := name.strip().casefold())}
