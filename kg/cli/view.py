"""The command that writes the explorer's page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import DEFAULT_HOME, HomeOption, print_line
from kg.errors import InputError


def view(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="HTML file to write.")],
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="An entity's name, ticker or id; none: the whole graph."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    hops: Annotated[int, typer.Option("--hops", min=1, max=6, help="Steps to go from the entity.")] = 2,
    limit: Annotated[int, typer.Option("--limit", min=1, max=2000, help="Most relations to show.")] = 300,
) -> None:
    """Write a page that shows the graph in a browser, offline: every edge with its words.

    Of more relations than the limit, those nearest to the entity are shown, then the most believed.
    """
    from kg.graph import find_entity  # noqa: PLC0415
    from kg.pipeline import open_graph  # noqa: PLC0415
    from kg.server import explorer_page  # noqa: PLC0415

    graph, ontology = open_graph(home)
    focus = None if name is None else find_entity(graph, name).id
    page = explorer_page(graph, ontology, focus=focus, hops=hops, limit=limit)
    try:
        out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", place=str(out), remedy="name another --out"
        ) from error
    print_line(f"wrote {out}")
