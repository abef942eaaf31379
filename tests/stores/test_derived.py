"""What follows from other relations shows as such in Cypher and in SPARQL."""

from __future__ import annotations

from collections.abc import Callable

from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.rdf import iri
from kg.stores.sparql_embedded import EmbeddedSparql
from tests.stores.random_graphs import random_graph

CYPHER_BASES = (
    "MATCH (s:Entity)-[r]->(o:Entity) WHERE r.derived UNWIND r.derived_from AS base RETURN r.id AS id, base"
)
SPARQL_BASES = """SELECT ?id ?base {
  ?r a kg:Relation ; kg:derived true ; dcterms:identifier ?id ; kg:derivedFrom/dcterms:identifier ?base
}"""
CYPHER_STATED = """MATCH (s:Entity)-[r]->(o:Entity) WHERE r.derived UNWIND r.claims AS key
MATCH (c:Claim {id: key}) WHERE c.relation = r.id RETURN r.id AS id, c.id AS claim"""
SPARQL_STATED = """SELECT ?id ?claim {
  ?r a kg:Relation ; kg:derived true ; dcterms:identifier ?id ; kg:claim ?c .
  ?c kg:states ?r ; dcterms:identifier ?claim
}"""


def test_derived_relations_and_their_own_claims_are_told_apart(
    ontology: Ontology,
    open_cypher: Callable[[Graph], EmbeddedCypher],
    open_sparql: Callable[[Graph], EmbeddedSparql],
) -> None:
    graph = random_graph(3, ontology)
    derived = [relation for relation in graph.relations.values() if relation.derived_from]
    cypher, sparql = open_cypher(graph), open_sparql(graph)
    bases = sorted((relation.id, base) for relation in derived for base in relation.derived_from)
    stated = sorted(
        (relation.id, claim.id) for relation in derived for claim in graph.stated_claims(relation)
    )
    assert bases
    assert stated
    for rows in (cypher.query(CYPHER_BASES), sparql.query(SPARQL_BASES)):
        assert sorted((row["id"], row["base"]) for row in rows) == bases
    for rows in (cypher.query(CYPHER_STATED), sparql.query(SPARQL_STATED)):
        assert sorted((row["id"], row["claim"]) for row in rows) == stated
    asked = f"ASK {{ {iri('relation', derived[0].id)} kg:derived false }}"
    assert sparql.query(asked) == [{"answer": False}]
