from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.model import Entity
from kg.ontology import Ontology
from kg.stores import cypher_neo4j, neo4j_push
from kg.stores.base import Row
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.cypher_neo4j import Neo4jCypher, Neo4jTarget
from kg.stores.neo4j_push import PushReport
from tests.samples import sample_graph
from tests.stores.neo4j.conftest import run
from tests.stores.random_graphs import HOSTILE_NAMES, random_graph

NOTHING = PushReport(nodes=0, edges=0, nodes_removed=0, edges_removed=0, nodes_kept=0)

Push = Callable[[Graph], PushReport]
pytestmark = pytest.mark.slow

CONTENT = (
    "MATCH (n:Entity) RETURN n.id, n.type, n.name, n.aliases, n.identifiers ORDER BY n.id",
    "MATCH (s:Entity)-[r]->(o:Entity) RETURN type(r) AS type, s.id AS s, o.id AS o, r.id AS id, r.status, "
    "r.belief, r.asserted, r.planned, r.possible, r.rumoured, r.denied, r.ended, r.origins, "
    "r.first_published, r.last_published, r.claims ORDER BY id",
    "MATCH (c:Claim) RETURN c.id AS id, c.relation, c.subject, c.object, c.status, c.attribution, c.quote, "
    "c.start, c.`end`, c.confidence, c.published, c.valid_from, c.valid_to, c.qualifiers, c.extractor, c.rule, "
    "c.document ORDER BY id",
    "MATCH (d:Document) RETURN d.id AS id, d.title, d.publisher, d.published, d.url, d.name ORDER BY id",
    "MATCH (n) RETURN count(n) AS n",
    "MATCH (c:Claim)-[:STATED_IN]->(d:Document) RETURN c.id AS c, d.id AS d ORDER BY c",
    "MATCH (n:Entity) WITH n.type AS type, labels(n) AS labels UNWIND labels AS label "
    "RETURN type, label, count(*) AS n ORDER BY type, label",
)
"""Everything that the shape has."""


def content(store: Neo4jCypher | EmbeddedCypher) -> list[list[Row]]:
    return [store.query(query) for query in CONTENT]


def without(graph: Graph, *, relations: int = 0, documents: int = 0) -> Graph:
    """The graph as it would be without its first relations and documents, and without what rests on them alone."""
    lost = set(list(graph.documents)[:documents])
    claims = {key: c for key, c in graph.claims.items() if c.evidence.document not in lost}
    kept = {
        key: replace(relation, claims=tuple(c for c in relation.claims if c in claims))
        for key, relation in list(graph.relations.items())[relations:]
        if any(c in claims for c in relation.claims)
    }
    while baseless := [key for key, r in kept.items() if not kept.keys() >= set(r.derived_from)]:
        for key in baseless:
            del kept[key]
    return Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=graph.entities,
        relations=kept,
        claims=claims,
        documents={key: d for key, d in graph.documents.items() if key not in lost},
    )


@pytest.mark.parametrize(
    "make", [lambda _: sample_graph(), lambda o: random_graph(4, o)], ids=["samples", "seed"]
)
def test_it_holds_what_the_embedded_store_holds_and_a_second_push_changes_nothing(
    make: Callable[[Ontology], Graph],
    ontology: Ontology,
    push_graph: Push,
    store: Neo4jCypher,
    open_cypher: Callable[[Graph], EmbeddedCypher],
) -> None:
    graph = make(ontology)
    first = push_graph(graph)
    stated = sum(c.evidence.document in graph.documents for c in graph.claims.values())
    assert first == PushReport(
        nodes=len(graph.entities) + len(graph.claims) + len(graph.documents),
        edges=len(graph.relations) + stated,
        nodes_removed=0,
        edges_removed=0,
        nodes_kept=0,
    )
    expected = content(open_cypher(graph))
    assert content(store) == expected
    assert push_graph(graph) == NOTHING
    assert content(store) == expected


def test_batches_smaller_than_the_graph(
    ontology: Ontology,
    push_graph: Push,
    store: Neo4jCypher,
    open_cypher: Callable[[Graph], EmbeddedCypher],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neo4j_push, "BATCH", 7)
    graph = random_graph(4, ontology)
    push_graph(graph)
    assert content(store) == content(open_cypher(graph))
    push_graph(without(graph, relations=20, documents=1))
    assert content(store) == content(open_cypher(without(graph, relations=20, documents=1)))


def test_what_the_graph_no_longer_has_goes(
    push_graph: Push, store: Neo4jCypher, open_cypher: Callable[[Graph], EmbeddedCypher]
) -> None:
    push_graph(sample_graph())
    smaller = without(sample_graph(), relations=2)
    gone = len(sample_graph().relations) - len(smaller.relations)
    assert push_graph(smaller) == replace(NOTHING, edges_removed=gone, nodes=claims_moved(smaller))
    assert content(store) == content(open_cypher(smaller))
    push_graph(sample_graph())
    assert content(store) == content(open_cypher(sample_graph()))


def claims_moved(smaller: Graph) -> int:
    """Claims that supported a relation of the samples and now support another or none."""
    before = neo4j_push.supported(sample_graph())
    after = neo4j_push.supported(smaller)
    return sum(before.get(key) != after.get(key) for key in smaller.claims)


def test_one_graph_after_another(
    ontology: Ontology,
    push_graph: Push,
    store: Neo4jCypher,
    open_cypher: Callable[[Graph], EmbeddedCypher],
) -> None:
    for seed in range(4):  # entities share ids and differ in type, so labels must go too
        graph = random_graph(seed, ontology, loops=seed == 2)
        push_graph(graph)
        assert content(store) == content(open_cypher(graph))


def test_a_change_by_somebody_else_is_put_right(
    target: Neo4jTarget, push_graph: Push, store: Neo4jCypher
) -> None:
    push_graph(sample_graph())
    before = content(store)
    run(
        target,
        "MATCH (n:Company) WITH n ORDER BY n.id LIMIT 1 SET n.name = 'Other' REMOVE n:Company SET n:Person",
    )
    run(target, "MATCH ()-[r:SUPPLIES_TO]->() WITH r ORDER BY r.id LIMIT 1 SET r.belief = 0.123")
    run(target, "MATCH (c:Claim)-[r:STATED_IN]->() WITH r LIMIT 1 DELETE r")
    assert content(store) != before
    report = push_graph(sample_graph())
    assert (report.nodes, report.edges) == (1, 2)
    assert content(store) == before
    run(target, "MATCH (d:Document) WITH d ORDER BY d.id LIMIT 1 REMOVE d.id")
    push_graph(sample_graph())
    assert content(store) == before
    run(target, "MATCH (n:Company) WITH n ORDER BY n.id LIMIT 1 SET n:Person")
    assert push_graph(sample_graph()) == replace(NOTHING, nodes=1)
    assert content(store) == before


def test_an_edge_that_is_there_twice_is_there_once_again(
    target: Neo4jTarget, push_graph: Push, store: Neo4jCypher
) -> None:
    push_graph(sample_graph())
    before = content(store)
    run(
        target,
        "MATCH (s)-[r:SUPPLIES_TO]->(o) WITH s, r, o LIMIT 1 CREATE (s)-[t:SUPPLIES_TO]->(o) SET t = r {.*}",
    )
    assert push_graph(sample_graph()) == replace(NOTHING, edges_removed=1)
    assert content(store) == before


def test_what_others_wrote_stays(target: Neo4jTarget, push_graph: Push, ontology: Ontology) -> None:
    graph = random_graph(4, ontology)
    push_graph(graph)
    run(target, "CREATE (:Company {id: 'theirs'})-[:SUPPLIES_TO {belief: 1.0}]->(:Note)")
    run(target, "CREATE (:Entity {name: 'without an id'})")
    run(
        target,
        "MATCH (e:Entity {id: $id}), (n:Note) CREATE (n)-[:ABOUT]->(e) SET e.rating = 5",
        id=last(graph),
    )
    assert push_graph(graph) == NOTHING
    rest = Graph(
        sequence=1, ontology_hash=graph.ontology_hash, entities={}, relations={}, claims={}, documents={}
    )
    report = push_graph(rest)
    assert report.nodes_kept == 1
    assert report.nodes_removed == len(graph.entities) + len(graph.claims) + len(graph.documents) - 1
    assert run(target, "MATCH (n) RETURN count(n) AS n")[0]["n"] == 4
    assert run(target, "MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"] == 2
    push_graph(graph)
    found = run(target, "MATCH (:Note)-[:ABOUT]->(e:Entity) RETURN e.id AS id, e.rating AS rating")
    assert found == [{"id": last(graph), "rating": 5}]


def last(graph: Graph) -> str:
    return list(graph.entities)[-1]


def test_a_node_of_somebody_else_under_our_id_stops_the_push(
    target: Neo4jTarget, push_graph: Push, ontology: Ontology
) -> None:
    graph = random_graph(4, ontology)
    run(target, "CREATE (:Entity {id: $id, name: 'theirs'})", id=last(graph))
    with pytest.raises(StoreError, match="somebody else has an id of ours; push into a database of its own"):
        push_graph(graph)
    found = run(target, "MATCH (e:Entity {id: $id}) RETURN properties(e) AS e", id=last(graph))
    assert found == [{"e": {"id": last(graph), "name": "theirs"}}]


def test_hostile_names_survive(push_graph: Push, store: Neo4jCypher, ontology: Ontology) -> None:
    names = (*HOSTILE_NAMES, "`) DETACH DELETE n //", "$rows", "\\u0060", "x" * 5_000)
    entities = {f"e`{n}'\\": Entity(f"e`{n}'\\", "Company", name, (name,)) for n, name in enumerate(names)}
    graph = Graph(
        sequence=1,
        ontology_hash=ontology.hash,
        entities=entities,
        relations={},
        claims={},
        documents={},
    )
    push_graph(graph)
    rows = store.query("MATCH (n:Company) RETURN n.id AS id, n.name AS name, n.aliases AS names")
    assert {row["id"]: (row["name"], row["names"]) for row in rows} == {
        key: (entity.name, [entity.name]) for key, entity in entities.items()
    }
    assert push_graph(graph) == NOTHING


def test_queries_are_read_only_bounded_and_told_in_one_line(
    store: Neo4jCypher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher_neo4j, "MAX_ROWS", 1000)
    for query, told in {
        "CREATE (n:Company)": "may not write",
        "MATCH (n RETURN n": "Invalid input",
        "MATCH (n:Compny) RETURN n.id AS id": "did you mean Company",
        "RETURN $missing AS x": "Expected parameter",
        "UNWIND range(1, 1001) AS x RETURN x": "more than 1000 rows",
    }.items():
        with pytest.raises(QueryError, match=told) as caught:
            store.query(query)
        assert "\n" not in str(caught.value)
    long = (
        "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y WITH x WHERE x < 0 RETURN count(x) AS n"
    )
    with pytest.raises(QueryError, match=r"longer than 0\.5 s"):
        store.query(long, timeout=0.5)
    for value in ("\ud800", 2**64):
        with pytest.raises(QueryError, match="a parameter cannot be sent"):
            store.query("RETURN $x AS x", parameters={"x": value})
    assert store.query("RETURN 1 AS x, date('2025-01-03') AS d") == [{"x": 1, "d": "2025-01-03"}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password": "wrong"}, "check the user and the password"),
        ({"database": "nosuch"}, "database nosuch: .*; name one that exists with --database"),
        ({"database": "system"}, "database system: "),
    ],
)
def test_refusals_name_the_remedy(
    target: Neo4jTarget, ontology: Ontology, change: dict[str, str], told: str
) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        neo4j_push.push(random_graph(4, ontology), ontology=ontology, target=replace(target, **change))
    assert "\n" not in str(caught.value)
