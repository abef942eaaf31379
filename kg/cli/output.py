"""Prints rows and texts: tables for people, JSON and CSV for programs.

What is printed comes from articles, so nothing of it may speak to the terminal or to a spreadsheet: control characters
are shown, never sent, and cells that look like formulas are guarded.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.exports.tables import guarded

_WIDTH = 110
"""Columns where the output is no terminal."""


class Format(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]
HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar="KG_HOME", help="Folder of the ledger and the graph.", show_default=".kg"),
]
DEFAULT_HOME = Path(".kg")

Row = Mapping[str, Any]


def console() -> Console:
    """Give the console on standard output."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def print_rows(rows: Sequence[Row], form: Format, *, columns: Sequence[str] = ()) -> None:
    """Print rows of one shape.

    Args:
        rows: What to print.
        form: Table, JSON array of objects, or CSV.
        columns: Which to print and in what order; by default those of the first row.
    """
    columns = columns or (list(rows[0]) if rows else [])
    if form is Format.JSON:
        print_json([dict(row) for row in rows])
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guarded(_cell(row.get(column))) for column in columns] for row in rows)
    elif rows:
        table = Table(*columns, box=None, header_style="bold", pad_edge=False)
        for row in rows:
            table.add_row(*(Text(_cell(row.get(column))) for column in columns))
        console().print(table)
    else:
        console().print("(no rows)")


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print_line(json.dumps(value, ensure_ascii=False, indent=2))


def print_line(text: str = "") -> None:
    """Print one line as it is."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """Tell the user something that is not the answer, on standard error."""
    sys.stderr.write(printable(text) + "\n")


def printable(text: str) -> str:
    """Show control characters, direction marks and line breaks instead of sending them."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return " " if char in "\n\r\t" else f"\\u{ord(char):04x}"
    return char


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(item) for item in value)
    return printable(str(value))
