"""Paths in, documents out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import SourceError
from kg.model import Document
from kg.sources.files import InputFile, Kind, find_files
from kg.sources.records import count_records, record_documents
from kg.sources.text import text_documents

_READERS: dict[Kind, Callable[[InputFile], Iterator[Document | SourceError]]] = {
    Kind.TEXT: text_documents,
    Kind.RECORDS: record_documents,
}


def _refuse(error: SourceError) -> None:
    raise error


def read_documents(
    paths: Iterable[Path], *, on_error: Callable[[SourceError], None] = _refuse
) -> Iterator[Document]:
    """Read the documents that paths hold, in order of path and line.

    Args:
        paths: Files (text, JSON lines, also packed with gzip), folders of them, "-" for a text on standard
            input.
        on_error: Told of every file or line that gives no document; reading then goes on. By default the
            error is raised.

    Returns:
        The documents; of those with the same content, the first.

    Raises:
        SourceError: If a path is missing, a file is of no known kind, or a folder holds none that is: at once
            and whatever `on_error`.
    """
    return _distinct(find_files(paths), on_error)


def count_documents(paths: Iterable[Path]) -> int:
    """Count what there is to read, without parsing it: what progress is measured against.

    Args:
        paths: As in `read_documents`.

    Returns:
        Text files plus lines that hold something: the documents and errors that reading gives, and copies.

    Raises:
        SourceError: As in `read_documents`.
    """
    return sum(count_records(file) if file.kind is Kind.RECORDS else 1 for file in find_files(paths))


def _distinct(files: Iterable[InputFile], on_error: Callable[[SourceError], None]) -> Iterator[Document]:
    seen: set[str] = set()
    for file in files:
        for found in _READERS[file.kind](file):
            if isinstance(found, SourceError):
                on_error(found)
            elif found.id not in seen:
                seen.add(found.id)
                yield found
