"""A document parsed paragraph by paragraph, with offsets that count into its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.extract.text import Listing, blocks, find_listings
from kg.model import Document, Span

MAX_BLOCKS = 4_000
"""Paragraphs read of one document; what comes after them is not news."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One parsed block of a document.

    Attributes:
        index: Its number in the document.
        start: Offset of its first character in the document's text.
        text: What the parser saw. `doc.text` is equal and put together from its tokens at each use.
        doc: The parse.
        heading: Whether it is a headline rather than sentences.
    """

    index: int
    start: int
    text: str
    doc: Doc
    heading: bool

    def span(self, tokens: TokenSpan | Token) -> Span:
        """Give the document offsets of some tokens."""
        if isinstance(tokens, Token):
            return Span(self.start + tokens.idx, self.start + tokens.idx + len(tokens))
        return Span(self.start + tokens.start_char, self.start + tokens.end_char)

    def tokens(self, span: Span) -> TokenSpan | None:
        """Give the tokens that a document span touches, if it lies in this paragraph."""
        end = self.start + len(self.text)
        if not (self.start <= span.start and span.end <= end):
            return None
        return self.doc.char_span(span.start - self.start, span.end - self.start, alignment_mode="expand")


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed document.

    Attributes:
        document: What was parsed.
        paragraphs: Its paragraphs, in order.
        listings: Its bracketed tickers, which the parser did not see.
    """

    document: Document
    paragraphs: tuple[Paragraph, ...]
    listings: tuple[Listing, ...]

    def sentences(self) -> Iterator[tuple[Paragraph, TokenSpan]]:
        """Give every sentence with its paragraph, in text order."""
        for paragraph in self.paragraphs:
            for sentence in paragraph.doc.sents:
                yield paragraph, sentence

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """Give the paragraph that holds a character offset."""
        following = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start)
        return self.paragraphs[following - 1] if following else None


def parse(document: Document, nlp: Language) -> Passage:
    """Parse a document.

    The paragraphs of one document are one batch whatever else is read beside it, so a parse never depends on its
    neighbours: matrix products of another shape may round differently, and a rounding can tip a decision.
    """
    parts = [block for block, _ in zip(blocks(document.text), range(MAX_BLOCKS), strict=False)]
    docs = nlp.pipe((block.text for block in parts), batch_size=64)
    paragraphs = tuple(
        Paragraph(index, block.start, block.text, doc, block.heading)
        for index, (block, doc) in enumerate(zip(parts, docs, strict=True))
    )
    return Passage(document, paragraphs, find_listings(document.text))
