"""Every failure is one line on standard error and an exit status: 2 for the request, 1 for the work."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import KG
from tests.samples import sample_home, write_lines


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Missing command"),
        (("frobnicate",), "No such command 'frobnicate'"),
        (("show", "--frobnicate", "Kestrel"), "No such option: --frobnicate"),
        (("show",), "Missing argument 'NAME'"),
        (("show", "Kestrel", "--format", "xml"), "Invalid value for '--format'.*'table', 'json', 'csv'"),
        (("build", "--samples", "--workers", "0"), "Invalid value for '--workers'"),
        (("build",), "nothing to read; name a PATH, or --samples"),
        (("build", "/no/such/folder"), "/no/such/folder: there is no such file or folder; check the path"),
        (("extract", "/no/such/file.txt"), "/no/such/file.txt: there is no such file"),
        (("cypher", "RETURN $x AS x", "--param", "x"), "--param 'x' is not NAME=VALUE; write"),
        (("cypher", "RETURN 1 AS x", "--param", "=1"), "--param '=1' is not NAME=VALUE; write"),
        (("cypher", "MATCH (n RETURN n"), "line 1, column"),
        (("cypher", "CREATE (n:Company {name: 'X'}) RETURN n"), "CREATE"),
        (("sparql", "SELECT ?x {"), "line 1, column"),
        (("sparql", "DELETE WHERE { ?s ?p ?o }"), "line 1, column|DELETE|read"),
        (("show", "Kestrell"), "no entity is called 'Kestrell'; did you mean Kestrel"),
        (("exposure", "Qqqqqq"), "no entity is called 'Qqqqqq'; search for"),
        (("show", ""), "no entity is called ''"),
        (("schema", "--ontology", "/no/such.ttl"), "/no/such.ttl: cannot be read"),
        (("evaluate", "/no/gold.jsonl", "--documents", "/no/docs.jsonl"), "/no/gold.jsonl: cannot be read"),
    ],
)
def test_a_wrong_request(kg: KG, arguments: tuple[str, ...], told: str) -> None:
    outcome = kg(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert re.match(rf"kg: .*(?:{told})", outcome.err), outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "Kestrel"),
        ("exposure", "Kestrel"),
        ("cypher", "RETURN 1 AS x"),
        ("sparql", "ASK { ?s ?p ?o }"),
        ("status",),
    ],
)
def test_a_home_without_a_graph(kg: KG, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    outcome = kg(*arguments, "--home", tmp_path)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith(f"kg: {tmp_path}: ")
    assert "run `kg build" in outcome.err


def test_nothing_but_bad_records(kg: KG, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "bad.jsonl", ["{broken"] * 12)
    outcome = kg("build", path, "--home", tmp_path / "home")
    assert outcome.status == 1
    *skipped, more, failed = outcome.err.splitlines()
    assert [line.split(": ")[:3] for line in skipped] == [
        ["kg", "skipped", f"{path}:{number}"] for number in range(1, 11)
    ]
    assert more == "kg: … and 2 more"
    assert failed == "kg: nothing could be read; see the lines above"


def test_a_pipeline_that_is_not_installed(kg: KG, tmp_path: Path) -> None:
    outcome = kg("build", "--samples", "--pipeline", "en_missing", "--home", tmp_path)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "'en_missing'" in outcome.err
    assert "install the package" in outcome.err


def test_vocabulary_that_is_not_turtle(kg: KG, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix kg: <urn:\n")
    outcome = kg("build", "--samples", "--ontology", bad, "--home", tmp_path / "home")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith(f"kg: {bad}: is not Turtle (")
    assert not (tmp_path / "home").exists()


def test_a_terminal_that_lacks_characters(kg: KG) -> None:
    assert "\\u201c" in kg("show", "Kestrel", encoding="ascii").out
    plain, wide = (
        kg("show", "Kestrel", "--format", "json", encoding=name).out for name in ("ascii", "utf-8")
    )
    assert json.loads(plain) == json.loads(wide)


@pytest.mark.parametrize("arguments", [("extract", "--samples"), ("schema", "--format", "turtle")])
def test_a_pipe_that_is_closed_early(arguments: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "KG_HOME": str(sample_home())},
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0
