import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.sparql_embedded import EmbeddedSparql, refuse_reaching_out, write_sparql
from tests.stores.random_graphs import random_graph

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def graph(ontology: Ontology) -> Graph:
    return random_graph(3, ontology)


@pytest.fixture
def store(graph: Graph, open_sparql: Callable[[Graph], EmbeddedSparql]) -> EmbeddedSparql:
    return open_sparql(graph)


def test_the_four_forms(store: EmbeddedSparql, graph: Graph) -> None:
    assert store.query("ASK { ?c a kg:Claim }") == [{"answer": True}]
    assert store.query("ASK { ?c a kg:Nothing }") == [{"answer": False}]
    described = store.query("CONSTRUCT { ?c kg:quote ?q } WHERE { ?c kg:quote ?q }")
    assert {str(row["o"]) for row in described} == {c.evidence.quote for c in graph.claims.values()}
    assert store.query("DESCRIBE ?c { ?c a kg:Claim }")
    [row] = store.query("SELECT ?s ?x { BIND(1 AS ?s) OPTIONAL { ?y kg:nothing ?x } }")
    assert row == {"s": 1, "x": None}


def test_values_are_what_they_are(store: EmbeddedSparql) -> None:
    [row] = store.query(
        "SELECT (1 AS ?i) (1.5 AS ?d) (1e-3 AS ?f) (true AS ?b) ('a'@en AS ?t) (kg:Claim AS ?u)"
        " (1e0/0 AS ?inf) {}"
    )
    assert row == {
        "i": 1, "d": 1.5, "f": 0.001, "b": True, "t": "a", "u": "urn:keiretsu:ontology:Claim", "inf": "INF",
    }  # fmt: skip


def test_a_query_may_declare_prefixes_of_its_own(store: EmbeddedSparql) -> None:
    assert store.query("PREFIX x: <urn:keiretsu:ontology:> ASK { ?c a x:Claim }") == [{"answer": True}]


def test_a_runaway_query_is_stopped_and_the_store_goes_on(store: EmbeddedSparql) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.5 s"):
        store.query(RUNAWAY, timeout=0.5)
    assert time.monotonic() - start < 4  # before the worker would have ended itself
    assert store.query("ASK { ?c a kg:Claim }") == [{"answer": True}]


def test_a_query_that_breaks_the_engine_breaks_only_its_worker(store: EmbeddedSparql) -> None:
    with pytest.raises(QueryError, match="too deeply nested"):
        store.query("SELECT * " + "{" * 9000 + "}" * 9000)
    assert store.query("ASK { ?c a kg:Claim }") == [{"answer": True}]


@pytest.mark.slow
def test_a_worker_without_a_parent_ends_itself(graph: Graph, ontology: Ontology, tmp_path: Path) -> None:
    write_sparql(graph, ontology=ontology, directory=tmp_path)
    command = [sys.executable, "-m", "kg.stores.sparql_worker", str(tmp_path / "oxigraph")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as worker:
        assert worker.stdin is not None
        worker.stdin.write(json.dumps({"query": RUNAWAY, "timeout": 0.5}) + "\n")
        worker.stdin.close()
        assert worker.wait(timeout=20) == -signal.SIGALRM


def test_queries_run_beside_each_other(store: EmbeddedSparql) -> None:
    def run_away() -> None:
        with pytest.raises(QueryError):
            store.query(RUNAWAY, timeout=3)

    runaway = threading.Thread(target=run_away)
    runaway.start()
    assert store.query("ASK { ?c a kg:Claim }") == [{"answer": True}]
    assert runaway.is_alive()
    runaway.join()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?s ?p ?o", r"line 1, column 20: the query is not SPARQL"),
        ("SELECT * {\n ?s nope:p ?o }", r"line 2"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "may not write"),
        ("PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }", "may not write"),
        ("LOAD <http://localhost/x>", "may not write"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { FILTER(1<2)SERVICE?x#>\n{ ?s ?p ?o } }", "SERVICE"),
        ('SELECT * { FILTER(1<2#>"""\n) SERVICE <http://x/> { ?s ?p ?o } #"""\n }', "SERVICE"),
        ("SELECT * { ?s ?p x:it\\'s . SERVICE <http://x/> { ?s ?p 'a' } }", "SERVICE"),
        ("SELECT * FROM <http://localhost/> { ?s ?p ?o }", "data set"),
        ("SELECT * FROM NAMED <http://localhost/> { ?s ?p ?o }", "data set"),
        ("SELECT * { ?s ?p ?o }" + " " * 200_000, "more than"),
    ],
)
def test_what_is_refused(store: EmbeddedSparql, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        store.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s kg:quote ?q FILTER(CONTAINS(?q, 'a service from \\' Orsa')) }",
        'ASK { ?s kg:quote """from "Service" to""" }',
        "ASK { ?s kg:quote ?q } # suppliers from everywhere",
        "ASK { ?s <urn:from> ?from ; kg:from ?services }",
    ],
)
def test_words_in_text_are_allowed(store: EmbeddedSparql, text: str) -> None:
    refuse_reaching_out(text)
    store.query(text)


def test_a_missing_projection_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `kg build`"):
        EmbeddedSparql(tmp_path)
    (tmp_path / "oxigraph").mkdir()
    with EmbeddedSparql(tmp_path) as store, pytest.raises(StoreError, match="cannot be opened"):
        store.query("ASK {}")


def test_a_closed_store_says_so(store: EmbeddedSparql) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
