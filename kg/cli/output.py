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

from kg.exports.csv import guarded

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
        writer.writerows([_csv_cell(row.get(column)) for column in columns] for row in rows)
    elif rows:
        table = Table(*columns, box=None, header_style="bold", pad_edge=False)
        for row in rows:
            table.add_row(*(Text(_cell(row.get(column))) for column in columns))
        console().print(table)
    else:
        console().print("(no rows)")


def print_json(value: object) -> None:
    """Print a value as JSON, indented."""
    print_line(json_text(value, indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """Write a value as JSON in which whatever could speak to a terminal is escaped.

    Args:
        value: What to write.
        indent: Spaces of indentation; None: everything on one line.
    """
    unicode = sys.stdout.encoding.lower().replace("-", "").startswith("utf")
    text = json.dumps(value, ensure_ascii=not unicode, indent=indent)
    return "\n".join(
        line if line.isprintable() else "".join(map(_escaped, line)) for line in text.split("\n")
    )


def print_line(text: str = "") -> None:
    """Print one line as it is."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """Tell the user something that is not the answer, on standard error."""
    sys.stderr.write(printable(text) + "\n")


def printable(text: str) -> str:
    """Show control characters, direction marks and line breaks instead of sending them."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    return " " if char in "\n\r\t" else _escaped(char)


def _escaped(char: str) -> str:
    """Write a control character or direction mark as JSON would."""
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return json.dumps(char)[1:-1] if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
    return char


def _csv_cell(value: object) -> str:
    """Give a cell's text; a number is no formula, whatever its sign."""
    return _cell(value) if isinstance(value, int | float) else guarded(_cell(value))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(item) for item in value)
    return printable(str(value))
