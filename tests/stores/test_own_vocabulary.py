"""A relation type of the user's own, in another namespace and with a name to quote, works everywhere."""

from pathlib import Path

import pytest
from rdflib import Graph as RdfGraph
from rdflib import URIRef

from kg.graph import Graph
from kg.ontology import Ontology, load_ontology
from kg.stores.cypher_embedded import EmbeddedCypher, write_cypher
from kg.stores.rdf import iri, turtle
from kg.stores.schema import cypher_schema
from kg.stores.sparql_embedded import EmbeddedSparql, write_sparql
from tests.stores.random_graphs import random_graph
from tests.stores.test_schema import conforms

OWN = """
@prefix kg: <urn:keiretsu:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/own#licenses-to> a kg:RelationType, owl:ObjectProperty, owl:SymmetricProperty ;
  skos:definition "Subject and \\"object\\" license to each other." ;
  rdfs:domain kg:Company ; rdfs:range kg:Company .
"""


@pytest.fixture
def own(tmp_path: Path) -> Ontology:
    path = tmp_path / "own.ttl"
    path.write_text(OWN)
    return load_ontology(path)


@pytest.fixture
def graph(own: Ontology) -> Graph:
    made = random_graph(2, own, relations=40)
    assert any(relation.type == "licenses-to" for relation in made.relations.values())
    return made


def test_in_cypher(own: Ontology, graph: Graph, tmp_path: Path) -> None:
    assert "[:`LICENSES-TO`]-(" in cypher_schema(own)
    write_cypher(graph, ontology=own, directory=tmp_path)
    with EmbeddedCypher(tmp_path) as store:
        rows = store.query("MATCH ()-[r:`LICENSES-TO`]->() RETURN r.id AS id")
    assert {row["id"] for row in rows} == {r.id for r in graph.relations.values() if r.type == "licenses-to"}


def test_in_rdf(own: Ontology, graph: Graph, tmp_path: Path) -> None:
    assert conforms(graph, own)
    read = RdfGraph().parse(data="".join(turtle(graph, own)), format="turtle")
    direct = set(read.subject_objects(URIRef("http://example.org/own#licenses-to")))
    pairs = {
        (URIRef(iri("entity", a)[1:-1]), URIRef(iri("entity", b)[1:-1]))
        for r in graph.relations.values()
        if r.type == "licenses-to" and r.belief >= 0.5
        for a, b in ((r.subject, r.object), (r.object, r.subject))
    }
    assert direct == pairs
    write_sparql(graph, ontology=own, directory=tmp_path)
    with EmbeddedSparql(tmp_path) as store:
        rows = store.query("SELECT ?s ?o { ?s kgp:licenses-to ?r . ?r kgo:licenses-to ?o }")
    assert len(rows) == 2 * sum(r.type == "licenses-to" for r in graph.relations.values())
