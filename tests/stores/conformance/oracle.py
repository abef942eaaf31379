"""What a Cypher pattern means, by brute force: every assignment is tried, nothing is clever."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from kg.graph import Graph
from kg.model import Entity, Relation, Status
from kg.ontology import Ontology
from kg.stores.base import Value

OUT, IN, ANY = "->", "<-", "--"

TYPES = (
    "suppliesTo",
    "suppliesTo",
    "acquires",
    "partnersWith",
    "competesWith",
    "headquarteredIn",
    "holdsPositionIn",
)
STATUSES = (Status.ASSERTED, Status.ASSERTED, Status.PLANNED, Status.RUMOURED, Status.DENIED)
NAMES = ("Orsa", "Orsa Holdings", "Kestrel", "kestrel", "Fabrinet", "Ünïted 東京", 'O\'Neil "x"', "")


@dataclass(frozen=True)
class Edge:
    """One relation between its ends."""

    relation: Relation
    type: str
    source: Entity
    target: Entity

    @property
    def id(self) -> str:
        return self.relation.id

    @property
    def belief(self) -> float:
        return self.relation.belief

    @property
    def status(self) -> str:
        return self.relation.status.value

    @property
    def origins(self) -> int:
        return self.relation.origins

    @property
    def first(self) -> str | None:
        return self.relation.first_published


@dataclass(frozen=True)
class View:
    """The nodes and edges that patterns range over."""

    nodes: Sequence[Entity]
    edges: Sequence[Edge]

    def of(self, label: str) -> list[Entity]:
        return [node for node in self.nodes if node.type == label]

    def chains(self, *directions: str) -> Iterator["Match"]:
        """Give every match of `(n0)-[e1]-(n1)-[e2]-(n2)…` with the given directions.

        An edge is used once in a match (a trail); an undirected hop takes an edge from either end, a loop
        once.
        """
        for edges in product(self.edges, repeat=len(directions)):
            if len({edge.id for edge in edges}) < len(edges):
                continue
            for flips in product((False, True), repeat=len(edges)):
                nodes = _walk(edges, flips, directions)
                if nodes is not None:
                    yield nodes, edges

    def trails(self, direction: str, least: int, most: int) -> Iterator["Match"]:
        """Give every match of `(n0)-[*least..most]-(n)`, with all the nodes and edges on the way."""
        for length in range(least, most + 1):
            if length == 0:
                yield from (((node,), ()) for node in self.nodes)
            else:
                yield from self.chains(*[direction] * length)

    def linked(self, a: Entity, b: Entity, direction: str = ANY, kind: str | None = None) -> bool:
        """Tell whether an edge joins two nodes."""
        return any(
            nodes == (a, b) and (kind is None or edge.type == kind)
            for nodes, (edge,) in self.chains(direction)
        )


def _walk(
    edges: Sequence[Edge], flips: Sequence[bool], directions: Sequence[str]
) -> tuple[Entity, ...] | None:
    nodes: list[Entity] = []
    for edge, flipped, direction in zip(edges, flips, directions, strict=True):
        if flipped and edge.source == edge.target and direction == ANY:
            return None
        if direction != ANY and flipped != (direction == IN):
            return None
        start, end = (edge.target, edge.source) if flipped else (edge.source, edge.target)
        if nodes and nodes[-1] != start:
            return None
        nodes = [*(nodes or [start]), end]
    return tuple(nodes)


Match = tuple[tuple[Entity, ...], tuple[Edge, ...]]
"""The nodes along a path and the edges between them."""

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Case:
    """A query and what it means.

    Attributes:
        name: What it is about.
        cypher: The query.
        oracle: View -> rows as tuples in the order of the query's columns.
        ordered: Whether the order of rows counts.
        parameters: The query's parameters.
        loops: Whether it holds on graphs with loops too.
    """

    name: str
    cypher: str
    oracle: Callable[[View], Rows]
    ordered: bool = False
    parameters: dict[str, Value] = field(default_factory=dict)
    loops: bool = True


def small_graph(seed: int, ontology: Ontology) -> Graph:
    """Make a graph small enough for brute force, with cycles, parallel edges, ties and missing values.

    Even seeds may have loops.
    """
    rng = random.Random(seed)
    entities = {
        f"e{n}": Entity(
            f"e{n}", rng.choice(("Company", "Company", "Person", "Place")), rng.choice(NAMES), _names(rng), ()
        )
        for n in range(rng.randint(3, 5))
    }
    relations = {f"r{n}": _relation(rng, f"r{n}", sorted(entities)) for n in range(rng.randint(4, 8))}
    if seed % 2:
        relations = {key: edge for key, edge in relations.items() if edge.subject != edge.object}
    return Graph(
        sequence=seed,
        ontology_hash=ontology.hash,
        entities=entities,
        relations=relations,
        claims={},
        documents={},
    )


def _names(rng: random.Random) -> tuple[str, ...]:
    return tuple(sorted(rng.sample(NAMES, rng.randint(0, 3))))


def _relation(rng: random.Random, key: str, entities: Sequence[str]) -> Relation:
    return Relation(
        id=key,
        subject=rng.choice(entities),
        type=rng.choice(TYPES),
        object=rng.choice(entities),
        belief=rng.choice((0.0, 0.25, 0.5, 0.75, 0.9, 1.0)),
        status=rng.choice(STATUSES),
        counts={status: rng.randint(0, 2) for status in Status},
        origins=rng.randint(1, 3),
        first_published=rng.choice((None, "2025-01-03", "2025-06-01")),
        last_published=None,
        claims=(),
    )


def view_of(graph: Graph, ontology: Ontology) -> View:
    """Take a graph as nodes and edges."""
    edges = [
        Edge(
            relation,
            ontology.relation(relation.type).cypher_name,
            graph.entities[relation.subject],
            graph.entities[relation.object],
        )
        for relation in graph.relations.values()
    ]
    return View(list(graph.entities.values()), edges)
