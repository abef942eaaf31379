"""Documents cut into windows: nothing moved, nothing lost, nothing too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.reader.network import Network
from kg.extract.reader.windows import MAX_PIECES, WindowCutter, shape

STORY = "Orsa Optics Inc, of Rochester, supplies U.S. firms. Kestrel's CEO said: “We buy from Orsa.”\n\nIt will go on."


@pytest.fixture(scope="module")
def cutter(network: Network) -> WindowCutter:
    return WindowCutter(network.tokenizer)


def test_pieces_point_into_the_text(cutter: WindowCutter) -> None:
    [window] = cutter.cut(STORY)
    words = [STORY[start:end].lower() for start, end in window.offsets[1:-1]]
    assert words[:6] == ["or", "sa", "optics", "inc", ",", "of"]
    assert len(window.ids) == len(window.shapes) == len(window.offsets) == len(window.begins)
    assert window.begins[1:4] == (True, False, True)


def test_sentences_cover_all_pieces_once(cutter: WindowCutter) -> None:
    [window] = cutter.cut(STORY)
    assert [STORY[s.span.start : s.span.end][:9] for s in window.sentences] == [
        "Orsa Opti",
        "Kestrel's",
        "It will g",
    ]
    edges = [edge for s in window.sentences for edge in (s.first, s.last)]
    assert edges[0] == 1
    assert edges[-1] == len(window.ids) - 1
    assert edges[1:-1:2] == edges[2::2]


def test_a_long_text_is_many_windows_of_whole_sentences(cutter: WindowCutter) -> None:
    text = " ".join(f"Orsa Optics sold {i} lenses to Kestrel Devices in the spring." for i in range(300))
    windows = list(cutter.cut(text))
    assert len(windows) > 5
    assert all(len(w.ids) <= MAX_PIECES for w in windows)
    sentences = [s.span for w in windows for s in w.sentences]
    assert len(sentences) == 300
    assert sentences == sorted(sentences)


def test_a_sentence_longer_than_a_window_is_cut_off(cutter: WindowCutter) -> None:
    [window] = cutter.cut("lenses and " * 400 + "Orsa")
    assert len(window.ids) == MAX_PIECES


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200f\u202e", "\x00"])
def test_nothing_to_read_gives_no_piece(cutter: WindowCutter, text: str) -> None:
    assert sum(len(w.ids) - 2 for w in cutter.cut(text)) == 0


@given(st.text(max_size=300))
def test_offsets_stay_within_any_text(cutter: WindowCutter, text: str) -> None:
    for window in cutter.cut(text):
        for start, end in window.offsets[1:-1]:
            assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    ("word", "number"),
    [("glass", 1), ("Orsa", 2), ("NYSE", 3), ("A", 4), ("eBay", 5), ("5nm", 6), ("%", 7), ("McKay", 5)],
)
def test_shapes(word: str, number: int) -> None:
    assert shape(word) == number
