"""The command that writes the graph as files for other tools."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import DEFAULT_HOME, HomeOption, print_line


class ExportFormat(StrEnum):
    """What the graph is written as."""

    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    TURTLE = "turtle"


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write into; made if missing.")],
    to: Annotated[ExportFormat, typer.Option("--to", help="What to write.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write the graph as tables, GraphML or Turtle; the same graph gives the same bytes."""
    from kg import exports  # noqa: PLC0415
    from kg.pipeline import open_graph  # noqa: PLC0415

    graph, ontology = open_graph(home)
    writers: dict[ExportFormat, Callable[[], Path]] = {
        ExportFormat.CSV: lambda: exports.export_csv(graph, directory),
        ExportFormat.PARQUET: lambda: exports.export_parquet(graph, directory),
        ExportFormat.GRAPHML: lambda: exports.export_graphml(graph, ontology, directory),
        ExportFormat.TURTLE: lambda: exports.export_turtle(graph, ontology, directory),
    }
    print_line(f"wrote {writers[to]()}")
