"""Paths in, documents out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kg.errors import SourceError
from kg.model import Document
from kg.sources import feeds, fetch, pages, pdf
from kg.sources.files import InputFile, Kind, find_files, read_whole
from kg.sources.records import count_json, count_records, json_documents, record_documents
from kg.sources.sandbox import Sandbox
from kg.sources.text import markdown_document, text_document

_Found = Iterator[Document | SourceError]
_Source = TypeVar("_Source")

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_STREAMED: dict[Kind, Callable[[InputFile], _Found]] = {
    Kind.RECORDS: record_documents,
    Kind.JSON: json_documents,
}
_COUNTERS: dict[Kind, Callable[[InputFile], int]] = {Kind.RECORDS: count_records, Kind.JSON: count_json}
_WHOLE: dict[Kind, Callable[[InputFile], Document]] = {
    Kind.TEXT: text_document,
    Kind.MARKDOWN: markdown_document,
}
_PROLOGUE = rb"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
_OPENINGS = (
    (Kind.PDF, re.compile(rb"%PDF-")),
    (Kind.FEED, re.compile(_PROLOGUE + rb"<(?:rss|feed|rdf:RDF)\b", re.DOTALL)),
    (Kind.HTML, re.compile(_PROLOGUE + rb"<(?:!doctype html|html)\b", re.DOTALL | re.IGNORECASE)),
    (Kind.JSON, re.compile(rb'[\[{]\s*["{]')),
)
"""How what comes on standard input tells what it is; else it is text."""

_OPENING_BYTES = 2048


def _refuse(error: SourceError) -> None:
    raise error


def read_documents(
    paths: Iterable[Path | str], *, on_error: Callable[[SourceError], None] = _refuse
) -> Iterator[Document]:
    """Read the documents that paths hold, in order of path and line; those of fetched feeds come last.

    Args:
        paths: Files (text, Markdown, HTML, PDF, JSON, JSON lines, RSS, Atom; also packed with gzip), folders of
            them, "-" for standard input, or the http(s) address of a feed, which is fetched. Nothing else ever
            is: no link in any document.
        on_error: Told of every file, line, entry or address that gives no document; reading then goes on. By
            default the error is raised.

    Returns:
        The documents; of those with the same content, the first.

    Raises:
        SourceError: If a path is missing, a file is of no known kind, a folder holds none that is, or what looks
            like an address is none of a feed: at once and whatever `on_error`.
    """
    files, addresses = _parted(paths)
    return _distinct(files, addresses, on_error)


def count_documents(paths: Iterable[Path | str]) -> int:
    """Count what there is to read: what progress is measured against.

    Args:
        paths: As in `read_documents`.

    Returns:
        Records in JSON, plus files of other kinds and addresses; a feed counts as one, since only reading it tells
        how many entries it has.

    Raises:
        SourceError: As in `read_documents`.
    """
    files, addresses = _parted(paths)
    return len(addresses) + sum(_COUNTERS[file.kind](file) if file.kind in _COUNTERS else 1 for file in files)


def _parted(paths: Iterable[Path | str]) -> tuple[tuple[InputFile, ...], tuple[str, ...]]:
    """Part files from addresses."""
    given = list(paths)
    addresses = sorted({path for path in given if isinstance(path, str) and _ADDRESS.match(path)})
    for address in addresses:
        fetch.check_address(address)
    files = find_files(Path(path) for path in given if path not in addresses)
    return files, tuple(addresses)


def _distinct(
    files: Iterable[InputFile], addresses: Iterable[str], on_error: Callable[[SourceError], None]
) -> Iterator[Document]:
    seen: set[str] = set()
    with Sandbox() as sandbox:
        for found in _all(files, addresses, sandbox):
            if isinstance(found, SourceError):
                on_error(found)
            elif found.id not in seen:
                seen.add(found.id)
                yield found


def _all(files: Iterable[InputFile], addresses: Iterable[str], sandbox: Sandbox) -> _Found:
    for file in files:
        yield from _read(_of_file, file, sandbox)
    for address in addresses:
        yield from _read(_of_address, address, sandbox)


def _read(
    reader: Callable[[_Source, Sandbox], Iterable[Document | SourceError]], source: _Source, sandbox: Sandbox
) -> _Found:
    """Give what a reader finds, and the error that ends it."""
    try:
        yield from reader(source, sandbox)
    except SourceError as error:
        yield error


def _of_address(address: str, sandbox: Sandbox) -> Iterable[Document | SourceError]:
    data = sandbox.call(fetch.fetch, address, place=address, seconds=fetch.SECONDS)
    return _of_file(InputFile(address, address, Kind.FEED, data=data), sandbox)


def _of_file(file: InputFile, sandbox: Sandbox) -> Iterable[Document | SourceError]:
    if file.kind is Kind.UNTOLD:
        data = read_whole(file)
        file = replace(file, kind=_kind_of(data), data=data)
    if file.kind in _STREAMED:
        return _STREAMED[file.kind](file)
    if file.kind in _WHOLE:
        return (_WHOLE[file.kind](file),)
    return _in_sandbox(file, sandbox)


def _in_sandbox(file: InputFile, sandbox: Sandbox) -> Iterable[Document | SourceError]:
    bare = replace(file, data=None)
    if file.kind is Kind.FEED:
        data = read_whole(file, feeds.MAX_BYTES)
        return sandbox.call(feeds.feed_documents, data, bare, place=file.place, seconds=feeds.SECONDS)
    if file.kind is Kind.HTML:
        data = read_whole(file, pages.MAX_BYTES)
        return (sandbox.call(pages.page_document, data, bare, place=file.place, seconds=pages.SECONDS),)
    return (sandbox.call(pdf.pdf_document, read_whole(file), bare, place=file.place, seconds=pdf.SECONDS),)


def _kind_of(data: bytes) -> Kind:
    opening = data[:_OPENING_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for kind, pattern in _OPENINGS if pattern.match(opening)), Kind.TEXT)
