"""What can be told without a server."""

import socket
import time

import pytest

from kg.errors import InputError, StoreError
from kg.stores import cypher_neo4j
from kg.stores.cypher_neo4j import Neo4jTarget, open_driver


@pytest.mark.parametrize(
    "uri", ["neo4j://localhost:7687", "bolt+s://db.example.org", "neo4j+ssc://[::1]:7687"]
)
def test_addresses(uri: str) -> None:
    assert Neo4jTarget(uri, "neo4j", "x").uri == uri


@pytest.mark.parametrize(
    "uri", ["", "localhost", "localhost:7687", "http://localhost", "neo4j://", "neo4j://h:port"]
)
def test_what_is_no_address(uri: str) -> None:
    with pytest.raises(InputError, match="is no address of a Neo4j server; write neo4j://HOST:PORT"):
        Neo4jTarget(uri, "neo4j", "x")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError, match="may not hold a user or password") as caught:
        Neo4jTarget("neo4j://neo4j:secret@localhost", "neo4j", "")
    assert "secret" not in str(caught.value)


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Neo4jTarget("neo4j://localhost", "neo4j", "secret"))


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"bolt://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(
            StoreError, match=f"{address}: the server cannot be reached .*; check that it runs"
        ):
            open_driver(Neo4jTarget(address, "neo4j", "x"))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_never_answers(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cypher_neo4j, "CONNECT_TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(StoreError, match="the server cannot be reached"):
            open_driver(Neo4jTarget(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}", "neo4j", "x"))
        assert time.monotonic() - began < 10
