"""The command that writes the graph into a graph database server."""

from __future__ import annotations

import os
import sys
import time
from getpass import getpass
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kg.cli.output import DEFAULT_HOME, HomeOption, print_line, printable
from kg.errors import InputError

_PASSWORD = "KG_NEO4J_PASSWORD"  # noqa: S105 - the name of a variable
_EVERY = 10.0
"""Seconds between two lines where standard error is no terminal."""


def push(
    target: Annotated[
        str, typer.Argument(metavar="URI", help="The server: neo4j://HOST:PORT, or neo4j+s, bolt, bolt+s.")
    ],
    home: HomeOption = DEFAULT_HOME,
    database: Annotated[
        str | None, typer.Option("--database", help="Its database.", show_default="the user's home database")
    ] = None,
    user: Annotated[str, typer.Option("--user", help="Name of the user.")] = "neo4j",
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file",
            help=f"File whose first line is the password; else {_PASSWORD}, else you are asked.",
        ),
    ] = None,
) -> None:
    """Write the graph into a Neo4j database; what is there already is not written again.

    Only what `kg push` has written is ever changed or removed there.
    """
    from kg.pipeline import open_graph  # noqa: PLC0415 - commands that only ask start faster
    from kg.stores.cypher_neo4j import Neo4jTarget  # noqa: PLC0415
    from kg.stores.neo4j_push import push as run  # noqa: PLC0415

    Neo4jTarget(target, user, "", database)  # a wrong address is told before a password is asked for
    graph, ontology = open_graph(home)
    into = Neo4jTarget(target, user, _password(user, password_file), database)
    with _PushProgress() as progress:
        report = run(graph, ontology=ontology, target=into, progress=progress)
    kept = f", {report.nodes_kept} kept for others' edges" if report.nodes_kept else ""
    print_line(
        printable(
            f"{target} has {len(graph.entities)} entities and {len(graph.relations)} relations: "
            f"wrote {report.nodes} nodes and {report.edges} edges, "
            f"removed {report.nodes_removed} nodes and {report.edges_removed} edges{kept}"
        )
    )


def _password(user: str, file: Path | None) -> str:
    """Find the password; it is never an argument, since everybody may read those."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, ValueError) as error:
            raise InputError(
                f"the password cannot be read ({error})", place=str(file), remedy="check --password-file"
            ) from error
    if (password := os.environ.get(_PASSWORD)) is not None:
        return password
    if sys.stdin.isatty():
        return getpass(f"Password of {printable(user)}: ")
    raise InputError("there is no password", remedy=f"set {_PASSWORD} or give --password-file")


class _PushProgress:
    """A bar on a terminal, a line now and then elsewhere; both on standard error."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("comparing", total=None)
        self._told = time.monotonic()
        self._done = self._total = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """Say how many rows are about to be written or removed."""
        self._total = total
        self._bar.update(self._task, description="writing", total=total)

    def advance(self, rows: int) -> None:
        """Say how many rows have been done since the last call."""
        self._done += rows
        self._bar.update(self._task, advance=rows)
        if self._bar.disable and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            sys.stderr.write(f"writing {self._done:,}/{self._total:,}\n")
            sys.stderr.flush()
