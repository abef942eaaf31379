"""Opening the file, and telling SQLite's failures as the house tells failures."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import LedgerError
from kg.ledger import schema

BUSY_SECONDS = 5.0
"""How long a writer waits for another one: many times what one document's transaction takes."""

_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another process is writing to it: wait for it to finish, then run again",
    sqlite3.SQLITE_FULL: "free some space on the disk, then run again: what was recorded is safe",
    sqlite3.SQLITE_READONLY: "open it for writing, or make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "check the path and your permissions on its folder",
    sqlite3.SQLITE_NOTADB: "name a ledger file, or a path where a new one may be made",
    sqlite3.SQLITE_CORRUPT: "restore the file from a copy",
}


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn whatever SQLite raises in this block into a LedgerError that names the file and a remedy."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: the high ones only refine it
        problem = "the ledger is busy" if code == sqlite3.SQLITE_BUSY else f"the ledger failed ({error})"
        raise LedgerError(problem, place=str(path), remedy=_REMEDIES.get(code)) from error
    except UnicodeEncodeError as error:
        raise LedgerError(
            "half a character (a lone surrogate) cannot be recorded", place=str(path)
        ) from error


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """Open a ledger file, and make it first if it is to be written to and does not exist.

    Args:
        path: The file.
        readonly: Whether to refuse every write.

    Returns:
        A connection in autocommit mode.

    Raises:
        LedgerError: If the file is missing (`readonly`), is no ledger, has another format, or cannot be
            opened.
    """
    if readonly and not path.is_file():
        raise LedgerError("there is no ledger", place=str(path), remedy="build one, or name its path")
    with telling(path):
        if not readonly:
            _make_folder(path)
        uri = f"{path.absolute().as_uri()}?{_mode(path, readonly=readonly)}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            _prepare(connection, path, readonly=readonly)
        except BaseException:
            connection.close()
            raise
    return connection


def _mode(path: Path, *, readonly: bool) -> str:
    if not readonly:
        return "mode=rwc"
    # A reader keeps a file of its own beside the ledger, which it cannot where nobody may write: there, and if no
    # writer has left its log, the file is read as it lies.
    lies_still = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return "mode=ro&immutable=1" if lies_still else "mode=ro"


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(
            f"its folder cannot be made ({error.strerror})",
            place=str(path),
            remedy="name another, or one that may be made",
        ) from error


def _prepare(connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = FULL")  # a commit has reached the disk before it is reported
    if not readonly:
        _create(connection)
    if _pragma(connection, "application_id") != schema.APPLICATION:
        raise LedgerError("the file is no ledger", place=str(path), remedy="name another path")
    if (version := _pragma(connection, "user_version")) != schema.VERSION:
        raise LedgerError(
            f"the ledger has format {version}, and this program reads format {schema.VERSION}",
            place=str(path),
            remedy="use the version of the program that wrote it, or a newer one",
        )
    if not readonly:
        connection.execute("PRAGMA journal_mode = WAL")  # readers go on while one process writes


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables in one transaction, looking again under the lock in case another process just did."""
    if not _is_new(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_new(connection):
            for statement in schema.statements():
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back on a full disk
            connection.execute("ROLLBACK")
        raise


def _is_new(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and _pragma(connection, "application_id") == 0


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
