"""Which files a user's paths mean, and opening them."""

from __future__ import annotations

import gzip
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
    RECORDS = "JSON lines"


_KINDS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
    ".markdown": Kind.TEXT,
    ".jsonl": Kind.RECORDS,
    ".ndjson": Kind.RECORDS,
    ".json": Kind.RECORDS,
}
_USE = f"use {', '.join(_KINDS)} (also with .gz), or a folder of these"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read.

    Attributes:
        path: Where it is; "-" is standard input.
        kind: How documents are kept in it.
        packed: Whether it is compressed with gzip.
    """

    path: Path
    kind: Kind
    packed: bool = False

    @property
    def name(self) -> str:
        """What users know it by; bytes of a file name that are no UTF-8 could not be recorded: replaced."""
        if self.path == STANDARD_INPUT:
            return "stdin"
        return os.fsencode(self.path.name).decode(errors="replace")


def find_files(paths: Iterable[Path]) -> tuple[InputFile, ...]:
    """List the files that paths mean.

    A folder means the files below it whose kind is known; hidden files, links to folders and what is no plain
    file are passed over.

    Args:
        paths: Files, folders, or "-" for a text on standard input.

    Returns:
        Each file once, in order of path, whatever the order of `paths`: of two files with the same content,
        it must always be the same one that gives the document its name.

    Raises:
        SourceError: If a path is missing, a file is of no known kind, or a folder holds none that is.
    """
    found = {file for path in paths for file in _files_of(path)}
    return tuple(sorted(found, key=lambda file: file.path.parts))


@contextmanager
def open_file(file: InputFile) -> Iterator[BinaryIO]:
    """Open a file to read its unpacked bytes.

    Raises:
        SourceError: If it cannot be read, also when that shows only in the middle of the block.
    """
    try:
        if file.path == STANDARD_INPUT:
            yield sys.stdin.buffer
        elif file.packed:
            with gzip.open(file.path) as stream:
                yield cast(BinaryIO, stream)
        else:
            with file.path.open("rb") as stream:
                yield stream
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"cannot be read ({error})", place=str(file.path), remedy="check the file and your permissions"
        ) from error


def _files_of(path: Path) -> Iterator[InputFile]:
    if path == STANDARD_INPUT:
        yield InputFile(path, Kind.TEXT)
    elif path.is_dir():
        below = list(_files_below(path))
        if not below:
            raise SourceError("the folder holds no file that can be read", place=str(path), remedy=_USE)
        yield from below
    elif path.is_file():
        file = _classify(path) if path.suffix else InputFile(path, Kind.TEXT)
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
    return None if kind is None else InputFile(path, kind, packed)
