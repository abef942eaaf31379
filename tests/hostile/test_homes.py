"""Homes that cannot be written, are full, damaged, newer, or at work: one line, and the old graph stays."""

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kg.pipeline import LEDGER
from kg.stores.snapshot import FORMAT, current_snapshot, load_graph
from tests.cli.conftest import KG, Outcome
from tests.hostile.conftest import FACT, Mount, check_ledger, record, remount
from tests.samples import ARTICLES, canonical, sample_home, write_lines
from tests.test_pipeline import OWN

ASKING = [
    ("show", "Kestrel"),
    ("exposure", "Kestrel"),
    ("cypher", "RETURN 1 AS x"),
    ("sparql", "ASK { ?s ?p ?o }"),
    ("status",),
]


SIZES = (60, 100, 500, 700, 1000, 1200, 2000)
"""Kilobytes; together with the two that are tried every time, they fail each stage of a build of the samples."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the sample home, to be spoilt."""
    return Path(shutil.copytree(sample_home(), tmp_path / "home"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "news.jsonl", [record(FACT)])


def refused(outcome: Outcome, told: str, status: int = 1) -> None:
    """One line on standard error that says what is wrong and what to do; nothing on standard output."""
    assert (outcome.status, outcome.out) == (status, ""), outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("kg: ")
    assert told in outcome.err
    assert "; " in outcome.err


def test_a_home_that_nobody_may_write(kg: KG, home: Path, news: Path, tmp_path: Path, mount: Mount) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(OWN)
    with mount("--bind", str(home)) as locked:
        remount(locked, "bind,ro")
        refused(kg("build", news, "--home", locked), f"{locked}/{LEDGER}: ")
        refused(kg("build", news, "--home", locked, "--ontology", own), "Read-only file system")
        refused(kg("build", news, "--home", locked / "new"), "its folder cannot be made")
        refused(kg("export", locked / "csv", "--to", "csv", "--home", locked), "Read-only file system")
        for arguments in ASKING:  # whoever only asks needs to write nothing
            outcome = kg(*arguments, "--home", locked)
            assert (outcome.status, outcome.err) == (0, "")
    assert canonical(home) == canonical(sample_home())


@pytest.mark.parametrize(
    "kilobytes", [200, 1600, *(pytest.param(size, marks=pytest.mark.slow) for size in SIZES)]
)
def test_a_disk_that_fills_up(kg: KG, mount: Mount, kilobytes: int) -> None:
    """At every stage of a first build: the tables, the readings, the canonical files, either engine."""
    with mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs") as full:
        told = kg("build", ARTICLES, "--home", full)
        refused(Outcome(told.status, "", told.err.splitlines()[-1] + "\n"), "free s")
        for arguments in ASKING[:4]:
            refused(kg(*arguments, "--home", full), "no graph has been built")
        assert not list(full.glob("snapshots/*"))
        gc.collect()  # as the end of a process does: the failure's traceback still holds an engine open
        remount(full, "size=30m")
        assert kg("build", ARTICLES, "--home", full).status == 0
        assert canonical(full) == canonical(sample_home())
        assert check_ledger(full) == check_ledger(sample_home())


def test_a_disk_that_fills_up_later_keeps_the_old_graph(kg: KG, home: Path, news: Path, mount: Mount) -> None:
    with mount("-t", "tmpfs", "-o", "size=30m", "tmpfs") as full:
        shutil.copytree(home, full, dirs_exist_ok=True)
        before = current_snapshot(full)
        stuffing = full / "stuffing"
        with stuffing.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(64 * 1024)):
                    pass
            except OSError:
                pass
        os.truncate(stuffing, stuffing.stat().st_size - 300 * 1024)  # room for the reading, not for the graph
        failed = kg("build", news, "--home", full)
        refused(Outcome(failed.status, "", failed.err.splitlines()[-1] + "\n"), "free space on the disk")
        assert current_snapshot(full) == before
        load_graph(before)
        assert canonical(full) == canonical(sample_home())
        assert kg(*ASKING[0], "--home", full).status == 0
        stuffing.unlink()
        gc.collect()
        assert kg("build", news, "--home", full).out.startswith("read 0 documents, 1 unchanged")
        assert kg("build", news, "--home", home).status == 0
        assert canonical(full) == canonical(home)


def test_a_ledger_of_a_newer_version(kg: KG, home: Path, news: Path) -> None:
    with sqlite3.connect(home / LEDGER) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (home / LEDGER).read_bytes()
    for outcome in (kg("build", news, "--home", home), kg("status", "--home", home)):
        refused(outcome, "the ledger has format 99, and this program reads format 1; use the version")
    assert (home / LEDGER).read_bytes() == before
    assert canonical(home) == canonical(sample_home())


def test_a_graph_of_a_newer_version(kg: KG, home: Path) -> None:
    path = current_snapshot(home) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    for arguments in ASKING:
        refused(
            kg(*arguments, "--home", home), f"the graph has format 99, and this program reads format {FORMAT}"
        )
    assert kg("build", ARTICLES, "--home", home).status == 0
    assert canonical(home) == canonical(sample_home())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("current", b"\xff\xfe\n"),
        ("current", b"../../elsewhere\n"),
        ("manifest.json", b"{"),
        ("manifest.json", b"[]"),
    ],
)
def test_a_damaged_home(kg: KG, home: Path, name: str, content: bytes) -> None:
    (home / name if name == "current" else current_snapshot(home) / name).write_bytes(content)
    for arguments in ASKING:
        refused(kg(*arguments, "--home", home), "run `kg build")
    assert kg("build", ARTICLES, "--home", home).status == 0
    assert canonical(home) == canonical(sample_home())


def test_a_ledger_that_is_none(kg: KG, home: Path, news: Path) -> None:
    (home / LEDGER).write_bytes(b"Dear diary, " * 900)
    refused(kg("build", news, "--home", home), "file is not a database")
    assert (home / LEDGER).read_bytes() == b"Dear diary, " * 900


def test_a_home_that_is_a_file(kg: KG, news: Path) -> None:
    for arguments in (("build", news), *ASKING):
        refused(kg(*arguments, "--home", news), str(news))
    assert news.read_text() == f"{record(FACT)}\n"


@pytest.mark.slow
def test_two_builds_at_once(tmp_path: Path) -> None:
    """Both end well, or one says that the other is at work; in the end it is as if one had built alone."""
    command = [sys.executable, "-m", "kg", "build", str(ARTICLES), "--home", str(tmp_path / "both")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    builds = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    told = [build.communicate(timeout=120)[1] for build in builds]
    for build, line in zip(builds, told, strict=True):
        assert build.returncode == 0 or "wait for it to " in line
    assert 0 in {build.returncode for build in builds}
    assert canonical(tmp_path / "both") == canonical(sample_home())
    assert check_ledger(tmp_path / "both") == check_ledger(sample_home())


MALFORMED = [
    *(
        ("cypher", query)
        for query in ("", "MATCH", "MATCH (n) RETURN", "RETURN 1 AS", "((((", "MATCH (n) -- \0", "🙂")
    ),
    *(
        ("sparql", query)
        for query in ("", "SELECT", "SELECT * {", "ASK { ?s ?p }", "{{{{", "ASK {} \0", "🙂")
    ),
    ("sparql", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"),
    ("sparql", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
    ("cypher", "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line"),
    ("cypher", "MATCH (n) DETACH DELETE n"),
    ("cypher", "(" * 5_000),
    ("sparql", "SELECT * " + "{" * 5_000),
]


@pytest.mark.parametrize(("command", "query"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_query(kg: KG, command: str, query: str) -> None:
    outcome = kg(command, "-", stdin=query)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("kg: ")
    assert len(outcome.err) < 600
