"""Records in JSON: one a line (UTF-8: RFC 8259 allows no other encoding), or all in one array or object."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources import files
from kg.sources.decode import decode
from kg.sources.files import InputFile, open_file, read_whole

_FIELDS = '"text" and optionally "id", "title", "date", "url", "publisher"'
_REMEDY = f"give one JSON object a line, with {_FIELDS}"
_REMEDY_WHOLE = f"give an array of JSON objects with {_FIELDS}; name the file .jsonl if it has one a line"


class _Record(BaseModel):
    """The fields that are used, under the names that feeds give them; all others are passed over."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str | None = None
    title: str | None = None
    date: str | None = None
    published: str | None = None
    text: str | None = None
    body: str | None = None
    url: str | None = None
    publisher: str | None = None
    source: str | None = None


def record_documents(file: InputFile) -> Iterator[Document | SourceError]:
    """Read a file of JSON lines: for each line a document, or the reason why it gives none."""
    try:
        with open_file(file) as stream:
            for number, line in _lines(stream):
                try:
                    found: Document | SourceError = _document_of_line(line, file, number)
                except SourceError as error:
                    found = error
                yield found
    except SourceError as error:
        yield error


def count_records(file: InputFile) -> int:
    """Count the lines that hold something, and one for the point from which the file cannot be read."""
    count = 0
    try:
        with open_file(file) as stream:
            for _ in _lines(stream):
                count += 1
    except SourceError:
        count += 1  # reading tells what is wrong
    return count


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Give the lines that are not blank with their numbers from 1; None for one that is too long to hold."""
    number = 0
    while line := stream.readline(files.MAX_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > files.MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(files.MAX_BYTES)
            yield number, None
        elif line.strip():
            yield number, line


def json_documents(file: InputFile) -> Iterator[Document | SourceError]:
    """Read a JSON file: an array of records, one record, an object that holds an array, or JSON lines after all.

    News services answer with an object such as `{"status": "ok", "articles": [...]}`: of an object without text, the
    records are what its only array of objects holds.
    """
    try:
        if _has_lines(file):
            yield from record_documents(file)
            return
        for number, record in enumerate(_records(file), start=1):
            try:
                found: Document | SourceError = _document(_checked(record, file, number), file, number)
            except SourceError as error:
                found = error
            yield found
    except SourceError as error:
        yield error


def count_json(file: InputFile) -> int:
    """Count the records of a JSON file; what cannot be read counts as one."""
    try:
        return count_records(file) if _has_lines(file) else len(_records(file))
    except SourceError:
        return 1  # reading tells what is wrong


def _has_lines(file: InputFile) -> bool:
    """Tell whether the first line is a record by itself and not the last."""
    with open_file(file) as stream:
        lines = [line for _, line in islice(_lines(stream), 2)]
    if len(lines) < 2 or lines[0] is None:
        return False
    try:
        return isinstance(from_json(lines[0]), dict)
    except ValueError:
        return False


def _records(file: InputFile) -> list[object]:
    text = decode(read_whole(file), file.place)
    try:
        value: object = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        told = f"is not JSON ({str(error)[:200]})"
        raise SourceError(told, place=file.place, remedy=_REMEDY_WHOLE) from None
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        if any(isinstance(value.get(name), str) for name in ("text", "body")):
            return [value]
        arrays = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        if len(arrays) == 1:
            return list(arrays[0])
    raise SourceError("holds no records", place=file.place, remedy=_REMEDY_WHOLE)


def _document_of_line(line: bytes | None, file: InputFile, number: int) -> Document:
    if line is None:
        problem = f"is longer than {files.MAX_BYTES} bytes"
        raise SourceError(problem, place=f"{file.place}:{number}", remedy="split the record")
    return _document(_checked(line, file, number), file, number)


def _checked(record: object, file: InputFile, number: int) -> _Record:
    """Check a record, given as a line of JSON or as a value."""
    try:
        if isinstance(record, bytes):
            return _Record.model_validate_json(record)
        return _Record.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = f"{first['loc'][0]}: " if first["loc"] else ""
        told = f"{field}{first['msg'][:200]}"
        raise SourceError(told, place=f"{file.place}:{number}", remedy=_REMEDY) from None


def _document(record: _Record, file: InputFile, number: int) -> Document:
    place = f"{file.place}:{number}"
    text = record.text or record.body or ""
    if not text.strip():
        raise SourceError("holds no text", place=place, remedy=_REMEDY)
    if "\0" in text:
        raise SourceError("is not text (it holds a NUL character)", place=place, remedy="leave it out")
    return Document.of(
        text,
        title=record.title or "",
        url=record.url or "",
        publisher=record.publisher or record.source or "",
        published=parse_date(record.date or record.published or ""),
        name=record.id or f"{file.name}:{number}",
    )
