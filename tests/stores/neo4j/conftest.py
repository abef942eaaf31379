"""A real Neo4j: the one that KG_TEST_NEO4J_URI names (with _USER and _PASSWORD), else one of our own."""

import fcntl
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import pytest

from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.cypher_neo4j import Neo4jCypher, Neo4jTarget
from kg.stores.neo4j_push import PushReport, push
from kg.stores.property_graph import graph_names

SERVER = Path(__file__).parents[3] / "scripts" / "neo4j-server"
_VARIABLE = "KG_TEST_NEO4J_URI"
_CANNOT_RUN = 3


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jTarget]:
    """A server of the tests; each process of a parallel run has its own unless the environment names one."""
    if uri := os.environ.get(_VARIABLE):
        user = os.environ.get(f"{_VARIABLE[:-4]}_USER", "neo4j")
        yield Neo4jTarget(uri, user, os.environ.get(f"{_VARIABLE[:-4]}_PASSWORD", ""))
        return
    state = tmp_path_factory.mktemp("neo4j")
    started = subprocess.run([SERVER, "start", state], capture_output=True, text=True, check=False)
    if started.returncode:
        _leave(started)
    try:
        uri = (state / "uri").read_text(encoding="utf-8").strip()
        yield Neo4jTarget(uri, "neo4j", (state / "password").read_text(encoding="utf-8").strip())
    finally:
        subprocess.run([SERVER, "stop", state], check=True)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(uri.rpartition(":")[2])), timeout=5).close()
        shutil.rmtree(state)


def _leave(started: "subprocess.CompletedProcess[str]") -> None:
    """Skip where no server can run, and fail where one should."""
    reason = (started.stderr.strip().splitlines() or ["it says nothing"])[-1]
    should = os.environ.get("CI") == "true" and shutil.which("java") and shutil.which("mvn")
    if should or started.returncode not in {1, _CANNOT_RUN}:
        pytest.fail(f"Neo4j should have started: {reason}")
    pytest.skip(reason)


@pytest.fixture
def target(server: Neo4jTarget, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jTarget]:
    """An empty database that nobody else uses meanwhile, not even another process of the run."""
    port = server.uri.rpartition(":")[2]
    lock = tmp_path_factory.getbasetemp().parent / f"neo4j-{port}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        run(server, "MATCH (n) DETACH DELETE n")
        yield server


@pytest.fixture
def push_graph(target: Neo4jTarget, ontology: Ontology) -> Callable[[Graph], PushReport]:
    return lambda graph: push(graph, ontology=ontology, target=target)


@pytest.fixture
def store(target: Neo4jTarget, ontology: Ontology) -> Iterator[Neo4jCypher]:
    with Neo4jCypher(target, names=graph_names(ontology)) as opened:
        yield opened


def run(target: Neo4jTarget, statement: str, **parameters: object) -> list[dict[str, object]]:
    """Run any statement as the server's own user would."""
    with neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver:
        found = driver.execute_query(statement, parameters, database_=target.database)
        return [record.data() for record in found.records]
