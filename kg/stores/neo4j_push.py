"""Writes a graph into a Neo4j database: the shape of `kg.stores.property_graph`, made equal to the graph.

What is in the database is compared with what should be, property by property, and only what differs is
written; so a push after a push writes nothing, and a push after a push that was cut off completes it.
Readers see the steps between: edges that are gone are removed, nodes are written, then edges, and nodes that
are gone are removed. Each batch is one transaction that can be tried again with the same result.

Everything that we write carries the property `keiretsu: true`. Nothing else is changed or removed, ever:
neither other nodes and edges, nor properties that others gave to ours. A node of ours that is gone but that
an edge of somebody else ends at is kept and counted. A node of somebody else that has the label and the id
of one of ours stops the push.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import neo4j

from kg.errors import StoreError
from kg.graph import Graph
from kg.stores.cypher_neo4j import Neo4jTarget, open_driver, told
from kg.stores.property_graph import (
    CLAIM,
    DOCUMENT,
    ENTITY,
    STATED_IN,
    Properties,
    claim_properties,
    document_properties,
    entity_properties,
    graph_names,
    relation_properties,
    supported,
)

if TYPE_CHECKING:
    from kg.ontology import Ontology

MARK = "keiretsu"
"""The property by which we know what is ours."""

BATCH = 5_000
"""Rows a transaction."""

_TIMEOUT = 600.0
"""Seconds that one batch, or the comparison, may take on the server."""

_SCHEMA = (
    *(
        f"CREATE CONSTRAINT {MARK}_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in (ENTITY, CLAIM, DOCUMENT)
    ),
    f"CREATE TEXT INDEX {MARK}_name IF NOT EXISTS FOR (n:{ENTITY}) ON (n.name)",
    f"CREATE INDEX {MARK}_relation IF NOT EXISTS FOR (n:{CLAIM}) ON (n.relation)",
)


class PushProgress(Protocol):
    """Whoever wants to know how far a push is."""

    def start(self, total: int) -> None:
        """Say how many rows differ and are about to be written or removed."""
        ...

    def advance(self, rows: int) -> None:
        """Say how many rows have been done since the last call."""
        ...


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did.

    Attributes:
        nodes: Nodes written, new or changed.
        edges: Edges written, new or changed.
        nodes_removed: Nodes removed, since the graph no longer has them.
        edges_removed: Edges removed, since the graph no longer has them.
        nodes_kept: Nodes that the graph no longer has and that stay, since others' edges end at them.
    """

    nodes: int
    edges: int
    nodes_removed: int
    edges_removed: int
    nodes_kept: int


def push(
    graph: Graph, *, ontology: Ontology, target: Neo4jTarget, progress: PushProgress | None = None
) -> PushReport:
    """Make a database hold a graph, and nothing else of ours.

    Args:
        graph: What to write.
        ontology: Its vocabulary.
        target: The database; a server of version 5.26 or later.
        progress: Told how far the push is.

    Returns:
        What was written and removed.

    Raises:
        StoreError: If the server cannot be reached or refuses, or the database holds a node of somebody
            else under one of our ids. What was written until then stays; the next push goes on from there.
        OntologyError: If the vocabulary's names collide in Cypher.
    """
    labels = graph_names(ontology).labels
    wanted = _Wanted(graph, ontology)
    with told(target), open_driver(target) as driver, driver.session(database=target.database) as session:
        for statement in _SCHEMA:
            session.execute_write(_run, statement)
        change = session.execute_read(_compare, wanted, labels)
        return _Writer(session, progress).apply(change, wanted)


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    """A node by the label under which its id is unique, its second label ("" if it has none) and its id."""

    label: str
    type: str
    id: str


@dataclass(frozen=True, slots=True, order=True)
class _Edge:
    """An edge by its type, the ids of its ends and its own ("" if it has none)."""

    type: str
    source: str
    target: str
    id: str

    @property
    def labels(self) -> tuple[str, str]:
        return (CLAIM, DOCUMENT) if self.type == STATED_IN else (ENTITY, ENTITY)


@dataclass(slots=True)
class _Change:
    """What makes the database equal to the graph."""

    nodes: list[_Node] = field(default_factory=list)
    edges: list[_Edge] = field(default_factory=list)
    stale_labels: list[tuple[_Node, list[str]]] = field(default_factory=list)
    gone_nodes: list[str] = field(default_factory=list)
    """Element ids; what should not be there may share its id with what should, or have lost it."""
    gone_edges: list[str] = field(default_factory=list)
    """Element ids too."""

    @property
    def rows(self) -> int:
        parts: tuple[Sized, ...] = (
            self.nodes,
            self.edges,
            self.stale_labels,
            self.gone_nodes,
            self.gone_edges,
        )
        return sum(map(len, parts))


class _Wanted:
    """The graph as nodes and edges, whose properties are made when asked for: all at once they are large."""

    def __init__(self, graph: Graph, ontology: Ontology) -> None:
        self._graph = graph
        self._relation_of = supported(graph)
        self._type_of = {t.name: t.cypher_name for t in ontology.relation_types.values()}

    def nodes(self) -> Iterator[_Node]:
        for entity in self._graph.entities.values():
            yield _Node(ENTITY, entity.type, entity.id)
        for key in self._graph.claims:
            yield _Node(CLAIM, "", key)
        for key in self._graph.documents:
            yield _Node(DOCUMENT, "", key)

    def edges(self) -> Iterator[_Edge]:
        for relation in self._graph.relations.values():
            yield _Edge(self._type_of[relation.type], relation.subject, relation.object, relation.id)
        for claim in self._graph.claims.values():
            if claim.evidence.document in self._graph.documents:
                yield _Edge(STATED_IN, claim.id, claim.evidence.document, "")

    def node_properties(self, node: _Node) -> Properties:
        if node.label == ENTITY:
            return entity_properties(self._graph.entities[node.id])
        if node.label == CLAIM:
            return claim_properties(self._graph.claims[node.id], self._relation_of.get(node.id))
        return document_properties(self._graph.documents[node.id])

    def edge_properties(self, edge: _Edge) -> Properties:
        return {} if edge.type == STATED_IN else relation_properties(self._graph.relations[edge.id])


@neo4j.unit_of_work(timeout=_TIMEOUT)
def _compare(transaction: neo4j.ManagedTransaction, wanted: _Wanted, labels: frozenset[str]) -> _Change:
    change = _Change()
    _compare_nodes(transaction, wanted, labels, change)
    _compare_edges(transaction, wanted, change)
    return change


def _compare_nodes(
    transaction: neo4j.ManagedTransaction, wanted: _Wanted, known: frozenset[str], change: _Change
) -> None:
    missing = {(node.label, node.id): node for node in wanted.nodes()}
    for label in (ENTITY, CLAIM, DOCUMENT):
        found = transaction.run(
            f"MATCH (n:{label}) WHERE n.{MARK} = true "
            "RETURN elementId(n) AS element, n.id AS id, labels(n) AS labels, properties(n) AS properties"
        )
        for row in found:
            node = missing.pop((label, str(row["id"])), None)
            if node is None:
                change.gone_nodes.append(row["element"])
                continue
            properties, there = row["properties"], set(row["labels"])
            right = {node.label, node.type} - {""}
            # The type that the node had may be one that the vocabulary no longer has.
            ours = known | {str(properties.get("type"))} if label == ENTITY else known
            if stale := sorted((there & ours) - right):
                change.stale_labels.append((node, stale))
            if stale or right - there or _differ(properties, wanted.node_properties(node)):
                change.nodes.append(node)
    change.nodes += missing.values()


def _compare_edges(transaction: neo4j.ManagedTransaction, wanted: _Wanted, change: _Change) -> None:
    missing = set(wanted.edges())
    for source, target in ((ENTITY, ENTITY), (CLAIM, DOCUMENT)):
        found = transaction.run(
            f"MATCH (s:{source})-[r]->(t:{target}) WHERE r.{MARK} = true RETURN elementId(r) AS element, "
            "type(r) AS type, s.id AS source, t.id AS target, properties(r) AS properties"
        )
        for row in found:
            properties = row["properties"]
            key = str(properties.get("id", ""))
            edge = _Edge(row["type"], str(row["source"]), str(row["target"]), key)
            if edge not in missing:  # gone from the graph, or there twice
                change.gone_edges.append(row["element"])
                continue
            missing.remove(edge)
            if _differ(properties, wanted.edge_properties(edge)):
                change.edges.append(edge)
    change.edges += missing


def _differ(found: Properties, right: Properties) -> bool:
    """Tell whether a property of ours is not what it should be; what others added is theirs."""
    return any(found.get(name) != value for name, value in right.items())


class _Writer:
    """Writes a change in batches, in an order in which every edge finds its ends."""

    def __init__(self, session: neo4j.Session, progress: PushProgress | None) -> None:
        self._session = session
        self._progress = progress

    def apply(self, change: _Change, wanted: _Wanted) -> PushReport:
        if self._progress:
            self._progress.start(change.rows)
        edges_removed = self._remove_edges(sorted(change.gone_edges))
        self._write_nodes(sorted(change.nodes), wanted)
        self._remove_labels(sorted(change.stale_labels))
        self._write_edges(sorted(change.edges), wanted)
        nodes_removed = self._remove_nodes(sorted(change.gone_nodes))
        return PushReport(
            nodes=len(change.nodes),
            edges=len(change.edges),
            nodes_removed=nodes_removed,
            edges_removed=edges_removed,
            nodes_kept=len(change.gone_nodes) - nodes_removed,
        )

    def _write_nodes(self, nodes: Sequence[_Node], wanted: _Wanted) -> None:
        for (label, kind), group in groupby(nodes, lambda node: (node.label, node.type)):
            statement = (
                f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) ON CREATE SET n.{MARK} = true "
                f"WITH n, row WHERE n.{MARK} = true SET n += row{f', n:{_quoted(kind)}' if kind else ''} "
                "RETURN count(n) AS done"
            )
            for batch in _batches(group):
                rows = [wanted.node_properties(node) for node in batch]
                self._run(statement, rows, complete=f"a node :{label} of somebody else has an id of ours")

    def _write_edges(self, edges: Sequence[_Edge], wanted: _Wanted) -> None:
        for kind, group in groupby(edges, lambda edge: edge.type):
            for batch in _batches(group):
                source, target = batch[0].labels
                statement = (
                    f"UNWIND $rows AS row MATCH (s:{source} {{id: row.source}}) "
                    f"MATCH (t:{target} {{id: row.target}}) "
                    f"MERGE (s)-[r:{_quoted(kind)} {{{'' if kind == STATED_IN else 'id: row.id, '}{MARK}: true}}]"
                    "->(t) SET r += row.properties RETURN count(r) AS done"
                )
                rows: list[Properties] = [
                    {
                        "source": edge.source,
                        "target": edge.target,
                        "id": edge.id,
                        "properties": wanted.edge_properties(edge),
                    }
                    for edge in batch
                ]
                self._run(statement, rows, complete="an end of an edge has been removed meanwhile")

    def _remove_labels(self, stale: Sequence[tuple[_Node, list[str]]]) -> None:
        for label, group in groupby(stale, lambda pair: pair[0].label):
            statement = (
                f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) WHERE n.{MARK} = true "
                "REMOVE n:$(row.labels) RETURN count(n) AS done"
            )
            for batch in _batches(group):
                self._run(statement, [{"id": node.id, "labels": list(labels)} for node, labels in batch])

    def _remove_edges(self, elements: Sequence[str]) -> int:
        statement = (
            f"MATCH ()-[r]->() WHERE elementId(r) IN $rows AND r.{MARK} = true "
            "DELETE r RETURN count(*) AS done"
        )
        return sum(self._run(statement, batch) for batch in _batches(elements))

    def _remove_nodes(self, elements: Sequence[str]) -> int:
        statement = (
            f"MATCH (n) WHERE elementId(n) IN $rows AND n.{MARK} = true AND NOT (n)--() "
            "DELETE n RETURN count(*) AS done"
        )
        return sum(self._run(statement, batch) for batch in _batches(elements))

    def _run(self, statement: str, rows: Sequence[Any], *, complete: str = "") -> int:
        """Run one batch; `complete` is what is wrong unless every row was done."""
        done = self._session.execute_write(_run, statement, list(rows), complete)
        if self._progress:
            self._progress.advance(len(rows))
        return done


@neo4j.unit_of_work(timeout=_TIMEOUT)
def _run(
    transaction: neo4j.ManagedTransaction, statement: str, rows: Sequence[Any] = (), complete: str = ""
) -> int:
    found = transaction.run(statement, rows=rows).single()
    done = int(found["done"]) if found else 0
    if complete and done != len(rows):  # raising here takes the batch back
        raise StoreError(complete, remedy="push into a database of its own, or push again")
    return done


_Item = TypeVar("_Item")


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
