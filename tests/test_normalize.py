from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.normalize import Money, fold, name_key, parse_date, parse_money, parse_share, scoring_key

PIECES = [*list("Aa sS.'’&()[]-+É éß™が"), "the ", " co", " Ltd", "Group "]
NAMEISH = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
DAYS = st.datetimes(min_value=datetime(1800, 1, 1), max_value=datetime(2199, 12, 31))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Orsa Group Holding Ltd.", "orsa"),
        ("The Orsa Company", "orsa"),
        ("Orsa & Co.", "orsa"),
        ("Orsa Group, The", "orsa"),
        ("Orsa’s", "orsa"),
        ("McKestrel's Corp.", "mckestrel"),
        ("Orsa (ORS)", "orsa"),
        ("(Orsa)", "orsa"),
        ("Orsa S.p.A.", "orsa"),
        ("Orsa GmbH & Co. KG", "orsa"),
        ("PT Orsa Tbk", "orsa"),
        ("Fábrinet™ S.A.", "fabrinet"),
        ("ØRSA a/s", "orsa"),
        ("F.&G. Kestrel", "f and g kestrel"),
        ("Kestrel-Orsa, Inc", "kestrel orsa"),
        ("U.S. Kestrel", "us kestrel"),
        ("Orsa UK", "orsa uk"),
        ("Orsa+", "orsa+"),
        ("Group", "group"),
        ("The", "the"),
        ("!?", "!?"),
        ("  ", ""),
    ],
)
def test_name_key(name: str, key: str) -> None:
    assert name_key(name) == key


def test_scoring_key_keeps_accents_and_drops_ampersands() -> None:
    assert scoring_key("Fábrinet & Orsa plc") == "fábrinet orsa"
    assert scoring_key("the Kestrel Group’s") == "kestrel"


@pytest.mark.parametrize("key", [name_key, scoring_key])
@given(name=st.one_of(st.text(max_size=60), NAMEISH))
def test_keys_are_total_idempotent_and_never_empty(key, name: str) -> None:
    result = key(name)
    assert key(result) == result
    assert bool(result) == bool(name.strip())


@given(st.text(max_size=60))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-09-24", "2025-09-24"),
        ("20250924", "2025-09-24"),
        ("2025-09-24T13:30", "2025-09-24T13:30:00Z"),
        ("2025-09-24 13:30:00+02:00", "2025-09-24T11:30:00Z"),
        ("24 September 2025", "2025-09-24"),
        ("Sept. 24, 2025", "2025-09-24"),
        ("Wed, 24 Sep 2025 13:30:00 GMT", "2025-09-24T13:30:00Z"),
        ("September 24, 2025 9:30 AM EDT", "2025-09-24T13:30:00Z"),
        ("03/04/2025", "2025-03-04"),
        ("2020-02-29", "2020-02-29"),
        ("2021-02-29", None),
        ("2020-13-05", None),
        ("31 February 2020", None),
        ("March 2020", None),
        ("5 March", None),
        ("2020", None),
        ("yesterday", None),
        ("5 days before 2020", None),
        ("0001-01-01T00:00+10:00", None),
        ("", None),
        ("24 September 2025 " * 9, None),
    ],
)
def test_parse_date(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@given(DAYS)
def test_dates_come_back(moment: datetime) -> None:
    assert parse_date(f"{moment:%Y-%m-%d}") == f"{moment:%Y-%m-%d}"
    written = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    assert parse_date(written) == written


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("$53 billion", Money(53e9, "USD")),
        ("about 2 bln euros", Money(2e9, "EUR")),
        ("HK$1.2bn", Money(1.2e9, "HKD")),
        ("578m euros ($710m)", Money(578e6, "EUR")),
        ("40 mln Canadian dlrs", Money(40e6, "CAD")),
        ("a billion dollars", Money(1e9, "USD")),
        ("Rs 500 crore", Money(5e9, "INR")),
        ("EUR 5.2 million", Money(5.2e6, "EUR")),
        ("$1,234.50", Money(1234.5, "USD")),
        ("a 5 billion-yen plant", Money(5e9, "JPY")),
        ("53 billion", None),
        ("$1-2 billion", None),
        ("$1 billion to $2 billion", None),
        ("Orsa500", None),
        ("we try 5 options", None),
        ("TRY 5 million", Money(5e6, "TRY")),
    ],
)
def test_parse_money(text: str, money: Money | None) -> None:
    assert parse_money(text) == money


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("12 pct", 0.12),
        ("12%", 0.12),
        ("a 29.5 percent stake", 0.295),
        ("51 per cent of Orsa", 0.51),
        ("two-thirds", 2 / 3),
        ("a quarter of its shares", 0.25),
        ("half", 0.5),
        ("150%", None),
        ("3 percentage points", None),
        ("3 percent points", None),
        ("a stake", None),
    ],
)
def test_parse_share(text: str, share: float | None) -> None:
    assert parse_share(text) == share


@given(st.text(max_size=80))
def test_parsers_are_total(text: str) -> None:
    assert parse_share(text) is None or 0 <= parse_share(text) <= 1
    assert parse_money(text) is None or parse_money(text).amount >= 0
    assert parse_date(text) is None or parse_date(parse_date(text)) == parse_date(text)
