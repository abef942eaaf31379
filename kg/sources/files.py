"""Which files a user's paths mean, and opening them."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import SourceError

MAX_BYTES = 64 * 2**20
"""Most that one document may take, unpacked: hundreds of times the longest filing."""

STANDARD_INPUT = Path("-")


class Kind(Enum):
    """How documents are kept in a file."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    RECORDS = "JSON lines"
    JSON = "JSON"
    FEED = "feed"
    UNTOLD = "to be told by its first bytes"


_KINDS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".jsonl": Kind.RECORDS,
    ".ndjson": Kind.RECORDS,
    ".json": Kind.JSON,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".xml": Kind.FEED,
}
_USE = f"use {', '.join(_KINDS)} (also with .gz), or a folder of these"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read.

    Attributes:
        place: Its path, "-" for standard input, or the address that it was fetched from: what errors name.
        name: What users know it by.
        kind: How documents are kept in it.
        packed: Whether it is compressed with gzip.
        data: What it holds, if that has been read already.
    """

    place: str
    name: str
    kind: Kind
    packed: bool = False
    data: bytes | None = None


def find_files(paths: Iterable[Path]) -> tuple[InputFile, ...]:
    """List the files that paths mean.

    A folder means the files below it whose kind is known; hidden files, links to folders and what is no plain
    file are passed over.

    Args:
        paths: Files, folders, or "-" for standard input.

    Returns:
        Each file once, in order of path, whatever the order of `paths`: of two files with the same content,
        it must always be the same one that gives the document its name.

    Raises:
        SourceError: If a path is missing, a file is of no known kind, or a folder holds none that is.
    """
    found = {file for path in paths for file in _files_of(path)}
    return tuple(sorted(found, key=lambda file: Path(file.place).parts))


@contextmanager
def open_file(file: InputFile) -> Iterator[BinaryIO]:
    """Open a file to read its unpacked bytes.

    Raises:
        SourceError: If it cannot be read, also when that shows only in the middle of the block.
    """
    try:
        if file.data is not None:
            yield io.BytesIO(file.data)
        elif file.place == str(STANDARD_INPUT):
            yield sys.stdin.buffer
        elif file.packed:
            with gzip.open(file.place) as stream:
                yield cast(BinaryIO, stream)
        else:
            with Path(file.place).open("rb") as stream:
                yield stream
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"cannot be read ({error})", place=file.place, remedy="check the file and your permissions"
        ) from error


def read_whole(file: InputFile, most: int | None = None) -> bytes:
    """Read all that a file holds.

    Args:
        file: What to read.
        most: Bytes that it may take, unpacked; by default `MAX_BYTES`.

    Raises:
        SourceError: If it cannot be read or takes more.
    """
    most = MAX_BYTES if most is None else most
    with open_file(file) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise SourceError(
            f"is longer than {most} bytes", place=file.place, remedy="split it, or save its text alone"
        )
    return data


def _files_of(path: Path) -> Iterator[InputFile]:
    if path == STANDARD_INPUT:
        yield InputFile(str(path), "stdin", Kind.UNTOLD)
    elif path.is_dir():
        below = list(_files_below(path))
        if not below:
            raise SourceError("the folder holds no file that can be read", place=str(path), remedy=_USE)
        yield from below
    elif path.is_file():
        file = _classify(path) if path.suffix else InputFile(str(path), _name(path), Kind.TEXT)
        if file is None:
            raise SourceError("files of this kind cannot be read", place=str(path), remedy=_USE)
        yield file
    else:
        raise SourceError("there is no such file or folder", place=str(path), remedy="check the path")


def _files_below(folder: Path) -> Iterator[InputFile]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(here, name)
            file = None if name.startswith(".") else _classify(path)
            if file is not None and path.is_file():  # a named pipe would block for ever
                yield file


def _classify(path: Path) -> InputFile | None:
    packed = path.suffix.lower() == ".gz"
    unpacked = path.with_suffix("") if packed else path
    kind = _KINDS.get(unpacked.suffix.lower())
    return None if kind is None else InputFile(str(path), _name(path), kind, packed)


def _name(path: Path) -> str:
    """Give a file's name; bytes of it that are no UTF-8 could not be recorded: replaced."""
    return os.fsencode(path.name).decode(errors="replace")
