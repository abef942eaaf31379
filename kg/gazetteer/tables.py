"""The shipped tables: CSV rows checked and turned into known names.

Lists within a cell are separated by "|". A table's file name says what its rows are; `countries.csv` is the
one table of which a row yields several entities: the country, its capital and its government.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.normalize import name_key

DATA = Path(__file__).resolve().parent / "data"
"""Folder of the shipped tables."""

_ID = re.compile(r"[a-z]+:[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MIC = re.compile(r"[A-Z0-9]{4}")
_TICKER = re.compile(r"[A-Z0-9]{4}:[A-Z0-9]+(?:[.\-][A-Z0-9]+)?")


@dataclass(frozen=True, slots=True)
class KnownName:
    """One entity that the gazetteer knows.

    Attributes:
        id: Stable id, such as "company:orsa".
        type: Entity type, such as "Company".
        name: The name to show.
        aliases: Other names, in the table's order.
        identifiers: (scheme, value) pairs, sorted: ("ticker", "XNYS:ORS"), ("mic", "XNYS"), ("iso", "CN"),
            and ("code", "NYSE") for what articles put before a ticker.
        country: ISO 3166 alpha-2 code (and "EU") of the seat, or None.
        parent: Id of the company that owns and runs it, or None.
        ambiguous: Whether its names are also common words, so that case and context must decide.
        sector: What its business is, or None.
        demonyms: Adjectives and nouns for the people and things of a country.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    country: str | None = None
    parent: str | None = None
    ambiguous: bool = False
    sector: str | None = None
    demonyms: tuple[str, ...] = ()


class _Row:
    """One row of a table, which knows where it stands."""

    def __init__(self, cells: Mapping[str, str | None], place: str) -> None:
        self._cells = cells
        self.place = place

    def get(self, column: str) -> str:
        return " ".join((self._cells.get(column) or "").split())

    def need(self, column: str, shape: re.Pattern[str] | None = None) -> str:
        value = self.get(column)
        if not value or (shape is not None and not shape.fullmatch(value)):
            raise SourceError(
                f"{column} cannot be {value!r}", place=self.place, remedy=f"give a well-formed {column}"
            )
        return value

    def many(self, column: str, shape: re.Pattern[str] | None = None) -> tuple[str, ...]:
        values = tuple(v.strip() for v in self.get(column).split("|") if v.strip())
        for value in values:
            if shape is not None and not shape.fullmatch(value):
                raise SourceError(
                    f"{column} cannot hold {value!r}", place=self.place, remedy=f"give a well-formed {column}"
                )
        return values

    def country(self) -> str | None:
        return self.need("country", _COUNTRY) if self.get("country") else None


def _country(row: _Row) -> Iterator[KnownName]:
    iso, name = row.need("iso2", _COUNTRY), row.need("name")
    key, aliases, demonyms = iso.lower(), row.many("aliases"), row.many("demonyms")
    identifiers = (("iso", iso),)
    yield KnownName(f"place:{key}", "Place", name, aliases, identifiers, iso, demonyms=demonyms)
    if capital := row.get("capital"):
        yield KnownName(f"place:{key}-{_slug(capital)}", "Place", capital, country=iso)
    government = row.get("government") or f"Government of {name}"
    spoken = (*(f"{demonym} government" for demonym in demonyms), f"government of {name}")
    names = dict.fromkeys([*row.many("metonyms"), *spoken, name, *aliases])
    names.pop(government, None)
    yield KnownName(f"gov:{key}", "Government", government, tuple(names), identifiers, iso)


def _exchange(row: _Row) -> Iterator[KnownName]:
    mic, codes = row.need("mic", _MIC), row.many("codes")
    identifiers = tuple(sorted([("mic", mic), *(("code", code) for code in codes)]))
    yield KnownName(
        f"exchange:{mic.lower()}",
        "Exchange",
        row.need("name"),
        row.many("aliases"),
        identifiers,
        row.country(),
        ambiguous=row.get("ambiguous") == "1",
    )


def _of_type(entity_type: str) -> Callable[[_Row], Iterator[KnownName]]:
    def read(row: _Row) -> Iterator[KnownName]:
        tickers = sorted(("ticker", ticker) for ticker in row.many("tickers", _TICKER))
        yield KnownName(
            row.need("id", _ID),
            entity_type,
            row.need("name"),
            row.many("aliases"),
            tuple(tickers),
            row.country(),
            parent=row.get("parent") or None,
            ambiguous=row.get("ambiguous") == "1",
            sector=row.get("sector") or None,
        )

    return read


TABLES: Mapping[str, Callable[[_Row], Iterator[KnownName]]] = {
    "companies.csv": _of_type("Company"),
    "countries.csv": _country,
    "agencies.csv": _of_type("Agency"),
    "exchanges.csv": _exchange,
    "indices.csv": _of_type("Exchange"),
    "organizations.csv": _of_type("Organization"),
    "products.csv": _of_type("Product"),
    "places.csv": _of_type("Place"),
}
"""The tables, the likeliest reading of a name first."""


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name_key(name)).strip("-")


def read_table(path: Path) -> tuple[KnownName, ...]:
    """Read one table.

    Args:
        path: A CSV file in UTF-8, named as in `TABLES`, whose first line names the columns.

    Returns:
        What it knows, in the order of its rows.

    Raises:
        SourceError: If the file cannot be read or a row is malformed, with its line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            known: list[KnownName] = []
            for cells in reader:
                place = f"{path}:{reader.line_num}"
                if None in cells or None in cells.values():
                    raise SourceError("a row has too many or too few cells", place=place)
                known.extend(TABLES[path.name](_Row(cells, place)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot be read ({error})", place=str(path)) from error
    return tuple(known)
