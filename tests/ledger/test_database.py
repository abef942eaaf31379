"""Opening a ledger file, and several processes at it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.errors import LedgerError
from kg.ledger import Ledger, database
from tests.ledger.samples import NOW, make_document, read_sentence


def record(ledger: Ledger, number: int) -> bool:
    document = make_document(number)
    return ledger.record(document, read_sentence(document), recorded=NOW)


def test_a_ledger_is_made_with_its_folder_and_opens_again(path: Path) -> None:
    with Ledger.open(path) as ledger:
        record(ledger, 1)
    with Ledger.open(path) as ledger:
        assert ledger.counts().documents == 1
        assert record(ledger, 2)


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    """A writer killed before its first commit leaves one."""
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(path, readonly=True)
    with Ledger.open(path) as ledger:
        assert record(ledger, 1)


def test_a_commit_is_on_the_disk_when_it_is_reported(path: Path) -> None:
    with Ledger.open(path) as ledger:
        settings = ledger._connection
        assert settings.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert settings.execute("PRAGMA synchronous").fetchone() == (2,)
        assert settings.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_reader_needs_a_ledger_and_cannot_write(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger; build one"):
        Ledger.open(path, readonly=True)
    assert not path.parent.exists()
    Ledger.open(path).close()
    with (
        Ledger.open(path, readonly=True) as ledger,
        pytest.raises(LedgerError, match="open it for writing"),
    ):
        record(ledger, 1)


def test_a_name_with_url_characters_is_just_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#b %20.sqlite"
    with Ledger.open(path) as ledger:
        record(ledger, 1)
    assert path.is_file()
    with Ledger.open(path, readonly=True) as ledger:
        assert ledger.counts().documents == 1


def test_a_newer_format_is_refused(path: Path) -> None:
    Ledger.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for readonly in (False, True):
        with pytest.raises(LedgerError, match=f"{path}: the ledger has format 99.*newer"):
            Ledger.open(path, readonly=readonly)


def test_other_files_are_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text("Orsa supplies Kestrel. " * 100)
    foreign = tmp_path / "foreign.sqlite"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    for path in (text, foreign):
        before = path.read_bytes()
        with pytest.raises(LedgerError, match=str(path)):
            Ledger.open(path)
        assert path.read_bytes() == before
    with pytest.raises(LedgerError, match="check the path"):
        Ledger.open(tmp_path)
    with pytest.raises(LedgerError, match="folder cannot be made"):
        Ledger.open(text / "ledger.sqlite")


def test_readers_read_on_while_one_writes(path: Path) -> None:
    with Ledger.open(path) as writer, Ledger.open(path, readonly=True) as reader:
        record(writer, 1)
        listing = reader.documents()
        first = next(listing)
        record(writer, 2)
        assert [first, *listing] == [make_document(1)], "a listing is of one state"
        assert reader.counts().documents == 2


def test_a_snapshot_holds_one_state_over_many_reads(path: Path) -> None:
    with Ledger.open(path) as writer, Ledger.open(path, readonly=True) as reader:
        record(writer, 1)
        with reader.snapshot() as sequence:
            record(writer, 2)
            assert sequence == reader.sequence == 1
            assert len(list(reader.claims())) == len(list(reader.infos())) == 1
        assert reader.sequence == 2
        assert len(list(reader.claims())) == 2


def test_a_second_writer_is_told_that_the_ledger_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Ledger.open(path) as first, Ledger.open(path) as second:
        with (
            first._transaction(),
            pytest.raises(LedgerError, match=f"{path}: the ledger is busy; .*wait"),
        ):
            record(second, 1)
        assert record(second, 1), "once the first is done, the second can go on"
        assert not record(first, 1)


def test_a_failed_record_leaves_nothing_behind(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger._connection.execute(
            "CREATE TEMP TRIGGER stop BEFORE INSERT ON rejection BEGIN SELECT RAISE(ABORT, 'stop'); END"
        )
        with pytest.raises(LedgerError, match="stop"):
            record(ledger, 1)
        assert ledger.sequence == 0
        assert list(ledger.documents()) == []
        assert not ledger._connection.in_transaction


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        list(ledger.documents())
