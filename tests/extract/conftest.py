"""One vocabulary, one gazetteer and one language pipeline for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language

from kg.extract.cast import Cast
from kg.extract.consensus import agree
from kg.extract.grammar import DEFAULT_PIPELINE, GrammarExtractor
from kg.extract.passage import Passage, parse
from kg.extract.sightings import find_sightings
from kg.gazetteer import Gazetteer
from kg.model import Document, Mention, Reading
from kg.ontology import Ontology, load_ontology


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def nlp() -> Language:
    return spacy.load(DEFAULT_PIPELINE)


@pytest.fixture(scope="session")
def extractor(ontology: Ontology, gazetteer: Gazetteer) -> GrammarExtractor:
    return GrammarExtractor(ontology=ontology, gazetteer=gazetteer)


@pytest.fixture(scope="session")
def read(extractor: GrammarExtractor) -> Callable[[str], Reading]:
    """Give the reading of a text."""
    return lambda text: next(extractor.read([Document.of(text)]))


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> Callable[[str], Passage]:
    """Give the parse of a text."""
    return lambda text: parse(Document.of(text), nlp)


@pytest.fixture(scope="session")
def named(ontology: Ontology, gazetteer: Gazetteer) -> Callable[[Passage], tuple[Mention, ...]]:
    """Give the mentions of named entities in a passage."""

    def named_in(passage: Passage) -> tuple[Mention, ...]:
        sightings = find_sightings(passage, gazetteer=gazetteer, ontology=ontology)
        return agree(passage, sightings, gazetteer=gazetteer, ontology=ontology)

    return named_in


@pytest.fixture(scope="session")
def cast_of(
    parsed: Callable[[str], Passage], named: Callable[[Passage], tuple[Mention, ...]], ontology: Ontology
) -> Callable[[str], tuple[Passage, Cast]]:
    """Give the parse of a text and everybody who takes part in it."""

    def cast_in(text: str) -> tuple[Passage, Cast]:
        passage = parsed(text)
        return passage, Cast(passage, named(passage), ontology)

    return cast_in
