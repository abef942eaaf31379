"""A document cut into windows: as many whole sentences as the encoder sees at once, in word pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import spacy
from tokenizers import Tokenizer

from kg.extract.text import blocks
from kg.model import Span

MAX_PIECES = 448
"""Word pieces of one window, with its two marks; the encoder knows 512 places."""

SHAPES = 9
"""How many ways a word can be written; see `shape`."""

_MARKS = ("[CLS]", "[SEP]")
"""What the encoder is used to see at either end."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where its word pieces stand in its window.

    Attributes:
        span: Offsets in the document.
        first: Its first word piece.
        last: The word piece after its last one.
    """

    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder sees at once.

    Attributes:
        ids: Number of each word piece in the vocabulary, with a mark at either end.
        shapes: How the word is written that each piece is part of; see `shape`.
        offsets: Start and end of each piece in the document; those of the marks are (0, 0).
        begins: Whether each piece begins a word.
        sentences: Its sentences in order.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    begins: tuple[bool, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Pieces:
    span: Span
    ids: Sequence[int]
    shapes: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    begins: Sequence[bool]


class WindowCutter:
    """Cuts documents into windows.

    The encoder's vocabulary has small letters only, so how a word is written is told to it beside the word.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._nlp = spacy.blank("en")
        self._nlp.add_pipe("sentencizer")
        self._begin, self._end = (tokenizer.encode(mark, add_special_tokens=False).ids[0] for mark in _MARKS)

    def cut(self, text: str) -> Iterator[Window]:
        """Give the windows of a text in order; every sentence stands in one of them, cut off if it fills it."""
        held: list[_Pieces] = []
        size = 2
        for pieces in self._sentences(text):
            if held and size + len(pieces.ids) > MAX_PIECES:
                yield self._window(held)
                held, size = [], 2
            held.append(pieces)
            size += len(pieces.ids)
        if held:
            yield self._window(held)

    def whole(self, text: str) -> Window:
        """Give a short text as one window of one sentence, cut off where the window is full."""
        return self._window([self._pieces(text, Span(0, len(text)))])

    def _sentences(self, text: str) -> Iterator[_Pieces]:
        for block in blocks(text):
            for sentence in self._nlp(block.text).sents:
                start = block.start + sentence.start_char
                pieces = self._pieces(sentence.text, Span(start, start + len(sentence.text)))
                if pieces.ids:
                    yield pieces

    def _pieces(self, words: str, span: Span) -> _Pieces:
        encoding = self._tokenizer.encode(words, add_special_tokens=False)
        room = MAX_PIECES - 2
        offsets = encoding.offsets[:room]
        numbers = encoding.word_ids[:room]
        begins = [i == 0 or numbers[i] != numbers[i - 1] for i in range(len(offsets))]
        return _Pieces(
            span,
            encoding.ids[:room],
            _shapes(words, offsets, begins),
            [(span.start + start, span.start + end) for start, end in offsets],
            begins,
        )

    def _window(self, sentences: Iterable[_Pieces]) -> Window:
        ids, shapes, offsets, begins, placed = [self._begin], [0], [(0, 0)], [True], []
        for pieces in sentences:
            placed.append(Sentence(pieces.span, len(ids), len(ids) + len(pieces.ids)))
            ids += pieces.ids
            shapes += pieces.shapes
            offsets += pieces.offsets
            begins += pieces.begins
        return Window((*ids, self._end), (*shapes, 0), (*offsets, (0, 0)), (*begins, True), tuple(placed))


def shape(word: str) -> int:
    """Tell how a word is written: 1 small, 2 Capitalised, 3 ALL CAPITALS, 4 one capital, 5 miXed, 6 digits, 7 other."""
    if any(c.isdigit() for c in word):
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 else 3
    if word[:1].isupper() and word[1:].islower():
        return 2
    return 5 if word.isalpha() else 7


def _shapes(words: str, offsets: Sequence[tuple[int, int]], begins: Sequence[bool]) -> list[int]:
    """Give every piece the shape of the word that it is part of; what opens a sentence capitalised tells less (8)."""
    shapes: list[int] = []
    starts = [i for i, begin in enumerate(begins) if begin]
    for start, end in pairwise([*starts, len(offsets)]):
        written = shape(words[offsets[start][0] : offsets[end - 1][1]])
        shapes += [8 if start == 0 and written == 2 else written] * (end - start)
    return shapes
