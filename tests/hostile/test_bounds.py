"""Long documents take time and memory in proportion, up to a bound; every quote of a corpus stands where it says."""

import gzip
import itertools
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from kg.extract.text import MAX_BLOCKS, MAX_TEXT, blocks, is_read_whole
from kg.model import Document
from kg.pipeline import Settings, build
from kg.stores.snapshot import current_snapshot
from tests.cli.conftest import KG
from tests.hostile.conftest import FACT, check_ledger
from tests.samples import canonical

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "antitrust_news.jsonl.gz"
"""Where articles lie beside a checkout, if they do."""

GIGABYTE = 2**30


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (f"{FACT}\n" * 10, True),
        (f"{FACT}\n" * MAX_BLOCKS, True),
        (f"{FACT}\n" * (MAX_BLOCKS + 1), False),
        ("\n" * 2 * MAX_BLOCKS, True),
        ("x " * (MAX_TEXT // 2), True),
        ("x " * (MAX_TEXT // 2) + "x", False),
    ],
)
def test_what_is_too_long_is_known(text: str, whole: bool) -> None:
    assert is_read_whole(text) is whole
    read = list(blocks(text))
    assert len(read) <= MAX_BLOCKS
    assert all(block.start + len(block.text) <= MAX_TEXT for block in read)


def test_what_is_too_long_is_told(kg: KG, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.text.MAX_TEXT", 200)
    path = tmp_path / "long.txt"
    path.write_text(f"{FACT}\n\n" * 20)
    built, extracted = kg("build", path, "--home", tmp_path / "home"), kg("extract", path)
    for outcome in (built, extracted):
        assert outcome.status == 0
        assert "kg: long.txt: is too long to be read to its end; split it\n" in outcome.err
    assert 0 < extracted.out.count("\n") <= 4


@pytest.mark.slow
def test_a_document_of_twenty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    lines = (f"{FACT} Lot {number} of the glass went to Dresden in spring.\n" for number in itertools.count())
    with path.open("w") as file:
        while file.tell() < 20 * 10**6:
            file.writelines(itertools.islice(lines, 1_000))
    command = [sys.executable, "-m", "kg", "build", str(path), "--home", str(tmp_path / "home")]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        told = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, told
    assert "long.txt: is too long to be read to its end" in told
    assert time.monotonic() - began < 300
    assert _peak(usage) < 2.5 * GIGABYTE
    assert check_ledger(tmp_path / "home") > 1_000


def _peak(usage: resource.struct_rusage) -> int:
    """Give the most memory that a process held, in bytes; Linux tells kilobytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


GROWING: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda size: f"{FACT}\n\n" * (size // len(FACT)),
    "one paragraph": lambda size: "It sold glass to the firm, which it supplies. " * (size // 46),
    "one sentence": lambda size: f"{FACT[:-1]} and " * (size // len(FACT)),
    "a list of names": lambda size: "Kestrel Devices Corp, " * (size // 22),
    "listings": lambda size: "(NYSE: ORS) " * (size // 12),
    "brackets": lambda size: "(NYSE: " * (size // 7),
    "capitals": lambda size: "A " * (size // 2),
    "hyphens": lambda size: "a-" * (size // 2),
    "a table": lambda size: "Kestrel Devices | Orsa Optics | 40%\n" * (size // 36),
    "lines of a letter": lambda size: "x\n" * (size // 2),
    "an address": lambda size: "http://" + "a/" * (size // 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING.keys())
def test_twice_the_text_takes_about_twice_the_time(text: Callable[[int], str]) -> None:
    """Quadratic work would take four times as long for each doubling; 3.2 leaves room for a busy machine."""
    extractor = pipeline.make_extractor(Settings())

    def best(size: int) -> float:
        document = Document.of(text(size))
        times = []
        for _ in range(3):
            began = time.process_time()
            list(extractor.read([document]))
            times.append(time.process_time() - began)
        return max(min(times), 0.05)  # below that it is noise

    short, middle, long = map(best, (4_000, 8_000, 16_000))
    assert min(middle / short, long / middle) < 2.6
    assert long / short < 3.2**2


@pytest.mark.slow
def test_every_quote_of_a_corpus_stands_in_its_document(tmp_path: Path) -> None:
    if not CORPUS.is_file():
        pytest.skip("no corpus lies beside this checkout")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        part = tmp_path / "part.jsonl"
        part.write_text("".join(itertools.islice(lines, 300)), encoding="utf-8")
    home = tmp_path / "home"
    report = build([part], home=home)
    assert (report.read > 250, report.problems) == (True, [])
    assert check_ledger(home) == report.claims > 0
    texts = {d.id: d.text for d in pipeline.read_documents([part])}
    for line in (current_snapshot(home) / "claims.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        evidence = json.loads(line)["evidence"]
        start, end = evidence["span"]["start"], evidence["span"]["end"]
        assert texts[evidence["document"]][start:end] == evidence["quote"]
    before = canonical(home)
    again = build([part], home=home)
    assert (again.read, again.claims) == (0, 0)
    assert canonical(home) == before
