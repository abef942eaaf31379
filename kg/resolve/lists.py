"""Lists of names as CSV files: portfolios, vendors, customers."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import SourceError
from kg.resolve.features import Named
from kg.resolve.records import Record

NEEDED = ("id", "name")
OPTIONAL = ("type", "context", "country", "ticker", "lei")
_MOST_CELL = 2_000
_TICKER = re.compile(
    r"(?:(?P<venue>[A-Za-z0-9]{2,10})\s*[:/]\s*)?(?P<symbol>[A-Za-z0-9][A-Za-z0-9.\-]{0,11})"
)
_SUFFIXED = re.compile(r"(?P<symbol>[A-Za-z0-9\-]{1,10})[. ](?P<venue>[A-Z]{1,4})")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")

Venue = Callable[[str], str | None]
"""Gives the MIC of an exchange's code, or None."""


def read_records(path: Path, venue: Venue, types: frozenset[str]) -> list[Record]:
    """Read a list of names.

    Args:
        path: A CSV file in UTF-8 with the columns `NEEDED` and any of `OPTIONAL`; others are passed over.
        venue: For what stands before a ticker ("NYSE:IBM") or behind it ("IBM.N").
        types: The entity types; a type that is none of them does not count.

    Raises:
        SourceError: If the file cannot be read, or a row lacks an id or a name, with its line.
    """
    return list(_records(path, venue, types))


def _records(path: Path, venue: Venue, types: frozenset[str]) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
            if missing:
                raise SourceError(
                    f"there is no column {missing[0]!r}",
                    place=str(path),
                    remedy=f"name the columns {', '.join(NEEDED)} in the first line, {', '.join(OPTIONAL)} if you can",
                )
            for row in reader:
                cells = {
                    column: " ".join((row.get(column) or "").split())[:_MOST_CELL]
                    for column in (*NEEDED, *OPTIONAL)
                }
                for column in NEEDED:
                    if not cells[column]:
                        raise SourceError(f"a row has no {column}", place=f"{path}:{reader.line_num}")
                yield Record(cells["id"], _named(cells, venue, types))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            f"cannot be read as CSV ({error})", place=str(path), remedy="give a CSV file in UTF-8"
        ) from error


def _named(cells: dict[str, str], venue: Venue, types: frozenset[str]) -> Named:
    kind = cells["type"].capitalize()
    land, lei = cells["country"].upper(), cells["lei"].upper()
    return Named(
        cells["name"],
        kind if kind in types else None,
        cells["context"],
        land if re.fullmatch(r"[A-Z]{2}", land) else None,
        frozenset(_tickers(cells["ticker"], venue)),
        lei if _LEI.fullmatch(lei) else None,
    )


def _tickers(cell: str, venue: Venue) -> Iterator[tuple[str, str]]:
    """Read tickers: "XNYS:IBM", "NYSE: IBM", "IBM.N", "IBM"; several are parted by "|" or ";"."""
    for part in re.split(r"[|;]", cell):
        text = part.strip()
        if found := _TICKER.fullmatch(text):
            mic = venue(found["venue"]) if found["venue"] else None
            suffixed = _SUFFIXED.fullmatch(text)
            if not found["venue"] and suffixed and (by_suffix := venue(suffixed["venue"])):
                yield by_suffix, suffixed["symbol"].upper()
            else:
                yield mic or "", found["symbol"].upper()
        elif (found := _SUFFIXED.fullmatch(text)) and (mic := venue(found["venue"])):
            yield mic, found["symbol"].upper()
