import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.model import Argument, Claim, Entity, Evidence, Relation, Span, Status
from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher
from tests.stores.random_graphs import random_graph


@pytest.fixture
def graph(ontology: Ontology) -> Graph:
    return random_graph(4, ontology)


@pytest.fixture
def store(graph: Graph, open_cypher: Callable[[Graph], EmbeddedCypher]) -> EmbeddedCypher:
    return open_cypher(graph)


def test_every_record_is_there(store: EmbeddedCypher, graph: Graph) -> None:
    rows = store.query(
        "MATCH (n:Entity) RETURN n.id AS id, n.name AS name, n.type AS type, n.aliases AS names"
    )
    assert {row["id"]: row for row in rows} == {
        e.id: {"id": e.id, "name": e.name, "type": e.type, "names": list(e.names)}
        for e in graph.entities.values()
    }
    rows = store.query(
        "MATCH (s)-[r]->(o:Entity) RETURN r.id AS id, s.id AS s, type(r) AS t, o.id AS o, r.belief AS b"
    )
    assert sorted(map(repr, rows)) == sorted(
        repr({"id": r.id, "s": r.subject, "t": _upper_snake(r.type), "o": r.object, "b": r.belief})
        for r in graph.relations.values()
    )
    rows = store.query(
        "MATCH (c:Claim)-[:STATED_IN]->(d:Document) "
        "RETURN c.id AS id, c.quote AS quote, c.relation AS r, d.id AS d"
    )
    relation_of = {c.id: r.id for r in graph.relations.values() for c in graph.stated_claims(r)}
    assert {row["id"]: row for row in rows} == {
        c.id: {"id": c.id, "quote": c.evidence.quote, "r": relation_of[c.id], "d": c.evidence.document}
        for c in graph.claims.values()
    }


def _upper_snake(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)


def test_a_derived_relation_shares_the_claims_of_another(
    ontology: Ontology, open_cypher: Callable[[Graph], EmbeddedCypher]
) -> None:
    counts = dict.fromkeys(Status, 0)
    entities = {key: Entity(key, "Company", key) for key in ("a", "b")}
    ends = [Argument(key, "Company", Span(n, n + 1)) for n, key in enumerate(entities)]
    evidence = Evidence("d", Span(0, 3), "a b", "grammar")
    claim = Claim("c", ends[0], "acquires", ends[1], Status.ASSERTED, evidence)
    relations = {
        key: Relation(key, "a", kind, "b", 0.9, Status.ASSERTED, counts, 1, None, None, ("c",))
        for key, kind in (("r1", "subsidiaryOf"), ("r2", "acquires"))
    }
    graph = Graph(
        sequence=1,
        ontology_hash=ontology.hash,
        entities=entities,
        relations=relations,
        claims={"c": claim},
        documents={},
    )
    store = open_cypher(graph)
    assert store.query("MATCH (c:Claim) RETURN c.id AS id, c.relation AS r") == [{"id": "c", "r": "r2"}]
    rows = store.query(
        "MATCH ()-[r]->() UNWIND r.claims AS key MATCH (c:Claim {id: key}) "
        "RETURN r.id AS r, c.quote AS q ORDER BY r"
    )
    assert rows == [{"r": "r1", "q": "a b"}, {"r": "r2", "q": "a b"}]


def test_missing_values_are_null(store: EmbeddedCypher, graph: Graph) -> None:
    rows = store.query("MATCH (c:Claim) WHERE c.attribution IS NULL AND c.name IS NULL RETURN c.id AS id")
    assert {row["id"] for row in rows} == {c.id for c in graph.claims.values() if c.attribution is None}
    untitled = store.query("MATCH (d:Document) WHERE d.title IS NULL RETURN d.id AS id")
    assert {row["id"] for row in untitled} == {d.id for d in graph.documents.values() if not d.title}


def test_parameters_are_values_not_text(store: EmbeddedCypher, graph: Graph) -> None:
    for entity in graph.entities.values():
        rows = store.query(
            "MATCH (n:Entity {name: $name}) RETURN n.id AS id", parameters={"name": entity.name}
        )
        assert {"id": entity.id} in rows
    injected = store.query("MATCH (n {name: $name}) RETURN n.id", parameters={"name": "x'}) MATCH (n) //"})
    assert injected == []


def test_a_runaway_query_is_stopped(store: EmbeddedCypher) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.3 s"):
        store.query(
            "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b RETURN sum(a * b) AS s", timeout=0.3
        )
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH (n RETURN n", r"^line 1, column \d+: Unexpected token.*kg schema"),
        ("MATCH (n) RETURN m.id", "m"),
        ("MATCH (n:Entity {id: $id}) RETURN n.id", "id"),
        ("", "kg schema"),
    ],
)
def test_mistakes_say_what_is_wrong(store: EmbeddedCypher, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        store.query(text)


def test_a_missing_projection_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `kg build`"):
        EmbeddedCypher(tmp_path)


def test_an_empty_graph_answers(ontology: Ontology, open_cypher: Callable[[Graph], EmbeddedCypher]) -> None:
    empty = Graph(sequence=0, ontology_hash=ontology.hash, entities={}, relations={}, claims={}, documents={})
    store = open_cypher(empty)
    assert store.query("MATCH (n:Company)-[r:SUPPLIES_TO]->(m) RETURN n.id") == []
    assert store.query("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 0}]
