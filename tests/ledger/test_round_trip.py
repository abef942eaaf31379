"""Any reading that is recorded is read back equal."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ledger import Ledger
from kg.model import (
    Argument,
    Claim,
    Document,
    Evidence,
    Form,
    Mention,
    Reading,
    ReadingKey,
    Rejection,
    Span,
    Status,
)
from tests.ledger.samples import NOW

words = st.text(max_size=12)
maybe = st.none() | words
strings = st.lists(words, max_size=3).map(tuple)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def mentions(draw: st.DrawFn, text: str) -> Mention:
    span = draw(spans(text))
    words_there = text[span.start : span.end]
    return Mention(span, words_there, draw(words), draw(words), draw(st.sampled_from(Form)), draw(maybe))


@st.composite
def claims(draw: st.DrawFn, document: Document) -> Claim:
    text = document.text
    span, subject, obj = draw(spans(text)), draw(spans(text)), draw(spans(text))
    relation, status = draw(words), draw(st.sampled_from(Status))
    evidence = Evidence(document.id, span, text[span.start : span.end], draw(words), draw(words))
    return Claim(
        Claim.identify(evidence, subject, relation, obj, status),
        Argument(draw(words), draw(words), subject, draw(strings), draw(maybe)),
        relation,
        Argument(draw(words), draw(words), obj, draw(strings), draw(maybe)),
        status,
        evidence,
        attribution=draw(maybe),
        qualifiers=draw(st.lists(st.tuples(words, words), max_size=3).map(tuple)),
        confidence=draw(st.floats(0, 1)),
        published=draw(maybe),
        valid_from=draw(maybe),
        valid_to=draw(maybe),
    )


@st.composite
def records(draw: st.DrawFn) -> tuple[Document, Reading]:
    document = Document.of(
        draw(st.text(min_size=1, max_size=80)),
        title=draw(words),
        url=draw(words),
        publisher=draw(words),
        published=draw(maybe),
        name=draw(words),
    )
    found = draw(st.lists(claims(document), max_size=4, unique_by=lambda claim: claim.id))
    reading = Reading(
        ReadingKey(document.id, draw(words), draw(words)),
        draw(st.lists(mentions(document.text), max_size=4).map(tuple)),
        tuple(sorted(found, key=lambda claim: claim.id)),
        draw(
            st.lists(st.builds(Rejection, words, words, spans(document.text)), max_size=3).map(tuple),
        ),
        draw(strings),
    )
    return document, reading


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), max_size=3, unique_by=lambda record: record[0].id))
def test_any_reading_is_read_back_equal(pairs: list[tuple[Document, Reading]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with Ledger.open(path) as ledger:
            ledger.record_many(pairs, recorded=NOW)
        with Ledger.open(path, readonly=True) as ledger:
            for document, reading in pairs:
                assert ledger.document(document.id) == document
                assert ledger.reading(document.id) == reading
                assert ledger.mentions(document.id) == reading.mentions
            found = [claim for _, reading in pairs for claim in reading.claims]
            assert list(ledger.claims()) == sorted(found, key=lambda claim: claim.id)
            assert {info.id: info.cites for info in ledger.infos()} == {d.id: r.cites for d, r in pairs}
