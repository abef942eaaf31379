"""The command that matches a list of names against what is known and against itself."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.output import DEFAULT_HOME, HomeOption, say
from kg.exports.csv import guarded

if TYPE_CHECKING:
    from kg.resolve.directory import Listed

COLUMNS = ("id", "entity", "name", "score", "explanation")


def resolve(
    records: Annotated[
        Path,
        typer.Argument(metavar="RECORDS.csv", help="Columns id, name; type, context, country, ticker, lei."),
    ],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Say which rows of a list mean one thing, and which known entity that is: CSV on standard output.

    Rows with the same `entity` are the same thing. What the graph in --home or the gazetteer knows carries its id
    there; no graph is needed.
    """
    from kg.gazetteer import Gazetteer  # noqa: PLC0415
    from kg.ontology import load_ontology  # noqa: PLC0415
    from kg.resolve.aliases import with_aliases  # noqa: PLC0415
    from kg.resolve.directory import Directory  # noqa: PLC0415
    from kg.resolve.lists import read_records  # noqa: PLC0415
    from kg.resolve.records import match_records  # noqa: PLC0415

    gazetteer = Gazetteer.load()

    def venue(code: str) -> str | None:
        exchange = gazetteer.exchange(code)
        return None if exchange is None else dict(exchange.identifiers).get("mic")

    rows = read_records(records, venue, frozenset(load_ontology().entity_types))
    matches = match_records(
        rows, Directory([*with_aliases(gazetteer), *_of_graph(home, {k.id for k in gazetteer})])
    )
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for match in matches:
        told = guarded(match.name), f"{match.score:.4f}", guarded(match.explanation)
        out.writerow((match.id, match.entity, *told))
    say(f"{len(matches)} rows, {len({m.entity for m in matches})} entities")


def _of_graph(home: Path, listed: set[str]) -> list[Listed]:
    """Give what the graph of a home knows beyond the gazetteer; nothing where there is no graph."""
    from kg.gazetteer.tables import KnownName  # noqa: PLC0415
    from kg.pipeline import has_graph, open_graph  # noqa: PLC0415

    if not has_graph(home):
        return []
    graph, _ = open_graph(home)
    return [
        KnownName(e.id, e.type, e.name, e.names, e.identifiers)
        for e in graph.entities.values()
        if e.id not in listed
    ]
