"""The command that writes the graph into a graph database server."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import DEFAULT_HOME, HomeOption, print_line, printable
from kg.cli.progress import PushProgress
from kg.errors import InputError

_PASSWORD = "KG_NEO4J_PASSWORD"  # noqa: S105 - the name of a variable


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
    with PushProgress() as progress:
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
