"""The reader as an extractor: grounded claims, each document by itself, hostile text included."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.reader.extractor import ReaderExtractor, calibrated
from kg.model import Document, Reading
from kg.ontology import Ontology
from tests.samples import ARTICLES


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    records = [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    return [Document.of(record["text"], name=record["id"]) for record in records]


@pytest.fixture(scope="module")
def readings(reader: ReaderExtractor, documents: list[Document]) -> list[Reading]:
    return list(reader.read(documents))


def test_it_reads_what_plain_sentences_say(reader: ReaderExtractor) -> None:
    text = "Orsa Optics Inc is based in Rochester. Daniel Fabre is chief executive of Orsa Optics Inc."
    [reading] = reader.read([Document.of(text)])
    read = {(c.subject.name, c.relation, c.object.name) for c in reading.claims}
    assert ("Daniel Fabre", "holdsPositionIn", "Orsa Optics Inc") in read
    assert ("Orsa Optics Inc", "headquarteredIn", "Rochester") in read


def test_every_quote_and_every_name_stands_in_its_document(
    documents: list[Document], readings: list[Reading]
) -> None:
    assert sum(len(r.claims) for r in readings) > 40
    for document, reading in zip(documents, readings, strict=True):
        for claim in reading.claims:
            span = claim.evidence.span
            assert document.text[span.start : span.end] == claim.evidence.quote
        for mention in reading.mentions:
            assert document.text[mention.span.start : mention.span.end] == mention.text


def test_ends_fit_the_vocabulary(readings: list[Reading], ontology: Ontology) -> None:
    for claim in (c for r in readings for c in r.claims):
        assert ontology.relation_types[claim.relation].admits(claim.subject.type, claim.object.type)
        assert 0 < claim.confidence < 1


def test_a_reading_does_not_depend_on_its_neighbours(
    reader: ReaderExtractor, documents: list[Document], readings: list[Reading]
) -> None:
    many = (documents * 3)[:32]
    together = list(reader.read(many))
    assert together[: len(readings)] == readings
    assert [next(reader.read([document])) for document in documents] == readings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Orsa " * 10_000,
        "Orsa, Kestrel, " * 400 + "and Brandt.",
        "\u202eOrsa buys Kestrel\u202c \u200f",
        "ORSA OPTICS TO BUY KESTREL DEVICES",
        "{" * 3_000,
        "Orsa\x00Optics buys Kestrel.",
    ],
)
def test_hostile_text_is_read_like_any_other(reader: ReaderExtractor, text: str) -> None:
    [reading] = reader.read([Document.of(text)])
    assert all(text[m.span.start : m.span.end] == m.text for m in reading.mentions)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=200))
def test_any_text_is_read(reader: ReaderExtractor, text: str) -> None:
    [reading] = reader.read([Document.of(text)])
    assert all(text[c.evidence.span.start : c.evidence.span.end] == c.evidence.quote for c in reading.claims)


def test_calibration_keeps_order_and_bounds() -> None:
    card = {"slope": 0.7, "offset": -0.5}
    values = [calibrated(w / 10, card) for w in range(11)]
    assert values == sorted(values)
    assert values[0] > 0
    assert values[-1] < 1
