"""One name, one type, one entity, wherever it stands in a document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.consensus import is_state
from kg.extract.passage import Passage
from kg.model import Form, Mention

Agreed = Callable[[str], tuple[Mention, ...]]


@pytest.fixture
def agreed(parsed: Callable[[str], Passage], named: Callable[[Passage], tuple[Mention, ...]]) -> Agreed:
    return lambda text: named(parsed(text))


def by_text(mentions: tuple[Mention, ...], text: str) -> list[Mention]:
    return [mention for mention in mentions if mention.text == text]


def test_a_ticker_tells_that_a_name_is_a_company_everywhere(agreed: Agreed) -> None:
    mentions = agreed("Shares of Dunlin (NYSE: DUN) rose. In the morning Dunlin opened a plant.")
    assert [m.type for m in by_text(mentions, "Dunlin")] == ["Company", "Company"]


def test_a_ticker_symbol_stands_for_the_name_before_its_bracket(agreed: Agreed) -> None:
    mentions = agreed("Shares of Dunlin (NYSE: DUN) rose. Analysts like DUN.")
    symbols = by_text(mentions, "DUN")
    assert len(symbols) == 2
    assert {(m.name, m.type, m.form) for m in symbols} == {("Dunlin", "Company", Form.TICKER)}
    (exchange,) = by_text(mentions, "NYSE")
    assert (exchange.type, exchange.known_as) == ("Exchange", "exchange:xnys")


def test_a_known_company_keeps_its_identity_under_its_symbol(agreed: Agreed) -> None:
    mentions = agreed("Alibaba (NYSE: BABA) rose. BABA fell again.")
    assert {m.known_as for m in mentions if m.type == "Company"} == {"company:alibaba-group"}


def test_a_bracket_that_follows_no_name_is_nobodys(agreed: Agreed) -> None:
    assert not [m for m in agreed("Orsa Optics rose (NYSE: ORS) again.") if m.form is Form.TICKER]


def test_a_short_name_is_the_full_name_that_it_begins(agreed: Agreed) -> None:
    mentions = agreed("Orsa Optics opened a plant. Orsa sells lenses to Kestrel Devices.")
    (short,) = by_text(mentions, "Orsa")
    assert (short.name, short.type) == ("Orsa Optics", "Company")


def test_a_short_name_of_two_is_neither(agreed: Agreed) -> None:
    mentions = agreed("Orsa Optics met Orsa Steel. Shares of Orsa rose.")
    assert {m.name for m in by_text(mentions, "Orsa")} <= {"Orsa"}


def test_a_surname_is_the_person(agreed: Agreed) -> None:
    mentions = agreed(
        "Chief Executive Ruth Halloran told investors that demand was steady. Mr Halloran left."
    )
    (short,) = by_text(mentions, "Halloran")
    assert (short.name, short.type) == ("Ruth Halloran", "Person")


def test_a_bracketed_acronym_is_the_name_before_it(agreed: Agreed) -> None:
    mentions = agreed("The Federal Widget Commission (FWC) is asking. The FWC said Orsa Optics may appeal.")
    assert {(m.name, m.type) for m in by_text(mentions, "FWC")} == {("Federal Widget Commission", "Agency")}


def test_an_acronym_that_does_not_abbreviate_is_no_alias(agreed: Agreed) -> None:
    mentions = agreed("The Federal Widget Commission (QZX) is asking. The QZX said Orsa Optics may appeal.")
    assert {m.name for m in by_text(mentions, "QZX")} <= {"QZX"}


@pytest.mark.parametrize(
    ("text", "state", "types"),
    [
        ("China banned lenses. Orsa Optics has a plant in China.", "China", ["Government", "Place"]),
        ("Beijing urged banks to lend. Orsa Optics has a plant in Beijing.", "Beijing", ["Government", "Place"]),
        ("Orsa Optics was fined by China. It left China.", "China", ["Government", "Place"]),
    ],
)  # fmt: skip
def test_a_state_acts_as_government_and_lies_where_it_is(
    agreed: Agreed, text: str, state: str, types: list[str]
) -> None:
    mentions = by_text(agreed(text), state)
    assert [m.type for m in mentions] == types
    assert all(is_state(m) for m in mentions)


def test_a_name_that_only_a_headline_knows_is_left_out(agreed: Agreed) -> None:
    mentions = agreed("Bold Leap For Dunlin\n\nOrsa Optics opened a plant in May.")
    assert {m.name for m in mentions} == {"Orsa Optics"}


def test_a_headline_names_who_the_article_names(agreed: Agreed) -> None:
    mentions = agreed("Orsa Optics Snaps Up Kestrel Devices\n\nOrsa Optics has bought Kestrel Devices.")
    assert [m.text for m in mentions] == ["Orsa Optics", "Kestrel Devices"] * 2


def test_every_mention_of_one_entity_has_its_fullest_name(agreed: Agreed) -> None:
    mentions = agreed("Orsa said profits rose. Shares of Orsa Optics Inc. fell. Orsa Optics makes lenses.")
    assert {m.name for m in mentions} == {"Orsa Optics Inc."}
