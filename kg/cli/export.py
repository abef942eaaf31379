"""The command that writes the graph as files for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import DEFAULT_HOME, HomeOption, print_line


class ExportFormat(StrEnum):
    """What the graph is written as."""

    CSV = "csv"
    TURTLE = "turtle"


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write into; made if missing.")],
    to: Annotated[ExportFormat, typer.Option("--to", help="What to write.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write the graph as CSV tables or as Turtle; the same graph gives the same bytes."""
    from kg.exports import export_csv, export_turtle  # noqa: PLC0415
    from kg.pipeline import open_graph  # noqa: PLC0415

    graph, ontology = open_graph(home)
    written = (
        export_csv(graph, directory) if to is ExportFormat.CSV else export_turtle(graph, ontology, directory)
    )
    print_line(f"wrote {written}")
