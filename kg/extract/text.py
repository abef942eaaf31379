"""Prepares text for the parser without moving a character.

Spans count into the document's text, so everything here replaces characters one for one: what the parser sees is as
long as what the reader wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

_SAME_LENGTH = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "\u2010": "-",
        "\u2011": "-",
    }
)

TICKER = re.compile(
    r"\((?P<exchange>[A-Z][A-Za-z.]{1,9}|[A-Z]{2,6} [A-Z]{2,4})\s*:\s*(?P<symbol>[A-Z0-9][A-Z0-9.\-]{0,9})\)"
)
"""A bracketed listing: "(NYSE: BABA)", "(HKEX:9988)"."""

_RIC = re.compile(r"[(<] ?(?P<symbol>[A-Z0-9]{1,6}[a-z]?\.[A-Z]{1,3}) ?[)>]")
"""A bracketed Reuters code: "(BABA.N)"; an alias, not a listing."""

_DATELINE = re.compile(
    r"^[A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+)*(?:/[A-Z]+)?(?:, [A-Z][\w.]+(?: [A-Z][a-z]+)?)?(?:, [A-Z][a-z]+ \d+)?"
    r"(?: \([A-Z][A-Za-z ]{1,20}\))? (?:-|--|\u2013|\u2014) "
)
"""Where an agency's report was filed: "TOKYO (Agency) - "; it states nothing."""

_NOISE = re.compile(r"[^\w\s]{20,}")
"""Marks without a word: a ruled line, or an attack on the tokenizer, whose time is quadratic in their number."""

MAX_BLOCK = 5_000
"""Characters the parser is given at once: it holds a whole block in memory, and an article may be hostile."""

MAX_BLOCKS = 4_000
"""Paragraphs read of one document; what comes after them is not news."""

MAX_TEXT = 500_000
"""Characters read of one document: more than most filings have, few enough to bound memory and time."""

_WRAP_WIDTH = range(40, 100)
_TERMINAL = (".", "!", "?", '"', ":", ";", "'", ")")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the parser sees it.

    Attributes:
        start: Offset of its first character in the document's text.
        text: Its characters, some replaced, none added or dropped.
        heading: Whether it is a headline rather than a sentence.
    """

    start: int
    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A bracketed ticker in the text.

    Attributes:
        start: Offset of the opening bracket.
        end: Offset after the closing bracket.
        exchange: The exchange's code as written, or "" for a Reuters code.
        exchange_start: Offset of that code.
        symbol: The ticker symbol.
        symbol_start: Offset of the symbol.
    """

    start: int
    end: int
    exchange: str
    exchange_start: int
    symbol: str
    symbol_start: int


def is_read_whole(text: str) -> bool:
    """Tell whether a document is short enough to be read to its end."""
    return len(text) <= MAX_TEXT and next(islice(_all_blocks(text), MAX_BLOCKS, None), None) is None


def find_listings(text: str) -> tuple[Listing, ...]:
    """Find bracketed tickers in what is read of a text, in text order."""
    text = text[:MAX_TEXT]
    found = [
        Listing(m.start(), m.end(), m["exchange"], m.start("exchange"), m["symbol"], m.start("symbol"))
        for m in TICKER.finditer(text)
    ]
    found += [
        Listing(m.start(), m.end(), "", m.start(), m["symbol"], m.start("symbol"))
        for m in _RIC.finditer(text)
    ]
    return tuple(sorted(found, key=lambda listing: listing.start))


def blocks(text: str) -> Iterator[Block]:
    """Cut a document into paragraphs fit for the parser, at most `MAX_BLOCKS` and those within `MAX_TEXT`.

    Quotation marks, apostrophes and unusual spaces become plain ones; bracketed tickers and ruled lines become spaces,
    since no parser has learnt what they are; the lines of a hard-wrapped paragraph are joined. No sentence crosses a
    block.

    Args:
        text: The document's text.

    Returns:
        Its paragraphs in order, without empty ones.
    """
    within = takewhile(lambda block: block.start + len(block.text) <= MAX_TEXT, _all_blocks(text))
    return islice(within, MAX_BLOCKS)  # no block, and so no sentence, is cut in the middle


def _all_blocks(text: str) -> Iterator[Block]:
    plain = text.translate(_SAME_LENGTH)
    for pattern in (TICKER, _RIC, _NOISE):
        plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    if _hard_wrapped(plain):
        plain = re.sub(r"(?<=\S)\n(?=\S)", " ", plain)
    for match in re.finditer(r"[^\n]+", plain):
        for start, end in _pieces(plain, match.start(), match.end()):
            piece = _DATELINE.sub(lambda match: " " * len(match[0]), plain[start:end])
            stripped = piece.strip()
            if stripped:
                lead = len(piece) - len(piece.lstrip())
                yield Block(start + lead, stripped, _is_heading(stripped))


def _hard_wrapped(text: str) -> bool:
    """Tell whether lines were broken at a fixed width rather than at paragraphs."""
    lines = [line for line in text.split("\n") if line.strip()]
    inner = [line for line in lines if not line.rstrip().endswith(_TERMINAL)]
    return (
        len(lines) > 5 and len(inner) > len(lines) / 2 and all(len(line) < _WRAP_WIDTH.stop for line in lines)
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an over-long paragraph after a sentence if there is one, else at a space, else anywhere."""
    while end - start > MAX_BLOCK:
        window = text[start : start + MAX_BLOCK]
        cut = (
            max(window.rfind(". "), window.rfind("? "), window.rfind("! ")) + 1
            or window.rfind(" ")
            or MAX_BLOCK
        )
        cut = cut if cut > MAX_BLOCK // 10 else MAX_BLOCK
        yield start, start + cut
        start += cut
    yield start, end


def _is_heading(block: str) -> bool:
    """Tell a headline from a sentence: short, without a full stop, its longer words mostly capitalised."""
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", block) if len(word) > 3]
    if not words or len(block) > 160 or block.endswith((".", "!", '"', ";")):
        return False
    return bool(sum(word[0].isupper() for word in words) >= 0.7 * len(words))
