"""Documents -> origins: which articles tell one story from one source, and so count once.

Near-copies are found by locality-sensitive hashing and citations by sorting, so that time grows with the documents
and with the pairs that look alike, not with all pairs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from math import fsum

from kg.graph.times import day_of
from kg.ledger.signature import similarity
from kg.model import DocumentInfo

NEAR_COPY = 0.5
"""Least share of the shorter text's word shingles that the longer one must hold for them to be near-copies.

Containment and not Jaccard similarity (Broder 1997), since papers cut wire stories to the length they have room for:
a third of a story has a Jaccard similarity of a third with it at most, and is contained in it all the same. For
texts of one length this asks for a similarity of a third. Two reporters on one event share boilerplate and quotations
at most: of the three million pairs among 2,500 news items on one subject, fewer than twenty lie above 0.3."""

LEAST_SIMILARITY = 1 / 16
"""Least Jaccard similarity of near-copies: 8 equal values of 128. Below, containment cannot be told from chance."""

CITATION_DAYS = 7
"""Days within which two documents that name the same source are taken to mean the same report of it."""

_LARGEST_VALUE = 2**32 - 1
_KIND_OF_OUTLET = re.compile(r"^the | (?:news ?wire|news agency|news service|news|agency|wire)$")


def origins(documents: Iterable[DocumentInfo]) -> tuple[tuple[str, ...], ...]:
    """Partition documents into origins.

    Two documents have one origin if they are near-copies, or draw on the same report: both cite the same
    outlet or agency, or one cites the other's publisher, at most a week apart. Undated documents are a week
    apart from every dated one and from no undated one. Both bonds are transitive: a story that wanders
    through many outlets remains one story.

    Args:
        documents: Those that state one relation, in any order.

    Returns:
        Document ids by origin, sorted within and among origins.
    """
    by_id = {document.id: document for document in documents}
    ordered = [by_id[key] for key in sorted(by_id)]
    groups = _Groups(by_id)
    for a, b in _sharing_source(ordered):
        groups.unite(a, b)
    _unite_near_copies(ordered, groups)
    return groups.sorted()


def containment(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimate which share of the shorter text's shingles the longer one holds.

    From |A∩B| = J/(1+J) · (|A|+|B|), with the similarity J and both sizes estimated from the signatures: the least of
    n hash values drawn evenly from [0, 1] is 1/(n+1) on average (Cohen 1997), to a tenth at 128 values.

    Args:
        a: A signature.
        b: Another signature.

    Returns:
        A number in [0, 1]; 0 if either text has no word.
    """
    return _contained(similarity(a, b), _size(a), _size(b))


class _Groups:
    """Disjoint sets of documents; the smallest id stands for its set."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in sorted(keys)}

    def root(self, key: str) -> str:
        parent = self._parent
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def unite(self, a: str, b: str) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        self._parent[second] = first

    def sorted(self) -> tuple[tuple[str, ...], ...]:
        members: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._parent:
            members[self.root(key)].append(key)
        return tuple(tuple(keys) for _, keys in sorted(members.items()))


def _sharing_source(documents: Sequence[DocumentInfo]) -> Iterator[tuple[str, str]]:
    """Give pairs whose transitive closure unites whatever shares a source.

    Those that cite a source follow each other in time, and whoever is near in time to any of them is near to the one
    before or after. Two articles of one publisher share a source only through one that cites it.
    """
    citing: defaultdict[tuple[str, bool], list[tuple[date, str]]] = defaultdict(list)
    publishing: defaultdict[tuple[str, bool], list[tuple[date, str]]] = defaultdict(list)
    for document in documents:
        dated = document.published is not None
        moment = (day_of(document.published) if document.published else date.min, document.id)
        for name in _folded(document.cites):
            citing[name, dated].append(moment)
        for name in _folded([document.publisher]):
            publishing[name, dated].append(moment)
    for source, unsorted in citing.items():
        moments = sorted(unsorted)
        pairs = list(pairwise(moments))
        for moment in publishing.get(source, ()):
            following = bisect_left(moments, moment)
            pairs += [(moment, other) for other in moments[max(0, following - 1) : following + 1]]
        yield from ((a, b) for (day, a), (other, b) in pairs if abs((other - day).days) <= CITATION_DAYS)


def _folded(names: Iterable[str]) -> frozenset[str]:
    """Write names alike, without what kind of outlet it is: "the Norpress News Agency" is "Norpress"."""
    folded = (" ".join(name.casefold().split()) for name in names)
    return frozenset(short for name in folded if (short := _KIND_OF_OUTLET.sub("", name).strip() or name))


def _unite_near_copies(documents: Iterable[DocumentInfo], groups: _Groups) -> None:
    """Unite near-copies among those that have two neighbouring values of their signatures in common.

    Two texts of similarity J have with a chance of 1 - (1 - J²)^128: 99.5% at a fifth, 72% at a tenth. Verbatim
    copies are one signature. Of each bucket neighbours are compared first, so that a thousand copies become one group
    before the rest is compared across groups.
    """
    first: dict[tuple[int, ...], str] = {}
    for document in documents:
        if document.signature:
            groups.unite(first.setdefault(document.signature, document.id), document.id)
    signatures = {key: signature for signature, key in first.items()}
    alike = _Alike(signatures)
    shared = [keys for keys in _buckets(signatures) if len(keys) > 1]
    for keys in shared:
        for a, b in pairwise(keys):
            if groups.root(a) != groups.root(b) and alike(a, b):
                groups.unite(a, b)
    for keys in shared:
        apart: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            apart[groups.root(key)].append(key)
        for some, others in combinations(apart.values(), 2):
            if any(alike(a, b) for a in some for b in others):
                groups.unite(some[0], others[0])


def _buckets(signatures: Mapping[str, tuple[int, ...]]) -> Iterable[list[str]]:
    """Give the documents that share two neighbouring values, in order of id; the last and the first are neighbours."""
    buckets: defaultdict[tuple[int, int, int], list[str]] = defaultdict(list)
    for key in sorted(signatures):
        signature = signatures[key]
        for place, value in enumerate(signature):
            buckets[place, signature[place - 1], value].append(key)
    return buckets.values()


class _Alike:
    """Tells whether two documents are near-copies, computing nothing twice."""

    def __init__(self, signatures: Mapping[str, tuple[int, ...]]) -> None:
        self._signatures = signatures
        self._sizes = {key: _size(signature) for key, signature in signatures.items()}
        self._different: set[tuple[str, str]] = set()

    def __call__(self, a: str, b: str) -> bool:
        pair = (a, b) if a < b else (b, a)
        if pair in self._different:
            return False
        same = similarity(self._signatures[a], self._signatures[b])
        near = same >= LEAST_SIMILARITY and _contained(same, self._sizes[a], self._sizes[b]) >= NEAR_COPY
        if not near:
            self._different.add(pair)
        return near


def _size(signature: tuple[int, ...]) -> float:
    """Estimate how many different shingles a text has; at least one, unless it has no word."""
    if not signature:
        return 0.0
    return max(1.0, len(signature) / max(fsum(v / _LARGEST_VALUE for v in signature), 1e-9) - 1)


def _contained(same: float, a: float, b: float) -> float:
    return min(1.0, same / (1 + same) * (a + b) / min(a, b)) if same else 0.0
