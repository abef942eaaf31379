"""From what a user calls an entity to the entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from kg.errors import UnknownNameError
from kg.graph.view import Graph
from kg.model import Entity
from kg.normalize import name_key
from kg.resolve.rules import EXCLUSIVE

DOMINANCE = 3
"""How many times the claims of the runner-up a namesake needs to be the one meant."""

SIMILAR = 75
"""Least similarity, of 100, of a name that is suggested instead."""


def find_entity(graph: Graph, name: str) -> Entity:
    """Find the entity that a name or id means.

    An exact id comes first, then the shown name, then any name it was met under, then names that are equal
    once legal forms, case and the like are dropped (`kg.normalize.name_key`). Of several namesakes the one
    is meant that has at least three times the claims of every other; a state as actor and as location are
    told apart by who has more relations that are stated.

    Args:
        graph: Where to look.
        name: What the user typed.

    Raises:
        UnknownNameError: If nothing answers to the name, with similar names; or if several do and none
            stands out,
            with their ids and types.
    """
    if name in graph.entities:
        return graph.entities[name]
    key = name_key(name) if name.strip() else ""
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda entity: entity.name == name,
        lambda entity: name in entity.names,
        lambda entity: any(name_key(known) == key for known in (entity.name, *entity.names)),
    )
    for test in tests:
        if found := [entity for entity in graph.entities.values() if test(entity)]:
            return _choose(graph, name, found)
    raise UnknownNameError(f"no entity is called {name!r}", remedy=_suggestion(graph, name))


def _choose(graph: Graph, name: str, namesakes: list[Entity]) -> Entity:
    if len(namesakes) == 1:
        return namesakes[0]
    if {entity.type for entity in namesakes} <= EXCLUSIVE:
        return min(namesakes, key=lambda e: (-_stated(graph, e), e.id))
    first, second, *_ = ranked = sorted(namesakes, key=lambda e: (-_claims(graph, e), e.id))
    if _claims(graph, first) >= max(1, DOMINANCE * _claims(graph, second)):
        return first
    candidates = ", ".join(f"{entity.id} ({entity.type} {entity.name})" for entity in ranked)
    raise UnknownNameError(
        f"several entities are called {name!r}", remedy=f"give the id of one: {candidates}"
    )


def _stated(graph: Graph, entity: Entity) -> int:
    return sum(bool(graph.stated_claims(relation)) for relation in graph.relations_of(entity.id))


def _claims(graph: Graph, entity: Entity) -> int:
    return sum(len(graph.stated_claims(relation)) for relation in graph.relations_of(entity.id))


def _suggestion(graph: Graph, name: str) -> str:
    names = sorted({known for entity in graph.entities.values() for known in (entity.name, *entity.names)})
    similar = _similar(name, names)
    return f"did you mean {', '.join(similar)}?" if similar else "search for a part of its name"


def _similar(name: str, names: Iterable[str]) -> list[str]:
    found = process.extract(
        name, names, scorer=fuzz.ratio, processor=str.casefold, limit=5, score_cutoff=SIMILAR
    )
    return [similar for similar, _, _ in found]
