from collections.abc import Callable

import pytest

from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.base import Row
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.sparql_embedded import EmbeddedSparql
from tests.samples import sample_graph
from tests.stores.questions import QUESTIONS
from tests.stores.random_graphs import random_graph

GRAPHS: dict[str, Callable[[Ontology], Graph]] = {
    f"seed {seed}": lambda ontology, seed=seed: random_graph(
        seed, ontology, entities=10 + seed, relations=15 + 3 * seed, loops=seed % 4 == 0
    )
    for seed in range(20)
} | {"samples": lambda _: sample_graph()}
"""Graphs that the three questions are asked of, by name; whoever has another adds it here."""


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest, ontology: Ontology) -> Graph:
    return GRAPHS[request.param](ontology)


def rounded(rows: list[Row]) -> list[Row]:
    return [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


def test_cypher_sparql_and_networkx_agree(
    graph: Graph,
    open_cypher: Callable[[Graph], EmbeddedCypher],
    open_sparql: Callable[[Graph], EmbeddedSparql],
) -> None:
    cypher, sparql = open_cypher(graph), open_sparql(graph)
    for question in QUESTIONS.values():
        for entity in graph.entities:
            expected = rounded(question.oracle(graph, entity))
            parameters = {"id": entity} if "$id" in question.cypher else {}
            assert rounded(cypher.query(question.cypher, parameters=parameters)) == expected
            assert rounded(sparql.query(question.sparql(entity))) == expected


def test_every_question_has_answers_to_disagree_about(ontology: Ontology) -> None:
    for name, question in QUESTIONS.items():
        found = [
            row
            for make in GRAPHS.values()
            for graph in [make(ontology)]
            for entity in graph.entities
            for row in question.oracle(graph, entity)
        ]
        assert len(found) > 50, name
