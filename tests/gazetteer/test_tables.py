"""Lint of the shipped tables, and of what their reader refuses."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.gazetteer import Gazetteer, KnownName
from kg.gazetteer.tables import DATA, TABLES, read_table
from kg.normalize import name_key
from kg.ontology import load_ontology

KNOWN = tuple(Gazetteer.load())
ALL_ROWS = tuple(known for table in TABLES for known in read_table(DATA / table))
SPELLED_SMALL = {"adidas", "imec", "onsemi", "voestalpine", "bitcoin", "ethereum", "eurozone"}


def _names(known: KnownName) -> tuple[str, ...]:
    return (known.name, *known.aliases)


def test_every_table_on_disk_is_read() -> None:
    assert {path.name for path in DATA.iterdir()} == set(TABLES)


def test_ids_are_unique() -> None:
    ids = [known.id for known in ALL_ROWS]
    assert sorted(ids) == sorted(set(ids))


def test_types_are_in_the_ontology() -> None:
    assert {known.type for known in KNOWN} <= set(load_ontology().entity_types)


def test_parents_and_countries_exist() -> None:
    ids = {known.id for known in KNOWN}
    states = {known.country for known in KNOWN if known.id.startswith("gov:")}
    for known in KNOWN:
        assert known.parent is None or (known.parent in ids and known.parent != known.id), known
        assert known.country is None or known.country in states, known


def test_parents_do_not_run_in_circles() -> None:
    parents = {known.id: known.parent for known in KNOWN}
    for start in parents:
        seen, current = set(), start
        while current is not None:
            assert current not in seen
            seen.add(current)
            current = parents[current]


def test_no_name_is_listed_twice_for_one_entity() -> None:
    for known in KNOWN:
        assert len(set(_names(known))) == len(_names(known)), known


def test_no_name_belongs_to_two_of_a_type_unless_both_say_so() -> None:
    owners = defaultdict(set)
    for known in KNOWN:
        if not known.ambiguous:
            for name in _names(known):
                owners[known.type, name].add(known.id)
    shared = {key for key, ids in owners.items() if len(ids) > 1}
    assert shared == {("Place", "Georgia")}  # a state of the United States, and a country


def test_no_full_names_of_companies_have_one_key() -> None:
    owners = defaultdict(set)
    for known in KNOWN:
        if known.type == "Company":
            owners[name_key(known.name)].add(known.id)
    # A group and its operating company bear one name; everything else would be a duplicate row.
    pairs = {key: ids for key, ids in owners.items() if len(ids) > 1}
    assert set(pairs) <= {"softbank", "merck", "prudential"}


def test_names_in_lower_case_are_no_common_words() -> None:
    for known in KNOWN:
        for name in _names(known):
            if name.isalpha() and name.islower() and not known.ambiguous:
                assert name in SPELLED_SMALL, known


COMMON_WORDS = (
    *("Amazon", "Apple", "Delta", "Ford", "Gap", "Mars", "Meta", "Oracle", "Orange", "Shell", "Sprint"),
    *("Square", "Target", "Total", "Visa"),
)


@pytest.mark.parametrize("word", COMMON_WORDS)
def test_common_words_are_flagged(word: str) -> None:
    owners = [known for known in KNOWN if known.type == "Company" and word in _names(known)]
    assert owners
    assert all(known.ambiguous for known in owners)


def test_exchanges_of_tickers_exist() -> None:
    mics = {value for known in KNOWN for scheme, value in known.identifiers if scheme == "mic"}
    tickers = [value for known in KNOWN for scheme, value in known.identifiers if scheme == "ticker"]
    assert {ticker.split(":")[0] for ticker in tickers} <= mics
    assert len(tickers) == len(set(tickers))


def test_exchange_codes_are_unique() -> None:
    codes = [value for known in KNOWN for scheme, value in known.identifiers if scheme == "code"]
    assert sorted(codes) == sorted(set(codes))


def test_every_country_has_a_place_and_a_government() -> None:
    gazetteer = Gazetteer(KNOWN)
    for known in KNOWN:
        if dict(known.identifiers).get("iso") and known.type == "Place":
            government = gazetteer.government_of(known)
            assert government is not None
            assert government.type == "Government"


def _table(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("company:Orsa,Orsa,,,US,,,", "id cannot be 'company:Orsa'"),
        ("company:orsa,,,,US,,,", "name cannot be ''"),
        ("company:orsa,Orsa,,NYSE-ORS,US,,,", "tickers cannot hold 'NYSE-ORS'"),
        ("company:orsa,Orsa,,,USA,,,", "country cannot be 'USA'"),
        ("company:orsa,Orsa", "too many or too few cells"),
        ("company:orsa,Orsa,,,US,,,,x", "too many or too few cells"),
    ],
)
def test_malformed_rows_are_named_by_line(tmp_path: Path, row: str, told: str) -> None:
    header = "id,name,aliases,tickers,country,sector,parent,ambiguous\n"
    path = _table(tmp_path, "companies.csv", f"{header}company:kestrel,Kestrel,,,US,,,\n{row}\n")
    with pytest.raises(SourceError, match=told) as caught:
        read_table(path)
    assert caught.value.place == f"{path}:3"


def test_unreadable_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_table(tmp_path / "companies.csv")
