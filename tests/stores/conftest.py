from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.ontology import Ontology, load_ontology
from kg.stores.cypher_embedded import EmbeddedCypher, write_cypher
from kg.stores.sparql_embedded import EmbeddedSparql, write_sparql


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture
def open_cypher(tmp_path: Path, ontology: Ontology) -> Callable[[Graph], EmbeddedCypher]:
    def open_store(graph: Graph) -> EmbeddedCypher:
        directory = tmp_path / f"cypher-{id(graph)}"
        directory.mkdir()
        write_cypher(graph, ontology=ontology, directory=directory)
        return EmbeddedCypher(directory)

    return open_store


@pytest.fixture
def open_sparql(tmp_path: Path, ontology: Ontology) -> Iterator[Callable[[Graph], EmbeddedSparql]]:
    opened: list[EmbeddedSparql] = []

    def open_store(graph: Graph) -> EmbeddedSparql:
        directory = tmp_path / f"sparql-{id(graph)}"
        directory.mkdir()
        write_sparql(graph, ontology=ontology, directory=directory)
        opened.append(EmbeddedSparql(directory))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()
