"""`kill -9` at any moment loses nothing that was reported as done, and leaves nothing half-written."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.ledger import Ledger
from tests.ledger.samples import NOW, make_document, read_sentence

DOCUMENTS = 1200
ROUNDS = 10

WRITER = """
import sys
from pathlib import Path
from kg.ledger import Ledger
from tests.ledger.samples import NOW, make_document, read_sentence
with Ledger.open(Path(sys.argv[1])) as ledger:
    print("ready", flush=True)
    for document in map(make_document, range(int(sys.argv[2]))):
        if ledger.record(document, read_sentence(document), recorded=NOW):
            print(document.id, flush=True)
"""


def content(path: Path) -> list[object]:
    with Ledger.open(path, readonly=True) as ledger:
        return [
            list(ledger.documents()),
            list(ledger.infos()),
            list(ledger.claims()),
            [ledger.reading(info.id) for info in ledger.infos()],
            ledger.mention_counts(),
            ledger.counts(),
        ]


def start(path: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", WRITER, str(path), str(DOCUMENTS)]
    writer = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_reported(tmp_path: Path) -> None:
    path, undisturbed = tmp_path / "killed.sqlite", tmp_path / "whole.sqlite"
    moments = random.Random(7)
    expected = {d.id: (d, read_sentence(d)) for d in map(make_document, range(DOCUMENTS))}
    reported: set[str] = set()
    killed = 0
    for _ in range(ROUNDS):
        writer = start(path)
        time.sleep(moments.uniform(0.0, 0.08))
        writer.send_signal(signal.SIGKILL)
        out, _ = writer.communicate()
        killed += writer.returncode == -signal.SIGKILL
        # A line that the kill cut short was not reported.
        reported |= {line.strip() for line in out.splitlines(keepends=True) if line.endswith("\n")}
        with Ledger.open(path) as ledger:
            assert ledger._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert ledger._connection.execute("PRAGMA foreign_key_check").fetchall() == []
            there = {document.id: document for document in ledger.documents()}
            assert reported <= set(there)
            for key, document in there.items():
                assert (document, ledger.reading(key)) == expected[key]
            assert ledger.sequence == len(there)
    assert killed == ROUNDS
    assert 0 < len(reported) < DOCUMENTS, "the kills came too early or too late to show anything"

    writer = start(path)
    writer.communicate()
    assert writer.returncode == 0
    with Ledger.open(undisturbed) as ledger:
        ledger.record_many(expected.values(), recorded=NOW)
    assert content(path) == content(undisturbed)
