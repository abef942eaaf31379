"""`Ledger`: what was recorded, and what of it stands.

What stands is derived, never marked: the latest reading of every document that is not retracted. One writer
may write while any number of readers read, each through a `Ledger` of its own (one per thread).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import LedgerError
from kg.ledger import rows
from kg.ledger.database import connect, telling
from kg.ledger.signature import signature
from kg.model import Claim, Document, DocumentInfo, Judgement, Mention, Reading, ReadingKey


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds.

    Attributes:
        documents: Documents that stand.
        readings: Readings ever recorded, superseded ones included.
        mentions: Mentions that stand.
        claims: Claims that stand.
        rejections: Rejections that stand.
        judgements: Judgements ever recorded.
    """

    documents: int
    readings: int
    mentions: int
    claims: int
    rejections: int
    judgements: int


class Ledger:
    """The system of record, one append-only file. Make one with `Ledger.open`; use it in a `with` block."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Self:
        """Open a ledger file; a missing one is made, unless `readonly`.

        Args:
            path: The file. SQLite keeps `-wal` and `-shm` files beside it while it is open.
            readonly: Whether to refuse every write.

        Raises:
            LedgerError: If the file is missing (`readonly`), is no ledger, has another format, or cannot be
                opened.
        """
        return cls(connect(path, readonly=readonly), path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, document: Document, reading: Reading, *, recorded: str) -> bool:
        """Record a document and what was read in it, in one transaction: all of it, or nothing.

        The reading supersedes the document's latest one, which stays in the file. A retracted document stays
        retracted, whatever is read in it later.

        Args:
            document: The document.
            reading: What was read in it; claims in ascending order of id.
            recorded: UTC time of the reading, ISO 8601.

        Returns:
            Whether anything was written: False if the document's latest reading has the same key.

        Raises:
            LedgerError: If the reading is not grounded in the document, or the file cannot be written.
        """
        _check(document, reading, self._path)
        if self.has_reading(reading.key):
            return False
        row = rows.document_row(document, signature(document.text))
        with self._transaction() as connection:
            if self.has_reading(reading.key):  # another writer may have been quicker
                return False
            entry = _enter(connection, "reading", recorded)
            connection.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            _insert_reading(connection, entry, reading)
        return True

    def record_many(self, pairs: Iterable[tuple[Document, Reading]], *, recorded: str) -> int:
        """Record documents one after the other, each in its own transaction.

        Args:
            pairs: Documents with their readings.
            recorded: As in `record`.

        Returns:
            How many were written; the rest had been read by the same key already.
        """
        return sum(self.record(document, reading, recorded=recorded) for document, reading in pairs)

    def retract(self, document: str, *, reason: str, recorded: str) -> bool:
        """Record that a document no longer counts, with all that was or will be read in it.

        Args:
            document: Document id.
            reason: Why, in words.
            recorded: UTC time of the retraction, ISO 8601.

        Returns:
            Whether anything was written: False if it was retracted before.

        Raises:
            LedgerError: If there is no such document, or the file cannot be written.
        """
        if self.document(document) is None:
            raise LedgerError(
                f"there is no document {document!r}",
                place=str(self._path),
                remedy="give the id of a recorded document",
            )
        with self._transaction() as connection:
            known = "SELECT 1 FROM retraction WHERE document = ?"
            if connection.execute(known, (document,)).fetchone():
                return False
            entry = _enter(connection, "retraction", recorded)
            connection.execute("INSERT INTO retraction VALUES (?, ?, ?)", (entry, document, reason))
        return True

    def judge(self, judgement: Judgement) -> bool:
        """Record a judgement.

        Args:
            judgement: Somebody's decision. Its target need not be known: a judgement survives re-reading.

        Returns:
            Whether anything was written: False if this very judgement was recorded before.

        Raises:
            LedgerError: If the verdict is none of those of `Judgement`, or the file cannot be written.
        """
        j = judgement
        row = (j.verdict, j.target, j.other, j.author, j.recorded)
        with self._transaction() as connection:
            known = (
                "SELECT 1 FROM judgement WHERE (verdict, target, other, author, recorded) = (?, ?, ?, ?, ?)"
            )
            if connection.execute(known, row).fetchone():
                return False
            entry = _enter(connection, "judgement", j.recorded)
            connection.execute("INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?)", (entry, *row))
        return True

    @property
    def sequence(self) -> int:
        """Number of the last entry, 0 for an empty ledger; a projection is named by the one it reflects."""
        ((last,),) = self._rows("SELECT coalesce(max(sequence), 0) FROM entry")
        return int(last)

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Hold one state of the ledger: all reads in the block are of that state, whoever writes meanwhile.

        Yields:
            The sequence of that state.
        """
        with telling(self._path):
            self._connection.execute("BEGIN")
        try:
            yield self.sequence  # the first read takes hold of the state
        finally:
            with telling(self._path):
                self._connection.execute("COMMIT")

    def has_reading(self, key: ReadingKey) -> bool:
        """Tell whether the document's latest reading was made by this extractor with this ontology."""
        sql = "SELECT extractor, ontology FROM reading WHERE document = ? ORDER BY entry DESC LIMIT 1"
        return next(self._rows(sql, key.document), None) == (key.extractor, key.ontology)

    def documents(self) -> Iterator[Document]:
        """Give the documents that stand, in order of id."""
        sql = """SELECT id, text, title, url, publisher, published, name FROM document
            WHERE id NOT IN (SELECT document FROM retraction) ORDER BY id"""
        return map(rows.to_document, self._rows(sql))

    def document(self, key: str) -> Document | None:
        """Give the document of an id, retracted or not; None if it was never recorded."""
        sql = "SELECT id, text, title, url, publisher, published, name FROM document WHERE id = ?"
        return next(map(rows.to_document, self._rows(sql, key)), None)

    def infos(self) -> Iterator[DocumentInfo]:
        """Give the documents that stand without their texts, in order of id."""
        sql = """SELECT id, title, url, publisher, published, name, cites, signature
            FROM standing
            JOIN reading ON reading.entry = standing.reading
            JOIN document ON document.id = standing.document
            ORDER BY id"""
        return map(rows.to_info, self._rows(sql))

    def reading(self, document: str) -> Reading | None:
        """Give the latest reading of a document, retracted or not; None if it was never recorded."""
        sql = """SELECT entry, extractor, ontology, cites FROM reading WHERE document = ?
            ORDER BY entry DESC LIMIT 1"""
        row = next(self._rows(sql, document), None)
        if row is None:
            return None
        entry, extractor, ontology, cites = row
        claims = "SELECT * FROM claim_in_full WHERE reading = ? ORDER BY id"
        rejections = "SELECT reason, relation, start, stop FROM rejection WHERE reading = ? ORDER BY number"
        return Reading(
            key=ReadingKey(document, extractor, ontology),
            mentions=self._mentions(entry),
            claims=tuple(map(rows.to_claim, self._rows(claims, entry))),
            rejections=tuple(map(rows.to_rejection, self._rows(rejections, entry))),
            cites=tuple(json.loads(cites)),
        )

    def claims(self) -> Iterator[Claim]:
        """Give the claims that stand, in order of id."""
        sql = "SELECT claim_in_full.* FROM standing JOIN claim_in_full USING (reading) ORDER BY id"
        return map(rows.to_claim, self._rows(sql))

    def mentions(self, document: str) -> tuple[Mention, ...]:
        """Give the mentions of a document's latest reading, in text order; none if it stands no longer."""
        row = next(self._rows("SELECT reading FROM standing WHERE document = ?", document), None)
        return () if row is None else self._mentions(row[0])

    def mention_counts(self) -> Mapping[tuple[str, str, str | None], int]:
        """Count the standing documents in which each thing is mentioned.

        Returns:
            Documents by (entity type, name, gazetteer id), in that order.
        """
        sql = """SELECT type, name, known_as, count(DISTINCT mention.reading)
            FROM standing JOIN mention USING (reading)
            GROUP BY type, name, known_as ORDER BY type, name, known_as"""
        return {(kind, name, known_as): count for kind, name, known_as, count in self._rows(sql)}

    def rejections(self) -> Mapping[str, int]:
        """Count the rejections that stand, by reason in alphabetical order."""
        sql = """SELECT reason, count(*) FROM standing JOIN rejection USING (reading)
            GROUP BY reason ORDER BY reason"""
        return dict(self._rows(sql))

    def judgements(self) -> Iterator[Judgement]:
        """Give every judgement in the order of `recorded`; the rest of the record settles ties."""
        sql = """SELECT verdict, target, other, author, recorded FROM judgement
            ORDER BY recorded, target, other, verdict, author"""
        return (Judgement(*row) for row in self._rows(sql))

    def counts(self) -> Counts:
        """Count what the ledger holds."""
        sql = """SELECT
            (SELECT count(*) FROM standing),
            (SELECT count(*) FROM reading),
            (SELECT count(*) FROM standing JOIN mention USING (reading)),
            (SELECT count(*) FROM standing JOIN claim USING (reading)),
            (SELECT count(*) FROM standing JOIN rejection USING (reading)),
            (SELECT count(*) FROM judgement)"""
        return Counts(*next(self._rows(sql)))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with telling(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back on a full disk
                    self._connection.execute("ROLLBACK")
                raise

    def _mentions(self, entry: int) -> tuple[Mention, ...]:
        sql = """SELECT start, stop, text, type, name, form, known_as FROM mention
            WHERE reading = ? ORDER BY number"""
        return tuple(map(rows.to_mention, self._rows(sql, entry)))

    def _rows(self, sql: str, *values: object) -> Iterator[rows.Row]:
        with telling(self._path):
            yield from self._connection.execute(sql, values)


def _enter(connection: sqlite3.Connection, kind: str, recorded: str) -> int:
    cursor = connection.execute("INSERT INTO entry (kind, recorded) VALUES (?, ?)", (kind, recorded))
    assert cursor.lastrowid is not None  # it has just inserted
    return cursor.lastrowid


def _insert_reading(connection: sqlite3.Connection, entry: int, reading: Reading) -> None:
    namings, claims = rows.claim_rows(entry, reading)
    key = reading.key
    head = (entry, key.document, key.extractor, key.ontology, rows.pack(reading.cites))
    connection.execute("INSERT INTO reading VALUES (?, ?, ?, ?, ?)", head)
    connection.executemany(
        "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.mention_rows(entry, reading)
    )
    connection.executemany("INSERT INTO naming VALUES (?, ?, ?, ?, ?, ?)", namings)
    connection.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", claims
    )
    connection.executemany(
        "INSERT INTO rejection VALUES (?, ?, ?, ?, ?, ?)", rows.rejection_rows(entry, reading)
    )


def _check(document: Document, reading: Reading, path: Path) -> None:
    """Refuse what would break the promise that every edge can be traced to exact words."""
    problem = None
    ids = [claim.id for claim in reading.claims]
    if {reading.key.document, *(claim.evidence.document for claim in reading.claims)} != {document.id}:
        problem = "belongs to another document"
    elif any(document.text[m.span.start : m.span.end] != m.text for m in reading.mentions):
        problem = "has a mention that is not in the text where it says"
    elif any(
        document.text[e.span.start : e.span.end] != e.quote for e in (c.evidence for c in reading.claims)
    ):
        problem = "has a quote that is not in the text where it says"
    elif sorted(set(ids)) != ids:
        problem = "has claims that repeat or are not in order of id"
    if problem:
        raise LedgerError(
            f"the reading of document {document.id} {problem}",
            place=str(path),
            remedy=f"mend the extractor ({reading.key.extractor})",
        )
