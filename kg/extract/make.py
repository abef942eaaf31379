"""Makes the extractor that is asked for."""

from __future__ import annotations

from kg.errors import InputError
from kg.extract import Extractor
from kg.extract.both import CombinedExtractor
from kg.extract.grammar import GrammarExtractor
from kg.extract.identity import DEFAULT_PIPELINE, EXTRACTORS, extractor_hash
from kg.extract.reader.extractor import ReaderExtractor
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology


def make(
    extractor: str, *, ontology: Ontology, gazetteer: Gazetteer, pipeline: str = DEFAULT_PIPELINE
) -> Extractor:
    """Make an extractor.

    Args:
        extractor: One of `EXTRACTORS`.
        ontology: The vocabulary.
        gazetteer: Known names.
        pipeline: Name of an installed spaCy pipeline, or its folder; the reader alone needs none.

    Raises:
        ExtractionError: If a part of it is not installed.
        InputError: If there is no such extractor.
    """
    if extractor not in EXTRACTORS:
        raise InputError(
            f"there is no extractor {extractor!r}", remedy=f"name one of {', '.join(EXTRACTORS)}"
        )
    if extractor == "reader":
        return ReaderExtractor(ontology=ontology, gazetteer=gazetteer)
    grammar = GrammarExtractor(ontology=ontology, gazetteer=gazetteer, pipeline=pipeline)
    if extractor == "grammar":
        return grammar
    reader = ReaderExtractor(ontology=ontology, gazetteer=gazetteer)
    both = extractor_hash("both", pipeline=pipeline, gazetteer_hash=gazetteer.hash)
    return CombinedExtractor(grammar=grammar, reader=reader, ontology=ontology, hash=both)
