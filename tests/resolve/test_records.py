"""Lists of names matched."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.gazetteer.tables import KnownName
from kg.resolve.directory import Directory
from kg.resolve.features import Named
from kg.resolve.lists import read_records
from kg.resolve.records import Record, match_records

KNOWN = (
    KnownName(
        "company:orsa",
        "Company",
        "Orsa Optics",
        ("Orsa", "OO"),
        (("ticker", "XNYS:ORS"),),
        "US",
        sector="optics",
    ),
    KnownName("company:delphin-air", "Company", "Delphin", (), (), "GR", sector="airline"),
    KnownName("company:delphin-bank", "Company", "Delphin", (), (), "CY", sector="bank"),
)
DIRECTORY = Directory(KNOWN)
NAMES = [
    "Orsa",
    "Orsa Optics Inc",
    "OO",
    "Kestrel Steel AG",
    "Kestrel Steel",
    "KESTREL STEEL",
    "Marlow",
    "Marlowe Ltd",
]


def entities(*named: Named) -> list[str]:
    return [m.entity for m in match_records([Record(str(i), n) for i, n in enumerate(named)], DIRECTORY)]


def test_known_names_carry_their_id() -> None:
    assert entities(Named("Orsa Optics Inc"), Named("OO"), Named("Kestrel"))[:2] == ["company:orsa"] * 2


def test_an_identifier_decides() -> None:
    listed = Named("Some old name", tickers=frozenset({("XNYS", "ORS")}))
    assert entities(listed) == ["company:orsa"]


def test_country_and_context_pick_among_namesakes() -> None:
    assert entities(Named("Delphin", country="GR"), Named("Delphin", country="CY")) == [
        "company:delphin-air",
        "company:delphin-bank",
    ]


def test_what_is_ruled_out_is_not_joined_through_a_third() -> None:
    a = Named("Kestrel Steel", lei="549300000000000000" + "11")
    b = Named("Kestrel Steel", lei="549300000000000000" + "22")
    found = entities(a, Named("Kestrel Steel"), b)
    assert found[0] != found[2]


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_say(names: list[str], draw: random.Random) -> None:
    rows = [Record(f"{i:02}", Named(name)) for i, name in enumerate(names)]
    shuffled = draw.sample(rows, len(rows))
    by_id = {m.id: m.entity for m in match_records(rows, DIRECTORY)}
    assert {m.id: m.entity for m in match_records(shuffled, DIRECTORY)} == by_id


def venue(code: str) -> str | None:
    return {"NYSE": "XNYS", "XNYS": "XNYS", "N": "XNYS"}.get(code)


@pytest.mark.parametrize(
    ("cell", "ticker"),
    [
        ("NYSE: ORS", ("XNYS", "ORS")),
        ("ORS.N", ("XNYS", "ORS")),
        ("ors", ("", "ORS")),
        ("BRK.B", ("", "BRK.B")),
    ],
)
def test_tickers_as_lists_write_them(tmp_path: Path, cell: str, ticker: tuple[str, str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"id,name,ticker\n1,Orsa,{cell}\n")
    (record,) = read_records(path, venue, frozenset({"Company"}))
    assert record.named.tickers == {ticker}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name\nOrsa\n", "no column 'id'"),
        ("id,name\n1,\n", "no name"),
        ("", "no column"),
        ("id,name\n1,\xff\n", "CSV"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SourceError, match=told) as caught:
        read_records(path, venue, frozenset())
    assert str(path) in str(caught.value)
