from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest
from pyshacl import validate

from kg.errors import OntologyError
from kg.graph import Graph
from kg.model import Entity
from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.property_graph import graph_names
from kg.stores.rdf import turtle
from kg.stores.schema import cypher_schema, rdf_shapes
from tests.stores.random_graphs import random_graph


def conforms(graph: Graph, ontology: Ontology, *, check_shapes: bool = False) -> bool:
    result = validate(
        "".join(turtle(graph, ontology)),
        shacl_graph=rdf_shapes(ontology),
        data_graph_format="turtle",
        shacl_graph_format="turtle",
        meta_shacl=check_shapes,
    )
    return bool(result[0])


def test_the_shapes_are_well_formed(ontology: Ontology) -> None:
    assert conforms(random_graph(0, ontology), ontology, check_shapes=True)


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_graph_fits_the_shapes(ontology: Ontology, seed: int) -> None:
    assert conforms(random_graph(seed, ontology), ontology)


def test_an_end_of_the_wrong_type_does_not_fit(ontology: Ontology) -> None:
    graph = random_graph(1, ontology, relations=200)
    object_of_supply = next(r.object for r in graph.relations.values() if r.type == "suppliesTo")
    wrong = {**graph.entities, object_of_supply: replace(graph.entities[object_of_supply], type="Event")}
    assert not conforms(_with_entities(graph, wrong), ontology)


def test_the_cypher_schema_names_everything_that_a_query_may_use(ontology: Ontology) -> None:
    text = cypher_schema(ontology)
    names = graph_names(ontology)
    assert all(f":{name}" in text for name in names.labels | names.types)


def test_the_example_of_the_cypher_schema_finds_every_quote(
    ontology: Ontology, open_cypher: Callable[[Graph], EmbeddedCypher]
) -> None:
    graph = random_graph(1, ontology)
    example = cypher_schema(ontology).partition("The words behind a relation\n")[2]
    rows = open_cypher(graph).query(example)
    assert sorted(str(row["c.quote"]) for row in rows) == sorted(
        graph.claims[key].evidence.quote for relation in graph.relations.values() for key in relation.claims
    )


def test_colliding_names_are_refused(ontology: Ontology) -> None:
    twin = replace(ontology.relation("suppliesTo"), name="SuppliesTo")
    types = MappingProxyType({**ontology.relation_types, "SuppliesTo": twin})
    with pytest.raises(OntologyError, match="SUPPLIES_TO"):
        graph_names(replace(ontology, relation_types=types))
    claim = replace(ontology.entity_types["Company"], name="Claim")
    with pytest.raises(OntologyError, match="Claim"):
        graph_names(replace(ontology, entity_types=MappingProxyType({"Claim": claim})))


def _with_entities(graph: Graph, entities: dict[str, Entity]) -> Graph:
    return Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=entities,
        relations=graph.relations,
        claims=graph.claims,
        documents=graph.documents,
    )
