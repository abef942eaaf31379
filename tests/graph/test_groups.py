"""Names of groups as articles write them, read with the shipped gazetteer and vocabulary."""

from __future__ import annotations

import pytest

from kg.gazetteer import Gazetteer
from kg.graph.groups import Criteria, criteria
from kg.ontology import Ontology, load_ontology


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Chinese firms", "CN", None),
        ("the U.S. chipmakers", "US", "semiconductors"),
        ("South Korean automakers", "KR", "automobiles"),
        ("Japanese Banks", "JP", "banking"),
    ],
)
def test_a_nationality_and_a_kind_are_criteria(gazetteer, ontology, name, country, sector):
    found = criteria(name, ontology, gazetteer)
    assert found is not None
    assert found.country == country
    assert sector in found.sectors if sector else found == Criteria(country, frozenset())


@pytest.mark.parametrize("name", ["", "the", "firms", "Chinese", "Chinese regulators", "Chinese Orsa firms"])
def test_anything_else_is_none(gazetteer, ontology, name):
    assert criteria(name, ontology, gazetteer) is None


def test_every_sector_of_a_kind_is_one_that_the_gazetteer_knows(gazetteer, ontology):
    known = {entity.sector for entity in gazetteer}
    assert not frozenset().union(*ontology.group_kinds.values()) - known
