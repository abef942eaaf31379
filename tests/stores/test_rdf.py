from collections.abc import Callable

import pytest
from rdflib import RDF, RDFS, Namespace, URIRef
from rdflib import Graph as RdfGraph

from kg.graph import Graph
from kg.model import Entity, Relation, Status
from kg.ontology import Ontology
from kg.stores.rdf import iri, term, text_literal, turtle
from kg.stores.sparql_embedded import EmbeddedSparql
from tests.stores.random_graphs import HOSTILE_NAMES, random_graph

KG = Namespace("urn:keiretsu:ontology:")
KGP = Namespace("urn:keiretsu:statement:")
KGO = Namespace("urn:keiretsu:object:")


def parsed(graph: Graph, ontology: Ontology) -> RdfGraph:
    return RdfGraph().parse(data="".join(turtle(graph, ontology)), format="turtle")


def node(kind: str, key: str) -> URIRef:
    return URIRef(iri(kind, key)[1:-1])


def small_graph(ontology: Ontology, *, relation: str, belief: float) -> Graph:
    entities = {key: Entity(key, "Company", key.upper()) for key in ("a", "b")}
    counts = dict.fromkeys(Status, 0)
    edge = Relation("r", "a", relation, "b", belief, Status.ASSERTED, counts, 1, None, None, ())
    return Graph(
        sequence=1,
        ontology_hash=ontology.hash,
        entities=entities,
        relations={"r": edge},
        claims={},
        documents={},
    )


@pytest.mark.parametrize("seed", range(4))
def test_another_parser_reads_every_text_back(ontology: Ontology, seed: int) -> None:
    graph = random_graph(seed, ontology)
    read = parsed(graph, ontology)
    assert {str(label) for label in read.objects(None, KG.quote)} == {
        claim.evidence.quote for claim in graph.claims.values()
    }
    for entity in graph.entities.values():
        subject = node("entity", entity.id)
        assert str(read.value(subject, RDFS.label)) == entity.name
        assert read.value(subject, RDF.type) == KG[entity.type]
    for relation in graph.relations.values():
        statement = node("relation", relation.id)
        assert (node("entity", relation.subject), KGP[relation.type], statement) in read
        assert (statement, KGO[relation.type], node("entity", relation.object)) in read
        assert float(str(read.value(statement, KG.belief))) == relation.belief
        assert set(read.objects(statement, KG.claim)) == {node("claim", key) for key in relation.claims}


def test_equal_graphs_give_equal_bytes(ontology: Ontology) -> None:
    graph = random_graph(5, ontology)
    again = Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=dict(reversed(graph.entities.items())),
        relations=dict(reversed(graph.relations.items())),
        claims=dict(reversed(graph.claims.items())),
        documents=dict(reversed(graph.documents.items())),
    )
    assert list(turtle(graph, ontology)) == list(turtle(again, ontology))


@pytest.mark.parametrize(("belief", "direct"), [(0.49, 0), (0.5, 1), (1.0, 1)])
def test_a_direct_triple_needs_belief(ontology: Ontology, belief: float, direct: int) -> None:
    read = parsed(small_graph(ontology, relation="suppliesTo", belief=belief), ontology)
    assert len(list(read.triples((None, KG.suppliesTo, None)))) == direct
    assert len(list(read.subjects(RDF.type, KG.Relation))) == 1


def test_a_symmetric_relation_reads_the_same_from_either_end(
    ontology: Ontology, open_sparql: Callable[[Graph], EmbeddedSparql]
) -> None:
    store = open_sparql(small_graph(ontology, relation="partnersWith", belief=0.9))
    pairs = [{"x": "a", "y": "b"}, {"x": "b", "y": "a"}]
    names = "?s dcterms:identifier ?x . ?o dcterms:identifier ?y"
    through_statement = (
        f"SELECT ?x ?y {{ ?s kgp:partnersWith ?r . ?r kgo:partnersWith ?o . {names} }} ORDER BY ?x"
    )
    assert store.query(through_statement) == pairs
    assert store.query(f"SELECT ?x ?y {{ ?s kg:partnersWith ?o . {names} }} ORDER BY ?x") == pairs
    assert store.query("SELECT (COUNT(*) AS ?n) { ?r a kg:Relation }") == [{"n": 1}]
    assert store.query("SELECT ?b { ?m kg:mirrorOf ?r ; kg:belief ?b }") == [{"b": 0.9}]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_text_ends_its_literal(name: str) -> None:
    line = f"<urn:x> <urn:y> {text_literal(name)} ."
    [(_, _, value)] = RdfGraph().parse(data=line, format="turtle")
    assert str(value) == name
    assert "\n" not in line


@pytest.mark.parametrize("key", ['a"b', "a>b", "a b", "a\\b", "a\nb", "é", "a%20b", "a/b", "Q42", "lei:00"])
def test_no_id_ends_its_iri(key: str) -> None:
    [(subject, _, _)] = RdfGraph().parse(data=f"{iri('entity', key)} <urn:y> 1 .", format="turtle")
    assert isinstance(subject, URIRef)
    assert iri("entity", key) == iri("entity", key)
    assert len({iri("entity", other) for other in (key, key.replace("%", "%25"), key + " ")}) >= 2


def test_a_term_that_turtle_cannot_shorten_is_written_out() -> None:
    assert term("kg", "suppliesTo") == "kg:suppliesTo"
    assert term("kg", "a.b>c") == "<urn:keiretsu:ontology:a.b%3Ec>"
