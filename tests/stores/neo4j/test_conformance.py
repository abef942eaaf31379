"""The portable cases and the three questions, on Neo4j: the same rows as the oracle and as embedded."""

from collections import Counter
from collections.abc import Callable

import pytest

from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.cypher_neo4j import Neo4jCypher, Neo4jTarget
from kg.stores.neo4j_push import PushReport
from tests.stores.conformance import test_conformance as conformance
from tests.stores.conformance.limits import LIMITS, Limit, limits_graph
from tests.stores.conformance.oracle import Case, View, small_graph, view_of
from tests.stores.neo4j.conftest import run
from tests.stores.questions import QUESTIONS
from tests.stores.test_three_questions import GRAPHS, rounded

pytestmark = pytest.mark.slow

DIFFERENCES: dict[str, str] = {}
"""Case -> why Neo4j answers otherwise than the oracle."""


def right(case: Case, view: View, store: Neo4jCypher) -> bool:
    rows = store.query(case.cypher, parameters=case.parameters)
    found = [conformance.plain(tuple(row.values())) for row in rows]
    expected = [conformance.plain(row) for row in case.oracle(view)]
    if case.ordered:
        return found == expected
    return Counter(map(repr, found)) == Counter(map(repr, expected))


@pytest.mark.parametrize("seed", conformance.SEEDS[:8])
def test_the_portable_cases(
    seed: int, ontology: Ontology, store: Neo4jCypher, push_graph: Callable[[Graph], PushReport]
) -> None:
    graph = small_graph(seed, ontology)
    push_graph(graph)
    view = view_of(graph, ontology)
    # Even where the embedded engine has trouble with loops (`Case.loops`), Neo4j is right.
    wrong = {case.name for case in conformance.CASES if not right(case, view, store)}
    assert wrong == set(DIFFERENCES)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_what_is_said_of_neo4j_is_so(
    limit: Limit, ontology: Ontology, target: Neo4jTarget, push_graph: Callable[[Graph], PushReport]
) -> None:
    push_graph(limits_graph(ontology))
    found = [tuple(row.values()) for row in run(target, limit.cypher)]
    assert Counter(map(repr, found)) == Counter(map(repr, limit.right))


@pytest.mark.parametrize("name", ["seed 3", "seed 8", "seed 16", "samples"])
def test_the_three_questions(
    name: str,
    ontology: Ontology,
    store: Neo4jCypher,
    push_graph: Callable[[Graph], PushReport],
    open_cypher: Callable[[Graph], EmbeddedCypher],
) -> None:
    graph = GRAPHS[name](ontology)
    push_graph(graph)
    embedded = open_cypher(graph)
    for question in QUESTIONS.values():
        for entity in list(graph.entities)[:30]:
            parameters = {"id": entity} if "$id" in question.cypher else {}
            found = rounded(store.query(question.cypher, parameters=parameters))
            assert found == rounded(embedded.query(question.cypher, parameters=parameters))
            assert found == rounded(question.oracle(graph, entity))
