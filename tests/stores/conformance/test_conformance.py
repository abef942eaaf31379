from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher, write_cypher
from tests.stores.conformance import filters, patterns, shaping, values
from tests.stores.conformance.oracle import Case, View, small_graph, view_of

CASES = [*patterns.CASES, *filters.CASES, *shaping.CASES, *values.CASES]
SEEDS = range(16)


def plain(value: Any) -> Any:
    """Make values comparable: numbers by value, floats rounded, lists and maps hashable."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return round(float(value), 9) + 0.0
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return tuple(sorted((key, plain(item)) for key, item in value.items()))
    return value


@pytest.fixture(scope="module")
def stores(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[View, EmbeddedCypher]]:
    opened = []
    for seed in SEEDS:
        graph = small_graph(seed, ontology)
        directory: Path = tmp_path_factory.mktemp("conformance")
        write_cypher(graph, ontology=ontology, directory=directory)
        opened.append((view_of(graph, ontology), EmbeddedCypher(directory)))
    return opened


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, stores: list[tuple[View, EmbeddedCypher]]) -> None:
    for view, store in stores:
        if not case.loops and any(edge.source == edge.target for edge in view.edges):
            continue
        found = [plain(tuple(row.values())) for row in store.query(case.cypher, parameters=case.parameters)]
        expected = [plain(row) for row in case.oracle(view)]
        if case.ordered:
            assert found == expected
        else:
            assert Counter(map(repr, found)) == Counter(map(repr, expected))


def test_the_suite_is_large_and_its_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


def test_most_cases_have_rows_to_disagree_about(stores: list[tuple[View, EmbeddedCypher]]) -> None:
    barren = {case.name for case in CASES if not any(case.oracle(view) for view, _ in stores)}
    assert barren <= {
        "nobody is matched",
        "IN a list with a missing value",
        "group by nothing found",
        "LIMIT 0",
        "UNWIND nothing",
    }
