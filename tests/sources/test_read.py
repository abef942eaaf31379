"""Paths in, documents out."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.sources import count_documents, files, read_documents


def write_records(path: Path, *records: dict[str, object]) -> Path:
    data = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def read(path: Path) -> tuple[list[str], list[str]]:
    """Names of the documents read, and the errors told."""
    errors: list[SourceError] = []
    names = [document.name for document in read_documents([path], on_error=errors.append)]
    return names, [str(error) for error in errors]


def test_a_folder_is_read_through_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "b" / "c" / "two.md").write_text("Two.")
    (tmp_path / "one.TXT").write_text("One.")
    (tmp_path / "b" / "chart.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden" / "no.txt").write_text("No.")
    (tmp_path / ".no.txt").write_text("No.")
    write_records(tmp_path / "a.jsonl", {"id": "r1", "text": "Three."}, {"text": "Four."})
    write_records(tmp_path / "z.jsonl.gz", {"id": 7, "text": "Five."})
    os.mkfifo(tmp_path / "pipe.txt")
    names, errors = read(tmp_path)
    assert names == ["r1", "a.jsonl:2", "two.md", "one.TXT", "7"]
    assert errors == []
    assert count_documents([tmp_path]) == 5


def test_the_order_of_paths_does_not_matter_and_copies_come_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.txt", "a.txt", "c.jsonl")]
    paths[0].write_text("Orsa supplies Kestrel.")
    paths[1].write_text("Orsa supplies Kestrel.")
    write_records(paths[2], {"text": "Orsa supplies Kestrel."}, {"text": "Fabrinet grows."})
    there, back = list(read_documents(paths)), list(read_documents([*reversed(paths), tmp_path]))
    assert there == back
    assert [document.name for document in there] == ["a.txt", "c.jsonl:2"]
    assert count_documents(paths) == 4


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("gone.txt", "no such file"),
        ("page.docx", "files of this kind cannot be read; use .txt"),
        ("empty", "holds no file that can be read; use .txt"),
    ],
)
def test_a_path_that_means_nothing_is_refused_at_once(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "page.docx").write_text("<p>Orsa</p>")
    for use in (read_documents, count_documents):
        with pytest.raises(SourceError, match=f"{name}: .*{problem}"):
            use([tmp_path / name])


def test_a_named_file_without_suffix_is_text(tmp_path: Path) -> None:
    path = tmp_path / "17"
    path.write_text("Orsa supplies Kestrel.")
    assert read(path) == (["17"], [])


def test_standard_input_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Orsa supplies Kestrel.\r\n“Fine,” it said.\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert count_documents([Path("-")]) == 1
    (document,) = read_documents([Path("-")])
    assert (document.text, document.name) == (text, "stdin")


def test_errors_are_told_and_reading_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_text(" \n")
    (tmp_path / "c.txt").write_text("Orsa supplies Kestrel.")
    names, errors = read(tmp_path)
    assert names == ["c.txt"]
    assert [error.removeprefix(f"{tmp_path}/") for error in errors] == [
        "a.txt: is not text; save it as UTF-8 text",
        "b.txt: holds no text; leave it out",
    ]
    with pytest.raises(SourceError, match=r"a\.txt"):
        list(read_documents([tmp_path]))


def test_a_damaged_archive_gives_what_it_holds_and_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    records = ({"id": n, "text": f"Orsa {os.urandom(40).hex()}"} for n in range(2000))
    write_records(path, *records)
    path.write_bytes(path.read_bytes()[:-5000])
    names, errors = read(path)
    assert 0 < len(names) < 2000
    assert len(errors) == 1
    assert "cannot be read" in errors[0]
    assert count_documents([path]) == len(names) + 1


def test_what_is_too_long_is_told_and_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 50)
    (tmp_path / "a.txt").write_text("x" * 51)
    (tmp_path / "b.txt").write_text("x" * 50)
    lines = ({"id": 1, "text": "One."}, {"id": 2, "text": "x" * 500}, {"id": 3, "text": "Three."})
    write_records(tmp_path / "c.jsonl", *lines)
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"x" * 10_000))
    names, errors = read(tmp_path)
    assert names == ["b.txt", "1", "3"]
    assert [error.partition(": ")[0].rpartition("/")[2] for error in errors] == [
        "a.txt",
        "c.jsonl:2",
        "d.txt.gz",
    ]
    assert all("longer than 50 bytes" in error for error in errors)


def test_a_file_name_that_is_no_utf8_can_be_recorded(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"soci\xe9t\xe9.txt")
    path.write_text("Orsa supplies Kestrel.")
    assert read(tmp_path) == (["soci�t�.txt"], [])
