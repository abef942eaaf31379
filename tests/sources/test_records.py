"""JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Document
from kg.sources import read_documents


def read_line(folder: Path, line: str | bytes) -> Document:
    path = folder / "a.jsonl"
    path.write_bytes(line.encode() if isinstance(line, str) else line)
    (document,) = read_documents([path])
    return document


def test_every_field_finds_its_place(tmp_path: Path) -> None:
    text = " Orsa\r\nsupplies Kestrel.\u2028 \ufeff“Fine.” "
    record = {
        "id": "r1",
        "title": "Orsa wins",
        "date": "2031-05-06",
        "text": text,
        "url": "https://news.example/1",
        "publisher": "Fabrinet Wire",
        "author": {"name": "passed over"},
    }
    document = read_line(tmp_path, json.dumps(record))
    assert document == Document.of(
        text,
        title="Orsa wins",
        url="https://news.example/1",
        publisher="Fabrinet Wire",
        published="2031-05-06",
        name="r1",
    )


def test_other_names_and_nulls_are_understood(tmp_path: Path) -> None:
    line = (
        '{"id": null, "title": null, "published": "2031-05-06T09:30:00+02:00", "date": null,'
        ' "body": "Orsa grows.", "text": null, "source": "Fabrinet Wire"}'
    )
    document = read_line(tmp_path, line)
    assert (document.text, document.title, document.publisher) == ("Orsa grows.", "", "Fabrinet Wire")
    assert (document.published, document.name) == ("2031-05-06T07:30:00Z", "a.jsonl:1")


def test_the_mark_at_the_start_of_the_file_is_no_part_of_a_record(tmp_path: Path) -> None:
    assert read_line(tmp_path, b"\xef\xbb\xbf" + b'{"text": "Orsa grows."}').text == "Orsa grows."


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": "Orsa', "Invalid JSON"),
        ('["Orsa"]', "object"),
        ('{"text": ["Orsa"]}', "text: .*string"),
        ('{"title": "Orsa"}', "holds no text"),
        ('{"text": " \\n"}', "holds no text"),
        ('{"text": "Orsa\\u0000"}', "NUL"),
        ('{"text": "Orsa \\ud800"}', "JSON"),
        (b'{"text": "Soci\xe9t\xe9"}', "JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_an_ill_formed_line_is_told_with_its_place(tmp_path: Path, line: str | bytes, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    bad = line.encode() if isinstance(line, str) else line
    path.write_bytes(b'{"id": "first", "text": "One."}\n\n' + bad + b'\n{"id": "last", "text": "Two."}\n')
    errors: list[SourceError] = []
    documents = list(read_documents([path], on_error=errors.append))
    assert [document.name for document in documents] == ["first", "last"]
    (error,) = errors
    assert error.place == f"{path}:3"
    assert error.remedy
    with pytest.raises(SourceError, match=problem):
        list(read_documents([path]))
    assert len(str(error)) < 500
