"""Names taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.wording import skeleton, wording


def test_words_years_numbers_and_initials() -> None:
    told = wording("The Orsa Games 2018, Part III of the Kestrel Cup")
    assert told.years == {"2018"}
    assert told.numbers == {"3"}
    assert told.words == ("orsa", "games", "part", "kestrel", "cup")
    assert "ogpkc" in told.initials


def test_an_acronym_is_told_by_its_capitals() -> None:
    assert wording("ORS").acronym == "ors"
    assert wording("Orsa").acronym == ""
    assert "ors" in wording("Orsa Rail Systems").initials
    assert "orsc" in wording("Orsa Rail Systems Corporation").initials  # legal forms may count


@pytest.mark.parametrize(
    ("one", "other"), [("tchaikovsky", "chaykovskiy"), ("zhukov", "zhoukoff"), ("yousef", "yusuf")]
)
def test_transliterations_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    told = wording(text)
    assert len(told.sounds) == len(told.words)
