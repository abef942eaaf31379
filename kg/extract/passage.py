"""A document parsed paragraph by paragraph, with offsets that count into its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.extract.identity import pipeline_folder
from kg.extract.text import Listing, blocks, find_listings
from kg.model import Document, Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One parsed block of a document.

    Attributes:
        index: Its number in the document.
        start: Offset of its first character in the document's text.
        text: Its characters as the parser was first given them.
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


def load_pipeline(name: str) -> Language:
    """Load a spaCy pipeline, and let it cut "U.S.-based" in two.

    Raises:
        ExtractionError: If it is not installed.
    """
    pipeline_folder(name)
    nlp = spacy.load(name)
    infixes = [*(nlp.Defaults.infixes or ()), r"-(?=(?:based|headquartered|owned|listed)\b)"]
    cast(Any, nlp.tokenizer).infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    return nlp


def parse(document: Document, nlp: Language, verbs: frozenset[str] = frozenset()) -> Passage:
    """Parse a document.

    The paragraphs of one document are one batch whatever else is read beside it, so a parse never depends on its
    neighbours: matrix products of another shape may round differently, and a rounding can tip a decision.

    Args:
        document: What to parse.
        nlp: The language pipeline.
        verbs: Forms of verbs that the pipeline may take for nouns; see `_hidden_verbs`.
    """
    parts = list(blocks(document.text))
    docs = _with_verbs(list(nlp.pipe((block.text for block in parts), batch_size=64)), nlp, verbs)
    paragraphs = tuple(
        Paragraph(index, block.start, block.text, doc, block.heading)
        for index, (block, doc) in enumerate(zip(parts, docs, strict=True))
    )
    return Passage(document, paragraphs, find_listings(document.text))


def verb_forms(lemmas: Iterable[str]) -> frozenset[str]:
    """Give the base and the third-person forms of verbs: "supply", "supplies"."""
    stems = {lemma.split()[0] for lemma in lemmas}
    third = {s[:-1] + "ies" if s[-1] == "y" and s[-2:-1] not in "aeiou" else s + _ending(s) for s in stems}
    return frozenset(stems | third)


def _ending(stem: str) -> str:
    return "es" if stem.endswith(("s", "x", "ch", "sh")) else "s"


def _with_verbs(docs: list[Doc], nlp: Language, verbs: frozenset[str]) -> list[Doc]:
    """Parse again where the tagger took a verb for a noun: "Orsa and Kestrel supply Fabrinet with glass".

    The hidden verb is replaced, for the parser's eyes only, by one of equal length that no tagger can mistake, and
    gets its lemma back.
    """
    hidden = {number: found for number, doc in enumerate(docs) if (found := _hidden_verbs(doc, verbs))}
    texts = (_unmistakable(docs[number].text, found) for number, found in hidden.items())
    for (number, found), doc in zip(hidden.items(), nlp.pipe(texts, batch_size=64), strict=True):
        if all(_is_verb_at(doc, token.idx) for token in found):
            for token in found:
                span = doc.char_span(token.idx, token.idx + len(token))
                if span is not None:
                    span[0].lemma_ = token.lemma_.lower()
            docs[number] = doc
    return docs


def _hidden_verbs(doc: Doc, verbs: frozenset[str]) -> list[Token]:
    """Find nouns that must be verbs: after a name, in a sentence or clause that has no verb otherwise."""
    found = []
    for sentence in doc.sents:
        for part in _parts(sentence):
            has_verb = any(token.tag_ in _FINITE for token in part)
            for token in part:
                if token.i == sentence.start or token.lower_ not in verbs or len(token) not in _UNMISTAKABLE:
                    continue
                clausal = not has_verb or token.dep_ in {"ccomp", "advcl", "relcl"}
                subject = clausal and token.nbor(-1).pos_ == "PROPN"
                modal = any(
                    t.tag_ == "MD" and t.dep_ == "aux" for t in token.children
                )  # "may one day supply"
                if token.tag_ in {"NN", "NNS"} and (subject or modal):
                    found.append(token)
                    break
    return found


def _parts(sentence: TokenSpan) -> Iterator[list[Token]]:
    """Cut a sentence at its colons, as headlines are: "Orsa merges with Kestrel: the firms completed …"."""
    part: list[Token] = []
    for token in sentence:
        if token.text == ":":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _unmistakable(text: str, tokens: list[Token]) -> str:
    for token in tokens:
        text = text[: token.idx] + _UNMISTAKABLE[len(token)] + text[token.idx + len(token) :]
    return text


def _is_verb_at(doc: Doc, offset: int) -> bool:
    return any(token.idx == offset and token.pos_ == "VERB" for token in doc)


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_UNMISTAKABLE = {
    3: "met",
    4: "sent",
    5: "built",
    6: "sought",
    7: "brought",
    8: "received",
    9: "installed",
    10: "discovered",
    11: "transported",
}
"""Past tenses that are never nouns, by length."""
