from pathlib import Path

import kglite
import pytest

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.stores.cypher_embedded import write_cypher
from kg.stores.portable import lint
from kg.stores.property_graph import graph_names
from tests.stores.conformance.limits import LIMITS, Limit, limits_graph


@pytest.fixture(scope="module")
def engine(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> kglite.FrozenGraph:
    directory: Path = tmp_path_factory.mktemp("limits")
    write_cypher(limits_graph(ontology), ontology=ontology, directory=directory)
    return kglite.load(str(directory / "graph.kgl")).freeze()


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_the_engine_still_has_this_limit(limit: Limit, engine: kglite.FrozenGraph) -> None:
    if limit.silent:
        assert [tuple(row.values()) for row in engine.cypher(limit.cypher).to_list()] != limit.right
    else:
        with pytest.raises(kglite.KgError):
            engine.cypher(limit.cypher)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_the_guard_refuses_what_it_claims_to(limit: Limit, ontology: Ontology) -> None:
    if limit.refused:
        with pytest.raises(QueryError):
            lint(limit.cypher, graph_names(ontology))
    else:
        lint(limit.cypher, graph_names(ontology))
