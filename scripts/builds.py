"""Builds of a whole corpus: how fast, in how much memory, and whether a second or a killed one ends in other bytes."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.errors import LedgerError
from kg.exports import export_csv
from kg.ledger import Ledger
from kg.pipeline import LEDGER, open_graph
from kg.stores.snapshot import current_snapshot

_KILLS = 10


def corpus(documents_path: Path) -> list[tuple[str, str]]:
    """Build a corpus with two workers and build it again: speed, memory, equal bytes, every quote in its place.

    Raises:
        ValueError: If the second build changes anything, or a quote does not stand where it says.
    """
    rows: list[tuple[str, str]] = []
    seconds, written = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        for name in ("first", "second"):
            began = time.perf_counter()
            told, peaks = _measured_build(documents_path, home)
            seconds.append(time.perf_counter() - began)
            rows += [(f"{name} build", told), ("  takes", f"{seconds[-1]:,.1f} s")]
            rows += [
                ("  peak memory of each process", ", ".join(f"{peak / 2**20:,.0f} MB" for peak in peaks))
            ]
            written.append(_canonical(home, Path(folder, name)))
        documents, words, quotes = _checked_quotes(home)
    if written[0] != written[1]:
        raise ValueError("the second build changed the graph")
    return [
        *rows,
        ("documents", f"{documents:,}: {documents / seconds[0]:,.1f} a second"),
        ("words", f"{words:,}: {words / seconds[0]:,.0f} a second"),
        ("canonical files and CSV of both builds", "equal"),
        ("quotes, in the ledger and in the claims file", f"{quotes:,}, all in their place"),
    ]


def kills(documents_path: Path, *, seed: int = 1) -> list[tuple[str, str]]:
    """Build a corpus undisturbed, and again in a build that is killed ten times and taken up where it stood.

    The moments are drawn over the time of the undisturbed build; what a kill undoes only makes the work longer, so
    each of them meets a build that is not done.

    Raises:
        ValueError: If a kill met no running build, or the bytes differ in the end.
    """
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder, "whole"), Path(folder, "killed")
        began = time.perf_counter()
        _measured_build(documents_path, whole)
        seconds = time.perf_counter() - began
        rows.append(("undisturbed build", f"{seconds:,.1f} s"))
        draw = random.Random(seed)  # noqa: S311 - moments to kill at
        moments = sorted(draw.uniform(0, seconds) for _ in range(_KILLS))
        for number, (before, moment) in enumerate(zip([0.0, *moments], moments, strict=False), 1):
            _kill_after(moment - before, documents_path, killed)
            rows.append((f"kill {number}", f"at {moment:,.1f} s, {_documents(killed):,} documents read"))
        told, _ = _measured_build(documents_path, killed)
        rows.append(("last build", told))
        ends = [_canonical(home, Path(folder, f"{home.name}-csv")) for home in (whole, killed)]
    if ends[0] != ends[1]:
        other = sorted(name for name in ends[0] if ends[0][name] != ends[1].get(name))
        raise ValueError(f"the killed build ended in another graph: {', '.join(other)} differ")
    return [*rows, ("canonical files and CSV of both", "equal")]


def _kill_after(seconds: float, documents: Path, home: Path) -> None:
    """Start a build and kill it with its workers after some seconds, whatever it does then."""
    process = subprocess.Popen(_build(documents, home), stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    else:
        raise ValueError(f"the build ended with status {process.returncode} before it could be killed")


def _documents(home: Path) -> int:
    """Count the documents that a home has on record; none if it has no ledger yet."""
    try:
        with Ledger.open(home / LEDGER, readonly=True) as ledger:
            return ledger.counts().documents
    except LedgerError:
        return 0


def _build(documents: Path, home: Path) -> list[str]:
    return [sys.executable, "-m", "kg", "build", str(documents), "--home", str(home), "--workers", "2"]


def _measured_build(documents: Path, home: Path) -> tuple[str, list[int]]:
    """Build with two workers; give what the command told and the peak memory of each of its processes, in bytes."""
    process = subprocess.Popen(_build(documents, home), stdout=subprocess.PIPE, text=True)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for number in _family(process.pid):
            peaks[number] = max(peaks.get(number, 0), _peak_memory(number))
        time.sleep(0.2)
    told = process.communicate()[0]
    if process.returncode:
        raise ValueError(f"the build failed with status {process.returncode}")
    return told.splitlines()[0], sorted(peaks.values(), reverse=True)


def _family(number: int) -> list[int]:
    """Give a process and its children, as Linux lists them; those that have ended are left out."""
    try:
        listed = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [number, *(child for word in listed.split() for child in _family(int(word)))]


def _peak_memory(number: int) -> int:
    """Give the most memory that a running process has held, in bytes: the kernel's high-water mark."""
    try:
        lines = Path(f"/proc/{number}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", lines, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _canonical(home: Path, folder: Path) -> dict[str, bytes]:
    """Give the bytes that the same graph must have: its canonical files and its CSV export."""
    graph, _ = open_graph(home)
    export_csv(graph, folder)
    files = [*sorted(current_snapshot(home).glob("*.json*")), *sorted(folder.iterdir())]
    return {("csv/" if path.parent == folder else "") + path.name: path.read_bytes() for path in files}


def _checked_quotes(home: Path) -> tuple[int, int, int]:
    """Hold every quote of the ledger and of the canonical claims against its document; count what was read."""
    with Ledger.open(home / LEDGER, readonly=True) as ledger:
        texts = {document.id: document.text for document in ledger.documents()}
        evidence = [claim.evidence for claim in ledger.claims()]
    evidence += [claim.evidence for claim in open_graph(home)[0].claims.values()]
    for found in evidence:
        if texts[found.document][found.span.start : found.span.end] != found.quote:
            raise ValueError(f"not in its place in {found.document}: {found.quote!r}")
    return len(texts), sum(len(text.split()) for text in texts.values()), len(evidence)
