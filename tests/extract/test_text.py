"""What the parser is shown: other characters perhaps, never more or fewer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.text import MAX_BLOCK, Block, blocks, find_listings

CHARACTERS = "aZ .,:;-(<>)\n\t\u2019\u201c\u00a0\u2011\U0001f600\x00é"
PIECES = st.sampled_from([*CHARACTERS, "Orsa ", "(NYSE: ORS)", "(ORSA.N)", "TOKYO (Agency) - ", "\r\n"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


def block_texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


@given(TEXTS)
def test_every_block_is_as_long_as_what_it_stands_for(text: str) -> None:
    end = 0
    for block in blocks(text):
        assert block.start >= end
        end = block.start + len(block.text)
        assert end <= len(text)
        for seen, written in zip(block.text, text[block.start : end], strict=True):
            assert seen == written or seen in "'\"- "


@given(TEXTS)
def test_no_word_is_lost_but_tickers_and_datelines(text: str) -> None:
    if "(" in text or "<" in text:
        return
    kept = "".join("".join(block.text.split()) for block in blocks(text))
    assert len(kept) == len("".join(text.split()))


def test_quotes_and_spaces_become_plain() -> None:
    assert block_texts("\u201cOrsa\u2019s\u201d\u00a0lens\u2011maker") == ['"Orsa\'s" lens-maker']


@pytest.mark.parametrize(
    ("text", "exchange", "symbol"),
    [
        ("Orsa Optics (NYSE: ORSA) rose.", "NYSE", "ORSA"),
        ("Orsa Optics (NYSE:ORSA.B) rose.", "NYSE", "ORSA.B"),
        ("Orsa Optics (HKEX: 9988) rose.", "HKEX", "9988"),
        ("Orsa Optics (LSE LN: ORS) rose.", "LSE LN", "ORS"),
        ("Orsa Optics (Nasdaq: ORSA) rose.", "Nasdaq", "ORSA"),
        ("Orsa Optics (ORSA.N) rose.", "", "ORSA"),
        ("Orsa Optics <ORSA.N> rose.", "", "ORSA"),
    ],
)
def test_bracketed_tickers_are_found_and_hidden_from_the_parser(
    text: str, exchange: str, symbol: str
) -> None:
    (listing,) = find_listings(text)
    assert listing.exchange == exchange
    assert listing.symbol.startswith(symbol)
    assert text[listing.symbol_start :].startswith(listing.symbol)
    assert text[listing.exchange_start :].startswith(exchange)
    assert text[listing.start] in "(<"
    assert text[listing.end - 1] in ")>"
    (block,) = block_texts(text)
    assert block.split() == ["Orsa", "Optics", "rose."]


@pytest.mark.parametrize(
    "text", ["(see page 12)", "(NYSE)", "(Note: the price fell)", "(a: b)", "NYSE: ORSA"]
)
def test_other_brackets_are_no_tickers(text: str) -> None:
    assert find_listings(text) == ()


@pytest.mark.parametrize(
    "dateline", ["TOKYO (Agency) - ", "NEW YORK, Sept 24 (Harbour Wire) -- ", "SEOUL (Newsroom) \u2014 "]
)
def test_a_dateline_states_nothing(dateline: str) -> None:
    text = f"{dateline}Orsa Optics opened a plant."
    (block,) = blocks(text)
    assert block == Block(len(dateline), "Orsa Optics opened a plant.", heading=False)


def test_a_hard_wrapped_paragraph_is_joined() -> None:
    lines = [
        "Orsa Optics has agreed to buy the glass maker",
        "Kestrel Devices for two billion dollars after",
    ] * 4
    assert block_texts("\n".join(lines)) == [" ".join(lines)]


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    lines = ["Orsa Optics opened a plant.", "Kestrel Devices closed one."] * 4
    assert block_texts("\n".join(lines)) == lines


def test_an_empty_line_parts_hard_wrapped_paragraphs() -> None:
    paragraph = "\n".join(["Orsa Optics has agreed to buy the glass maker"] * 4)
    assert len(block_texts(f"{paragraph}\n\n{paragraph}")) == 2


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Orsa Optics Snaps Up Kestrel Devices", True),
        ("Orsa Optics to Buy Kestrel Devices for $2 Bln", True),
        ("Orsa Optics snaps up Kestrel Devices.", False),
        ("Orsa Optics has snapped up a rival company after long talks", False),
        ("", False),
        ("12 34", False),
    ],
)
def test_headlines(line: str, heading: bool) -> None:
    assert any(block.heading for block in blocks(line)) is heading


@pytest.mark.parametrize(
    "text",
    ["x" * 50_000, "Orsa Optics opened a plant. " * 3_000, "word " * 20_000, "(" * 20_000, ". " * 20_000],
    ids=["one-word", "sentences", "words", "brackets", "stops"],
)
def test_an_over_long_paragraph_is_cut(text: str) -> None:
    started = time.perf_counter()
    found = list(blocks(text))
    assert all(len(block.text) <= MAX_BLOCK for block in found)
    assert sum(len("".join(block.text.split())) for block in found) == len("".join(text.split()))
    assert time.perf_counter() - started < 5


def test_it_is_cut_after_a_sentence() -> None:
    found = block_texts("Orsa Optics opened a plant. " * 400)
    assert len(found) > 1
    assert all(text.endswith("plant.") for text in found)


@pytest.mark.parametrize(
    "text",
    ["(NYSE" + " " * 50_000, "A" + "A ." * 20_000, "TOKYO, " * 10_000, "(A:" * 20_000, "\n" * 100_000],
    ids=["ticker", "capitals", "dateline", "tickers", "lines"],
)
def test_hostile_text_costs_little(text: str) -> None:
    started = time.perf_counter()
    list(blocks(text))
    find_listings(text)
    assert time.perf_counter() - started < 5
