"""Which relations a page shows: the nearest to an entity, or the most believed of all."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Graph
from kg.model import Relation


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The part of a graph that a page shows.

    Attributes:
        focus: Id of the entity in its middle; None: the whole graph was asked for.
        hops: Steps from the focus within which relations were looked for.
        relations: The nearest to the focus first, then the most believed, equals in order of id.
        omitted: Relations within reach that the limit left out.
    """

    focus: str | None
    hops: int
    relations: tuple[Relation, ...]
    omitted: int


def neighbourhood(graph: Graph, *, focus: str | None, hops: int, limit: int) -> Neighbourhood:
    """Choose the relations to show.

    Args:
        graph: Where to look.
        focus: Id of an entity; None: the most believed relations of the whole graph.
        hops: The farthest that a relation may lie from the focus, 1 being its own relations.
        limit: The most relations to choose. What is chosen hangs together, since nearer ones come first.

    Raises:
        UnknownNameError: If the graph has no entity of that id.
    """
    distance = dict.fromkeys(graph.relations, 0) if focus is None else _distances(graph, focus, hops)
    ranked = sorted(
        (graph.relations[key] for key in distance), key=lambda r: (distance[r.id], -r.belief, r.id)
    )
    return Neighbourhood(focus, hops, tuple(ranked[:limit]), max(0, len(ranked) - limit))


def _distances(graph: Graph, focus: str, hops: int) -> dict[str, int]:
    """Give each relation within reach its distance from an entity, breadth first, in either direction."""
    rim = {graph.entity(focus).id}
    seen = set(rim)
    distance: dict[str, int] = {}
    for hop in range(1, hops + 1):
        found = {relation for entity in rim for relation in graph.relations_of(entity)}
        fresh = [relation for relation in found if relation.id not in distance]
        distance.update((relation.id, hop) for relation in fresh)
        rim = {end for relation in fresh for end in (relation.subject, relation.object)} - seen
        seen |= rim
    return distance
