"""Files that hold no article, or only half of one: told in a line with their place, and nothing else is lost."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from tests.cli.conftest import KG
from tests.hostile.conftest import FACT, check_ledger, record
from tests.samples import write_lines

NOISE = random.Random(5).randbytes(4_000)
PACKED = gzip.compress(FACT.encode())

UNREADABLE = {
    "empty.txt": (b"", "holds no text"),
    "blank.txt": (b" \n\t\n", "holds no text"),
    "noise.txt": (NOISE, "is not text"),
    "nul.txt": (FACT.encode() + b"\0", "is not text"),
    "half.txt.gz": (PACKED[: len(PACKED) // 2], "cannot be read"),
    "plain.txt.gz": (FACT.encode(), "cannot be read"),
    "damaged.txt.gz": (PACKED[:20] + b"\xff" * 8 + PACKED[28:], "cannot be read"),
    "latin.jsonl": (b'{"text": "Orsa\xe9 supplies glass to Kestrel."}\n', ":1: .*unicode"),
    "half.jsonl.gz": (gzip.compress(record(FACT).encode())[:30], "cannot be read"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_file_that_holds_no_document(kg: KG, tmp_path: Path, name: str, command: str) -> None:
    data, told = UNREADABLE[name]
    path = tmp_path / name
    path.write_bytes(data)
    home = ["--home", tmp_path / "home"] if command == "build" else []
    outcome = kg(command, path, *home)
    assert outcome.status == 1
    *skipped, failed = outcome.err.splitlines()
    assert failed == "kg: nothing could be read; see the lines above"
    assert skipped and all(line.startswith(f"kg: skipped: {path}") for line in skipped)
    assert re.search(told, skipped[0])
    assert "; " in skipped[0]  # a remedy


@pytest.mark.parametrize("command", ["build", "extract"])
def test_records_without_one_are_no_success(kg: KG, tmp_path: Path, command: str) -> None:
    path = write_lines(tmp_path / "empty.jsonl", [])
    home = ["--home", tmp_path / "home"] if command == "build" else []
    outcome = kg(command, path, *home)
    assert outcome.status == 2
    assert outcome.err == "kg: there is no document to read; name files that hold some\n"


BAD_RECORDS = {
    "{broken": "Invalid JSON",
    '{"text": ': "Invalid JSON",
    "[1]": "object",
    "null": "object",
    '{"text": {"a": 1}}': "text: ",
    '{"text": ""}': "holds no text",
    '{"title": "no text"}': "holds no text",
    r'{"text": "Orsa \ud800 supplies"}': "Invalid JSON",
    r'{"text": "Orsa", "id": "\udfff"}': "Invalid JSON",
    r'{"text": "Orsa\u0000 supplies"}': "NUL",
    '{"a":' * 500 + "1" + "}" * 500: "recursion",
}


@pytest.mark.parametrize("command", ["build", "extract"])
def test_bad_records_are_passed_over_with_their_line(kg: KG, tmp_path: Path, command: str) -> None:
    path = write_lines(
        tmp_path / "mixed.jsonl", [record(FACT, id="first"), *BAD_RECORDS, record(f"{FACT} So.")]
    )
    home = ["--home", tmp_path / "home"] if command == "build" else []
    outcome = kg(command, path, *home)
    assert outcome.status == 0
    told = [line for line in outcome.err.splitlines() if line.startswith("kg: ")]
    assert len(told) == 11  # ten lines, and how many more
    for number, (line, reason) in enumerate(zip(told[:10], BAD_RECORDS.values(), strict=False), 2):
        assert line.startswith(f"kg: skipped: {path}:{number}: ")
        assert reason in line
    assert told[-1] == "kg: … and 1 more"
    if command == "build":
        assert outcome.out.startswith("read 2 documents, 0 unchanged, 11 skipped; ")
        assert check_ledger(tmp_path / "home")
    else:
        assert "first" in {json.loads(line)["document"] for line in outcome.out.splitlines()}


def test_what_stands_before_the_break_of_an_archive_is_kept(kg: KG, tmp_path: Path) -> None:
    dice = random.Random(3)
    lines = [record(f"{FACT}\n\nLot {number}.", note=dice.randbytes(900).hex()) for number in range(60)]
    path = tmp_path / "torn.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-2_000])
    outcome = kg("build", path, "--home", tmp_path / "home")
    assert outcome.status == 0
    assert f"kg: skipped: {path}: cannot be read" in outcome.err
    assert check_ledger(tmp_path / "home") >= 50
    extracted = kg("extract", path)
    assert (extracted.status, extracted.out.count("\n") >= 50) == (0, True)


def test_the_good_of_a_folder_is_read(kg: KG, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (data, _) in UNREADABLE.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(FACT)
    (folder / "windows.txt").write_bytes(
        "Orsa’s café, “Zürich”, supplies Kestrel — so naïve.".encode("cp1252")
    )
    outcome = kg("build", folder, "--home", tmp_path / "home")
    assert outcome.status == 0
    assert outcome.out.startswith("read 2 documents (2 undated), 0 unchanged, ")
    assert check_ledger(tmp_path / "home")


def test_marks_that_no_text_has_travel_safely(kg: KG, tmp_path: Path) -> None:
    """NUL may stand beside the text; engines and exports give it back."""
    fields = dict.fromkeys(("title", "id", "publisher", "url"), "a\0b\u202e")
    home = tmp_path / "home"
    path = write_lines(tmp_path / "marks.jsonl", [record(FACT, **fields)])
    assert kg("build", path, "--home", home).status == 0
    shown = json.loads(kg("show", "Kestrel Devices", "--home", home, "--format", "json").out)
    assert shown["relations"][0]["evidence"][0]["title"] == fields["title"]
    for to in ("csv", "turtle"):
        assert kg("export", tmp_path / to, "--to", to, "--home", home).status == 0
    asked = kg("cypher", "MATCH (d:Document) RETURN d.title AS t", "--home", home, "--format", "json")
    assert json.loads(asked.out) == [{"t": fields["title"]}]
