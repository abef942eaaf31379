"""Offsets of a parse count into the document's text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.extract import text as module
from kg.extract.passage import Passage, parse
from kg.model import Document, Span

TEXT = (
    "Orsa Snaps Up Kestrel Devices\n\n  \u201cOrsa\u2019s\u201d unit (NYSE: ORS) sells lenses.\tIt rose.\r\n\n"
    "\U0001f600 Caf\u00e9 Kestrel opened."
)
Parsed = Callable[[str], Passage]


def plain(text: str) -> str:
    return text.translate(str.maketrans({"\u2019": "'", "\u201c": '"', "\u201d": '"', "\t": " "}))


def test_the_span_of_every_token_holds_its_words(parsed: Parsed) -> None:
    passage = parsed(TEXT)
    for paragraph, sentence in passage.sentences():
        for token in sentence:
            span = paragraph.span(token)
            assert token.is_space or plain(TEXT[span.start : span.end]) == token.text
        span = paragraph.span(sentence)
        assert len(TEXT[span.start : span.end]) == len(sentence.text)


def test_tokens_of_a_span_are_the_inverse(parsed: Parsed) -> None:
    passage = parsed(TEXT)
    start = TEXT.index("Kestrel opened")
    span = Span(start, start + len("Kestrel"))
    paragraph = passage.paragraph_at(start)
    assert paragraph is not None
    tokens = paragraph.tokens(span)
    assert tokens is not None
    assert tokens.text == "Kestrel"
    assert paragraph.span(tokens) == span
    assert passage.paragraphs[0].tokens(span) is None


def test_paragraphs_are_found_by_offset(parsed: Parsed) -> None:
    passage = parsed(TEXT)
    assert [paragraph.heading for paragraph in passage.paragraphs] == [True, False, False]
    for paragraph in passage.paragraphs:
        assert passage.paragraph_at(paragraph.start) is paragraph
        assert passage.paragraph_at(paragraph.start + len(paragraph.doc.text) - 1) is paragraph
    assert parsed("  Orsa rose.").paragraph_at(0) is None


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_a_blank_document_has_no_paragraph(parsed: Parsed, text: str) -> None:
    assert parsed(text).paragraphs == ()


def test_paragraphs_without_end_are_cut(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BLOCKS", 3)
    assert len(parse(Document.of("Orsa rose.\n" * 9), nlp).paragraphs) == 3
