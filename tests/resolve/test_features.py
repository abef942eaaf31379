"""What speaks for two names meaning one thing, and what against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.alike import Setting, rarity
from kg.resolve.features import Named, compare
from kg.resolve.lexicon import Lexicon

SETTING = Setting(
    Lexicon(
        {"banque": "bank", "intl": "international"},
        {"bill": frozenset({"william"}), "william": frozenset({"william"})},
        {"industries": "generic", "finance": "subsidiary", "brothers": "kinship"},
        {"flights": frozenset({"airline"}), "airport": frozenset({"airline"}), "loans": frozenset({"bank"})},
    ),
    {"steel": 0.3, "bank": 0.2},
)
ORSA, KESTREL = "Orsa Optics", "Kestrel Steel"


def score(a: Named, b: Named) -> float:
    return compare(a, b, SETTING).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orsa Optics Inc.", "ORSA OPTICS"),
        ("Orsa Rail Systems", "ORS"),
        ("Banque Kestrel", "Kestrel Bank"),
        ("Kestrel Industries", "Kestrel"),
        ("Brandtmann Steel", "Brandtmnan Steel"),
        ("Tchaikovsky Steel", "Chaykovskiy Steel"),
        ("Nortel Optics", "NorTel-Optics"),
    ],
)
def test_names_of_one_thing(one: str, other: str) -> None:
    assert score(Named(one, "Company"), Named(other, "Company")) > 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orsa Optics", "Orsa Finance"),
        ("Kestrel", "Kestrel Finance"),
        ("Kestrel Steel", "Kestrel Brothers Steel"),
        ("Orsa Steel", "Marlow Steel"),
        ("Orsa Cup 2018", "Orsa Cup 2022"),
        ("Kestrel 2", "Kestrel 3"),
        ("ORS", "Marlow Rail Systems"),
    ],
)
def test_names_of_two_things(one: str, other: str) -> None:
    assert score(Named(one), Named(other)) < 0.5


def test_people() -> None:
    fabre = Named("William Fabre", "Person")
    assert score(fabre, Named("Bill Fabre", "Person")) > 0.5
    assert score(fabre, Named("W. Fabre", "Person")) > 0.5
    assert score(fabre, Named("Daniel Fabre", "Person")) < 0.5
    assert score(Named("Kim Dae-sung", "Person"), Named("Dae Sung Kim", "Person")) > 0.5


def test_what_identifiers_say_outweighs_names() -> None:
    lei = "5493000000000000000"
    a, b = Named(ORSA, lei=lei + "1"), Named(ORSA, lei=lei + "2")
    assert compare(a, b, SETTING).barred
    assert score(Named(ORSA, lei=lei + "1"), Named(KESTREL, lei=lei + "1")) > 0.5
    listed = {
        (mic, s): Named(ORSA, tickers=frozenset({(mic, s)})) for mic, s in (("XNYS", "ORS"), ("XNYS", "OR"))
    }
    assert compare(*listed.values(), SETTING).barred
    abroad = Named(ORSA, tickers=frozenset({("XLON", "ORSA")}))
    assert not compare(abroad, listed["XNYS", "ORS"], SETTING).barred


def test_context_tells_namesakes_apart() -> None:
    flies, lends = Named("Delphin", context="more flights"), Named("Delphin", context="fewer loans")
    assert score(flies, lends) < 0.5
    assert score(flies, Named("Delphin", context="a new airport")) > 0.5
    assert score(Named("Delphin", country="GR"), Named("Delphin", country="GR")) > 0.5


def test_types_that_nobody_confuses() -> None:
    assert score(Named("Orsa", "Company"), Named("Orsa", "Person")) < 0.5
    assert score(Named("Orsa", "Company"), Named("Orsa", "Organization")) > 0.5


def test_every_decision_is_explained() -> None:
    told = compare(Named("Orsa Rail Systems"), Named("ORS"), SETTING)
    assert "acronym +3.2 (ORS has the initials of Orsa Rail Systems)" in told.explanation


NAMES = st.text(st.sampled_from("abcde ORS1289'-."), max_size=20)


@given(NAMES, NAMES)
def test_the_order_does_not_count(a: str, b: str) -> None:
    assert compare(Named(a), Named(b), SETTING) == compare(Named(b), Named(a), SETTING)


def test_words_that_many_names_have_tell_little() -> None:
    told = rarity([f"{word} Steel" for word in ("Orsa", "Kestrel", "Marlow")] + ["Orsa Optics"])
    assert told["steel"] < told["orsa"] < 1
    assert "kestrel" not in told  # one name alone has it: as telling as can be
