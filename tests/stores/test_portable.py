import contextlib
import time

import pytest

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.stores.portable import lint
from kg.stores.property_graph import graph_names

REFUSED = [
    ("CREATE (n:Company {id: 'x'})", "may not write"),
    ("MATCH (n) SET n.name = 'x'", "may not write"),
    ("MATCH (n) DETACH DELETE n", "may not write"),
    ("MATCH (n) REMOVE n.name", "may not write"),
    ("merge (n:Company {id: 'x'})", "may not write"),
    ("FOREACH (x IN [1] | CREATE (n))", "may not write"),
    ("DROP INDEX x", "may not write"),
    ("LOAD CSV FROM 'file:///x' AS l RETURN l", "may not load"),
    ("load\n// c\ncsv from 'x' AS l RETURN l", "may not load"),
    ("LOAD/**/CSV FROM 'x' AS l RETURN l", "may not load"),
    ("RETURN '\\' LOAD CSV FROM ' AS x", "may not load"),
    ("CALL db.labels() YIELD label RETURN label", "procedures"),
    ("MATCH (n) RETURN n.id FORMAT CSV", "FORMAT"),
    ("MATCH (a)-[:SUPPLIES_TO]->{1,2}(b) RETURN a.id", r"-\[:TYPE\*1\.\.3\]->"),
    ("MATCH ((a)-[:SUPPLIES_TO]->(b)){1,2} RETURN a.id", "quantified"),
    ("MATCH (a)-->{,2}(b) RETURN a.id", "quantified"),
    ("MATCH ()-[r]->() MATCH (c:Claim {relation: r.id}) RETURN c.id", "line 1, column 44.*r.id AS x"),
    ("MATCH ()-[r]->()\nOPTIONAL MATCH (c:Claim {status: 'planned', relation: r.id}) RETURN c.id", "line 2"),
    ("MATCH (a)-[r]->(b {id: a.id}) RETURN a.id", "a.id"),
    ("MATCH (a), (b)-[{id: a.id}]->() RETURN a.id", "a.id"),
    ("MATCH (a), (b)-[r:SUPPLIES_TO {id: toUpper(a.id)}]->() RETURN a.id", "a.id"),
    ("MATCH (a) WHERE EXISTS { (b:Company {id: a.id}) } RETURN a.id", "a.id"),
    ("MATCH (a)-[r]->(b) WITH a, r WHERE (a {id: r.id})--() RETURN a.id", "r.id"),
    ("MATCH (a)-[r]->(b) WHERE NOT (a)-[:SUPPLIES_TO*1..2 {id: r.id}]->() RETURN a.id", "r.id"),
    ("MATCH (a)-[r]->(b) RETURN [(a {id: r.id})--(c) | c.id] AS ids", "r.id"),
    ("MATCH p = shortestPath((a)-[*]-({id: a.id})) RETURN length(p)", "a.id"),
    ("MATCH (a) WHERE (a)--(:Compny) RETURN a.id", "did you mean Company"),
    ("MATCH (a)-[r:SUPLIES_TO]->(b) RETURN a.id", "did you mean SUPPLIES_TO"),
    ("MATCH (a)-[:suppliesTo]->(b) RETURN a.id", "did you mean SUPPLIES_TO"),
    ("MATCH (a:Compny) RETURN a.id", "no label Compny; did you mean Company"),
    ("MATCH (a:Company|Plaice) RETURN a.id", "did you mean Place"),
    ("MATCH (a)-[:SUPPLIES_TO|ACQUIRE*1..2]->(b) RETURN a.id", "did you mean ACQUIRES"),
    ("MATCH (:Xyzzy) RETURN 1 AS one", "use one of Agency"),
    ("RETURN 1" + " " * 200_000, "more than 20000"),
]

ALLOWED = [
    "MATCH (a:Company {id: $id}) RETURN a.name",
    "MATCH (a:Company {id: $map.id}) RETURN a.name",
    "MATCH ()-[r]->() WITH r.id AS key MATCH (c:Claim {relation: key}) RETURN c.id",
    "MATCH (a)-[r]->(b) WHERE b.id = a.id RETURN {id: a.id, set: b.name} AS pair",
    "MATCH (a) WITH a {.id} AS a RETURN a",
    "MATCH (a) RETURN a.set AS `create`, a.name AS x",
    "MATCH (a) WHERE a.name = 'DELETE {1,2} (b:Nope {id: r.id}) ' RETURN a.id // CREATE",
    "MATCH (a) CALL (a) { MATCH (a)--(b) RETURN count(*) AS n } RETURN a.id, n",
    "MATCH (a)-[:SUPPLIES_TO*1..3]->(b) RETURN a.id",
    "MATCH (a) WHERE (EXISTS { (a)--(b) WHERE b.id = a.id }) RETURN collect(a {.id, x: a.name}) AS xs",
    "MATCH (a) RETURN [{id: a.id}] AS xs, size([{id: a.id}]) AS n, COUNT { (a)--(b) WHERE b.id = a.id } AS m",
    "MATCH (a)-[r]-(b) RETURN {start: a.id, deep: {end: b.id}} AS pair",
    "",
    "{",
    "(",
    ":",
    "MATCH (a:`Company`)-[r:`SUPPLIES_TO`]-(b) WHERE a:Company RETURN a.id",
    "RETURN [x IN [1, 2] WHERE x > 1 | x] AS xs, CASE WHEN true THEN 1 ELSE 2 END AS c",
    "MATCH (a) RETURN [1, 2, 3][0..2] AS xs, a.aliases[0] AS first",
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refusals_say_where_and_what_instead(ontology: Ontology, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        lint(text, graph_names(ontology))


@pytest.mark.parametrize("part", ["({", ":a", '"\\"', "/*", "[-[", "(a:", "{", "'", "``"])
def test_hostile_repetition_is_read_in_time(ontology: Ontology, part: str) -> None:
    start = time.monotonic()
    with contextlib.suppress(QueryError):
        lint("MATCH (" + part * (19_000 // len(part)), graph_names(ontology))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("text", ALLOWED)
def test_the_portable_subset_passes(ontology: Ontology, text: str) -> None:
    lint(text, graph_names(ontology))


@pytest.mark.parametrize("condition", ["c.relation = r.id", "r.id = c.relation"])
def test_comparing_with_an_edge_carried_by_with_is_refused(ontology: Ontology, condition: str) -> None:
    query = f"MATCH (a:Entity)-[r]->(b) WITH r MATCH (c:Claim) WHERE {condition} RETURN c.id"
    with pytest.raises(QueryError, match=r"WITH …, r\.id AS x"):
        lint(query, graph_names(ontology))


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (a:Entity)-[r]->(b) MATCH (c:Claim) WHERE c.relation = r.id RETURN c.id",
        "MATCH (a:Entity)-[r]->(b) WITH r.id AS x MATCH (c:Claim) WHERE c.relation = x RETURN c.id",
        "MATCH (a:Entity)-[r]->(b) WITH a, r MATCH (c:Claim) WHERE c.subject = a.name RETURN r.id = c.relation AS own",
    ],
)
def test_other_comparisons_are_not(ontology: Ontology, query: str) -> None:
    lint(query, graph_names(ontology))
