"""The graph as CSV files for spreadsheets and risk models."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.exports.folder import write_folder
from kg.exports.tables import Cell, Table, tables
from kg.graph import Graph

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, "CSV Injection"). The
# apostrophe is here too, so that dropping one leading apostrophe gives every cell back as it was.
_RISKY = tuple("=+-@\t\r\n＝＋－＠'")


def export_csv(graph: Graph, directory: Path) -> Path:
    """Write `entities.csv`, `relations.csv`, `claims.csv`, `documents.csv` and `manifest.json`.

    UTF-8, lines end in a line feed, texts are quoted, missing values are empty, rows are in order of id,
    lists are JSON arrays in a cell; the same graph gives the same bytes. Texts that a spreadsheet would run
    as a formula, and those that begin with an apostrophe, get an apostrophe in front: whoever reads the
    files with a program drops one leading apostrophe.

    Args:
        graph: What to write.
        directory: Made if it is not there; files of these names in it are replaced.

    Returns:
        Path of the manifest.

    Raises:
        StoreError: If the directory cannot be written.
    """
    writers = {f"{table.name}.csv": partial(_write, table) for table in tables(graph)}
    return write_folder(graph, directory, writers)


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: one apostrophe goes before what looks like one."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _write(table: Table, file: BinaryIO) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    text.flush()
    text.detach()


def _cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, list):
        return json.dumps(cell, ensure_ascii=False)
    return guarded(cell) if isinstance(cell, str) else cell
