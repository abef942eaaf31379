"""The rules by which references are unified: each yields pairs, none looks at the order of its input.

Each is conservative: where two readings are possible it yields nothing, since a wrong merge invents
exposures while a missed one only splits them, visibly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kg.model import Judgement
from kg.normalize import name_key
from kg.resolve.references import Reference

ACTORS = frozenset({"Company", "Organization", "Agency"})
"""Entity types that readers of news confuse: one name under two of them is one body, read differently."""

EXCLUSIVE = frozenset({"Government", "Place"})
"""A state is Government where it acts, Place where it is a location: two entities, never merged."""


def compatible(a: str, b: str) -> bool:
    """Tell whether one thing may have been read as both entity types."""
    return a == b or {a, b} <= ACTORS


def known_name(references: Mapping[str, Reference]) -> Iterator[tuple[str, str]]:
    """Join a name to the one gazetteer entity that has it, by name or alias, under a compatible type.

    Only gazetteer entities that some claim was linked to take part. A name that two of them answer to joins
    neither; nor does one whose gazetteer entry is marked ambiguous, since the reader saw its context and
    left it unlinked.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for reference in references.values():
        if reference.known:
            for name in (reference.known.name, *reference.known.aliases):
                owners[name_key(name)].add(reference.id)
    for reference in references.values():
        if reference.linked:
            continue
        fitting = [
            owner
            for owner in sorted(owners.get(reference.key, ()))
            if compatible(references[owner].type, reference.type)
        ]
        if len(fitting) == 1 and not _ambiguous(references[fitting[0]]):
            yield fitting[0], reference.id


def same_name(references: Mapping[str, Reference]) -> Iterator[tuple[str, str]]:
    """Join unlinked references of one canonical name under different actor types."""
    namesakes: defaultdict[str, list[str]] = defaultdict(list)
    for reference in references.values():
        if not reference.linked and reference.type in ACTORS:
            namesakes[reference.key].append(reference.id)
    for group in namesakes.values():
        yield from combinations(sorted(group), 2)


def judged(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Give the latest verdict on each pair of entities, newest first.

    Of verdicts recorded at one instant "different" counts, the one that merges nothing. Where a chain of
    "same" would join a pair that is "different", its newer links are the ones that stand.
    """
    latest: dict[tuple[str, str], Judgement] = {}
    about_entities = (j for j in judgements if j.verdict in {"same", "different"} and j.target != j.other)
    for judgement in sorted(about_entities, key=lambda j: (j.recorded, j.verdict == "different")):
        a, b = sorted((judgement.target, judgement.other))
        latest[a, b] = judgement
    by_pair = sorted(latest.items())
    return dict(sorted(by_pair, key=lambda item: item[1].recorded, reverse=True))


def _ambiguous(reference: Reference) -> bool:
    return reference.known is not None and reference.known.ambiguous
