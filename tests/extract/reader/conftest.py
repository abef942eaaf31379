"""The model that comes with the package, loaded once."""

import pytest

from kg.extract.reader.extractor import ReaderExtractor
from kg.extract.reader.network import Network
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology


@pytest.fixture(scope="session")
def network() -> Network:
    return Network()


@pytest.fixture(scope="session")
def reader(ontology: Ontology, gazetteer: Gazetteer, network: Network) -> ReaderExtractor:
    return ReaderExtractor(ontology=ontology, gazetteer=gazetteer, network=network)
