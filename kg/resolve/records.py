"""A list of names matched: which rows mean one thing, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import content_id
from kg.normalize import name_key
from kg.resolve.blocking import candidate_pairs
from kg.resolve.clusters import Clusters
from kg.resolve.directory import Directory, Listed
from kg.resolve.features import Comparison, Named, compare

SAME = 0.5
"""Probability from which two rows are taken for one thing."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a list.

    Attributes:
        id: The row's own id.
        named: Its name and what else it says.
    """

    id: str
    named: Named


@dataclass(frozen=True, slots=True)
class Match:
    """What a row was found to be.

    Attributes:
        id: The row's own id.
        entity: Id of what it names: a known entity's, or one made from the names of its rows.
        name: What that is called.
        score: Probability that the row names it: of its best link to another row of it, 1 for a row by itself.
        explanation: Why.
    """

    id: str
    entity: str
    name: str
    score: float
    explanation: str


def match_records(records: Sequence[Record], directory: Directory) -> list[Match]:
    """Find which rows of a list mean one thing.

    Pairs are joined from the likeliest down. A pair that something rules out (another LEI, another symbol on one
    exchange, another year) is never in one entity, not even through a third row.

    Args:
        records: The rows; ids need not be unique.
        directory: What is known.

    Returns:
        A match for each row, in the same order. The order of the rows has no say in what they match.
    """
    names = [directory.link(record.named) for record in records]
    order = sorted(range(len(records)), key=lambda i: (records[i].named.name, records[i].id, i))
    rank = {number: f"{place:09}" for place, number in enumerate(order)}
    compared = {
        (i, j): compare(names[i], names[j], directory.setting)
        for i, j in candidate_pairs(names, directory.setting)
    }
    clusters = Clusters({rank[i]: names[i].type or "" for i in order}, exclusive=frozenset())
    for (i, j), comparison in compared.items():
        if comparison.barred and comparison.score < SAME:
            clusters.keep_apart(rank[i], rank[j])
    alike = [(c.score, rank[i], rank[j]) for (i, j), c in compared.items() if c.score >= SAME]
    for _, a, b in sorted(alike, key=lambda link: (-link[0], *sorted(link[1:]))):
        clusters.join(a, b)
    number = {place: i for i, place in rank.items()}
    groups = [[number[place] for place in members] for members in clusters]
    bearers = _bearers(groups, names, directory)
    found: dict[int, Match] = {}
    for group in groups:
        entity = bearers.get(group[0])
        for i in group:
            found[i] = _match(i, group, records, names, compared, entity)
    return [found[i] for i in range(len(records))]


def _bearers(
    groups: Sequence[Sequence[int]], names: Sequence[Named], directory: Directory
) -> dict[int, Listed]:
    """Say which known entity each group of rows is, by its first row: two groups are never one entity."""
    claims = []
    for group in groups:
        for id in {id for i in group for id in names[i].known}:
            entity = directory.get(id)
            if entity is not None:
                sure = min(len(names[i].known) for i in group if id in names[i].known)
                called = any(name_key(names[i].name) == name_key(entity.name) for i in group)
                claims.append((sure, not called, -len(group), names[group[0]].name, group[0], id, entity))
    bearers: dict[int, Listed] = {}
    taken: set[str] = set()
    for *_, first, id, entity in sorted(claims, key=lambda claim: claim[:-1]):
        if first not in bearers and id not in taken:
            bearers[first] = entity
            taken.add(id)
    return bearers


def _match(
    row: int,
    group: Sequence[int],
    records: Sequence[Record],
    names: Sequence[Named],
    compared: Mapping[tuple[int, int], Comparison],
    entity: Listed | None,
) -> Match:
    links = [
        (c, j)
        for j in group
        if j != row and (c := compared.get((min(row, j), max(row, j)))) and c.score >= SAME
    ]
    if entity is not None:
        id, name = entity.id, entity.name
    else:
        id = content_id("e", *sorted(f"{records[i].id} {names[i].name}" for i in group))
        name = max((names[i].name for i in group), key=lambda n: (len(n), n))
    if links:
        best, j = max(links, key=lambda link: (link[0].score, records[link[1]].id))
        return Match(records[row].id, id, name, best.score, f"as {records[j].id}: {best.explanation}")
    return Match(records[row].id, id, name, 1.0, f"a name of {id}" if entity else "like no other row")
