"""JSON files that hold all records in one value; and what standard input takes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.sources import count_documents, read_documents

TWO = [{"id": 1, "text": "Orsa grows."}, {"text": "Société Kestrel grows."}]


def read_json(folder: Path, data: str | bytes) -> tuple[list[str], list[str]]:
    """Texts of the documents read, and the errors told."""
    (folder / "a.json").write_bytes(data.encode() if isinstance(data, str) else data)
    errors: list[SourceError] = []
    texts = [document.text for document in read_documents([folder], on_error=errors.append)]
    return texts, [str(error).removeprefix(f"{folder}/") for error in errors]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(TWO),
        json.dumps(TWO, indent=2, ensure_ascii=False),
        json.dumps(TWO, ensure_ascii=False).encode("utf-16"),
        json.dumps({"status": "ok", "tags": ["x"], "articles": TWO}),
        json.dumps({"status": "ok", "articles": TWO}, indent=2),
        "\n".join(map(json.dumps, TWO)),
    ],
)
def test_an_array_alone_or_in_an_object_and_lines_give_their_records(
    tmp_path: Path, data: str | bytes
) -> None:
    assert read_json(tmp_path, data) == (["Orsa grows.", "Société Kestrel grows."], [])
    assert count_documents([tmp_path]) == 2


@pytest.mark.parametrize("indent", [None, 2])
def test_an_object_with_text_is_one_record(tmp_path: Path, indent: int | None) -> None:
    record = {"text": "Orsa grows.", "authors": [{"name": "passed over"}]}
    assert read_json(tmp_path, json.dumps(record, indent=indent)) == (["Orsa grows."], [])


def test_a_record_that_is_none_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    texts, errors = read_json(tmp_path, json.dumps([{"title": "x"}, 7, {"text": ["x"]}, *TWO[:1]]))
    assert texts == ["Orsa grows."]
    assert [error.partition("; ")[0] for error in errors] == [
        "a.json:1: holds no text",
        "a.json:2: Input should be a valid dictionary or instance of _Record",
        "a.json:3: text: Input should be a valid string",
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("[" * 200_000, "is not JSON"),
        ('[{"text": "Orsa', "is not JSON"),
        ("", "is not JSON"),
        ("7", "holds no records"),
        ('{"a": [{}], "b": [{}]}', "holds no records"),
        (b"\0\1\2", "is not text"),
    ],
)
def test_what_holds_no_records_is_told(tmp_path: Path, data: str | bytes, problem: str) -> None:
    texts, (error,) = read_json(tmp_path, data)
    assert texts == []
    assert error.startswith(f"a.json: {problem}")


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ('{"text": "Orsa grows."}\n{"text": "Kestrel grows."}\n', ["Orsa grows.", "Kestrel grows."]),
        ('[{"text": "Orsa grows."}]', ["Orsa grows."]),
        (
            '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Orsa</title></item></channel></rss>',
            ["Orsa"],
        ),
        ("<!DOCTYPE html><html><body><p>Orsa supplies Kestrel with glass.</p></body></html>", None),
        ("<!---->" * 300 + "Orsa", ["<!---->" * 300 + "Orsa"]),
        ("[Orsa] grows.", ["[Orsa] grows."]),
        ("<b>Orsa</b> grows.", ["<b>Orsa</b> grows."]),
    ],
)
def test_standard_input_tells_by_its_first_bytes_what_it_is(
    monkeypatch: pytest.MonkeyPatch, data: str, texts: list[str] | None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    found = [document.text for document in read_documents([Path("-")])]
    assert found == (texts or ["Orsa supplies Kestrel with glass."])
