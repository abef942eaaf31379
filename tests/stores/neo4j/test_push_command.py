import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.stores.cypher_neo4j import Neo4jTarget
from tests.samples import sample_graph, sample_home
from tests.stores.neo4j.conftest import run


def kg_push(*arguments: object, password: str | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "KG_HOME": str(sample_home())}
    environment.pop("KG_NEO4J_PASSWORD", None)
    if password is not None:
        environment["KG_NEO4J_PASSWORD"] = password
    return subprocess.run(
        [sys.executable, "-m", "kg", "push", *map(str, arguments)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("http://localhost",),
            r"'http://localhost' is no address of a Neo4j server; write neo4j://HOST:PORT",
        ),
        (("neo4j://neo4j:secret@localhost",), r"an address may not hold a user or password"),
        (("neo4j://localhost",), r"there is no password; set KG_NEO4J_PASSWORD or give --password-file"),
        (("neo4j://localhost", "--password-file", "/no/such"), r"/no/such: the password cannot be read"),
        (("neo4j://localhost", "--home", "/no/such"), r"/no/such: no graph has been built; run `kg build`"),
    ],
)
def test_a_wrong_request(arguments: tuple[str, ...], told: str) -> None:
    done = kg_push(*arguments)
    assert (done.returncode, done.stdout) == (1 if "--home" in arguments else 2, "")
    assert re.fullmatch(rf"kg: .*{told}.*\n", done.stderr), done.stderr
    assert "secret" not in done.stderr


def test_nobody_listens() -> None:
    done = kg_push("neo4j://127.0.0.1:1", password="x")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"kg: neo4j://127\.0\.0\.1:1: the server cannot be reached .*; check that it runs.*\n", done.stderr
    )


@pytest.mark.slow
def test_push_and_push_again(target: Neo4jTarget, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{target.password}\n", encoding="utf-8")
    graph = sample_graph()
    size = f"{len(graph.entities)} entities and {len(graph.relations)} relations"
    first = kg_push(target.uri, "--user", target.user, "--password-file", file)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.fullmatch(
        rf"{target.uri} has {size}: wrote \d\d+ nodes and \d\d+ edges, removed 0 nodes and 0 edges\n",
        first.stdout,
    )
    second = kg_push(target.uri, "--user", target.user, "--database", "neo4j", password=target.password)
    assert second.stdout.endswith(": wrote 0 nodes and 0 edges, removed 0 nodes and 0 edges\n")
    assert run(target, "MATCH (n:Entity) RETURN count(n) AS n") == [{"n": len(graph.entities)}]


@pytest.mark.slow
def test_a_wrong_password_is_one_line(target: Neo4jTarget) -> None:
    done = kg_push(target.uri, "--user", target.user, password="certainly wrong")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"kg: .*check the user and the password\n", done.stderr), done.stderr
