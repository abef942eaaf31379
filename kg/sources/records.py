"""JSON lines: one record a line, UTF-8 (RFC 8259 allows no other encoding)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources import files
from kg.sources.files import InputFile, open_file

_REMEDY = 'give one JSON object a line, with "text" and optionally "id", "title", "date", "url", "publisher"'


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
                    found: Document | SourceError = _document(line, number, file)
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


def _document(line: bytes | None, number: int, file: InputFile) -> Document:
    place = f"{file.path}:{number}"
    if line is None:
        raise SourceError(f"is longer than {files.MAX_BYTES} bytes", place=place, remedy="split the record")
    try:
        record = _Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = f"{first['loc'][0]}: " if first["loc"] else ""
        raise SourceError(f"{field}{first['msg'][:200]}", place=place, remedy=_REMEDY) from None
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
