import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.cypher_embedded import EmbeddedCypher
from kg.stores.snapshot import current_snapshot, load_graph, write_snapshot
from kg.stores.sparql_embedded import EmbeddedSparql
from tests.stores.random_graphs import random_graph

CANONICAL = ("entities.jsonl", "relations.jsonl", "claims.jsonl", "documents.jsonl", "manifest.json")


def parts(graph: Graph) -> tuple[object, ...]:
    mappings = (graph.entities, graph.relations, graph.claims, graph.documents)
    return (graph.sequence, graph.ontology_hash, *(list(mapping.items()) for mapping in mappings))


@pytest.mark.parametrize("seed", range(3))
def test_graph_round_trips(tmp_path: Path, ontology: Ontology, seed: int) -> None:
    graph = random_graph(seed, ontology, loops=True)
    snapshot = write_snapshot(graph, ontology=ontology, home=tmp_path)
    assert snapshot == current_snapshot(tmp_path)
    assert parts(load_graph(snapshot)) == parts(graph)


def test_order_of_input_leaves_no_trace(tmp_path: Path, ontology: Ontology) -> None:
    graph = random_graph(1, ontology)
    shuffled = Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=dict(reversed(graph.entities.items())),
        relations=dict(reversed(graph.relations.items())),
        claims=dict(reversed(graph.claims.items())),
        documents=dict(reversed(graph.documents.items())),
    )
    first = write_snapshot(graph, ontology=ontology, home=tmp_path / "a")
    second = write_snapshot(shuffled, ontology=ontology, home=tmp_path / "b")
    assert first.name == second.name
    for name in CANONICAL:
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_equal_content_is_not_rewritten(tmp_path: Path, ontology: Ontology) -> None:
    graph = random_graph(2, ontology)
    first = write_snapshot(graph, ontology=ontology, home=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert write_snapshot(graph, ontology=ontology, home=tmp_path) == first
    assert before == {path: path.stat().st_mtime_ns for path in first.rglob("*")}


def test_the_snapshot_before_is_kept_and_older_ones_go(tmp_path: Path, ontology: Ontology) -> None:
    # The last sequence is smaller: what counts is which was current, not which has the larger number.
    written = [
        write_snapshot(
            random_graph(seed, ontology, entities=4, relations=4), ontology=ontology, home=tmp_path
        )
        for seed in (5, 9, 1)
    ]
    assert sorted(p.name for p in (tmp_path / "snapshots").iterdir()) == sorted(p.name for p in written[1:])
    assert current_snapshot(tmp_path) == written[2]


def test_open_readers_survive_the_removal_of_their_snapshot(tmp_path: Path, ontology: Ontology) -> None:
    graph = random_graph(1, ontology)
    old = write_snapshot(graph, ontology=ontology, home=tmp_path)
    with EmbeddedCypher(old / "cypher") as cypher, EmbeddedSparql(old / "sparql") as sparql:
        sparql.query("ASK { ?s ?p ?o }")
        for seed in (2, 3):
            write_snapshot(random_graph(seed, ontology), ontology=ontology, home=tmp_path)
        assert not old.exists()
        assert cypher.query("MATCH (n:Entity) RETURN count(*) AS n") == [{"n": len(graph.entities)}]
        counted = sparql.query("SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }")
        assert counted == [{"n": len(graph.claims)}]


def test_no_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `kg build`"):
        current_snapshot(tmp_path)


def test_damage_is_noticed(tmp_path: Path, ontology: Ontology) -> None:
    snapshot = write_snapshot(random_graph(1, ontology), ontology=ontology, home=tmp_path)
    claims = snapshot / "claims.jsonl"
    claims.write_bytes(claims.read_bytes()[:-20])
    with pytest.raises(StoreError, match=r"claims\.jsonl: is damaged"):
        load_graph(snapshot)


def test_another_format_is_refused(tmp_path: Path, ontology: Ontology) -> None:
    snapshot = write_snapshot(random_graph(1, ontology), ontology=ontology, home=tmp_path)
    manifest = json.loads((snapshot / "manifest.json").read_text())
    (snapshot / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(StoreError, match="format 99"):
        load_graph(snapshot)


def test_leftovers_of_a_crash_are_cleaned(tmp_path: Path, ontology: Ontology) -> None:
    leftover = tmp_path / "snapshots" / ".building"
    leftover.mkdir(parents=True)
    (leftover / "entities.jsonl").write_text("half")
    write_snapshot(random_graph(1, ontology), ontology=ontology, home=tmp_path)
    assert not leftover.exists()


def test_two_builds_do_not_mix(tmp_path: Path, ontology: Ontology) -> None:
    with (tmp_path / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another build"):
            write_snapshot(random_graph(1, ontology), ontology=ontology, home=tmp_path)


BUILDER = """
import sys
from pathlib import Path
from kg.ontology import load_ontology
from kg.stores.snapshot import write_snapshot
from tests.stores.random_graphs import random_graph
home, ontology = Path(sys.argv[1]), load_ontology()
print("ready", flush=True)
for seed in range(1000, 9999):
    write_snapshot(random_graph(seed, ontology), ontology=ontology, home=home)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_one_whole_version(tmp_path: Path, ontology: Ontology) -> None:
    rng = random.Random(7)
    write_snapshot(random_graph(0, ontology), ontology=ontology, home=tmp_path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(12):
        command = [sys.executable, "-c", BUILDER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(rng.uniform(0.0, 1.0))
            builder.send_signal(signal.SIGKILL)
        snapshot = current_snapshot(tmp_path)
        graph = load_graph(snapshot)
        assert parts(graph) == parts(random_graph(graph.sequence, ontology))
        with EmbeddedCypher(snapshot / "cypher") as cypher, EmbeddedSparql(snapshot / "sparql") as sparql:
            assert cypher.query("MATCH (c:Claim) RETURN count(*) AS n") == [{"n": len(graph.claims)}]
            assert sparql.query("SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }") == [{"n": len(graph.claims)}]
    write_snapshot(random_graph(1, ontology), ontology=ontology, home=tmp_path)
    assert not list((tmp_path / "snapshots").glob(".building"))
