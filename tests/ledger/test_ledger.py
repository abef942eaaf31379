"""What the ledger records, what of it stands, and what it refuses."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import LedgerError
from kg.ledger import Counts, Ledger
from kg.ledger.signature import signature
from kg.model import Judgement, ReadingKey, Status
from tests.ledger.samples import NOW, make_document, read_sentence

JUDGEMENT = Judgement("same", "e-1", "e-2", "ada", "2031-01-02T00:00:00Z")


def record(ledger: Ledger, number: int, **options: object) -> bool:
    document = make_document(number)
    return ledger.record(document, read_sentence(document, **options), recorded=NOW)  # type: ignore[arg-type]


def test_what_is_recorded_is_read_back(ledger: Ledger) -> None:
    document = make_document(1)
    reading = read_sentence(document)
    assert ledger.record(document, reading, recorded=NOW)
    assert ledger.document(document.id) == document
    assert ledger.reading(document.id) == reading
    assert list(ledger.documents()) == [document]
    assert tuple(ledger.claims()) == reading.claims
    assert ledger.mentions(document.id) == reading.mentions
    assert ledger.rejections() == {"same-entity": 1}
    (info,) = ledger.infos()
    assert (info.id, info.title, info.published, info.name) == (
        document.id,
        "Story 1",
        "2031-05-06",
        "n1",
    )
    assert (info.cites, info.signature) == (("Fabrinet Wire",), signature(document.text))


def test_what_was_never_recorded_is_not_there(ledger: Ledger) -> None:
    assert ledger.sequence == 0
    assert ledger.document("d-0") is None
    assert ledger.reading("d-0") is None
    assert ledger.mentions("d-0") == ()
    assert not ledger.has_reading(ReadingKey("d-0", "x1", "o1"))
    assert ledger.counts() == Counts(0, 0, 0, 0, 0, 0)


def test_an_unchanged_key_writes_nothing(ledger: Ledger) -> None:
    assert record(ledger, 1)
    before = ledger.sequence
    assert not record(ledger, 1)
    assert ledger.sequence == before
    assert ledger.counts().readings == 1


def test_a_new_key_supersedes_and_history_stays(ledger: Ledger) -> None:
    record(ledger, 1)
    assert record(ledger, 1, extractor="x2", status=Status.PLANNED)
    assert [claim.status for claim in ledger.claims()] == [Status.PLANNED]
    assert ledger.counts() == Counts(1, 2, 2, 1, 1, 0)
    document = make_document(1)
    assert not ledger.has_reading(read_sentence(document).key)
    assert record(ledger, 1), "going back to the first extractor is a new reading"
    assert [claim.status for claim in ledger.claims()] == [Status.ASSERTED]


def test_a_reading_without_claims_supersedes_those_of_the_last(ledger: Ledger) -> None:
    record(ledger, 1)
    document = make_document(1)
    empty = replace(read_sentence(document, extractor="x2"), claims=(), mentions=(), rejections=(), cites=())
    ledger.record(document, empty, recorded=NOW)
    assert ledger.counts() == Counts(1, 2, 0, 0, 0, 0)
    assert [info.cites for info in ledger.infos()] == [()]


def test_a_retracted_document_counts_no_more_and_stays_in_the_file(ledger: Ledger) -> None:
    record(ledger, 1)
    record(ledger, 2)
    gone = make_document(1)
    assert ledger.retract(gone.id, reason="withdrawn", recorded=NOW)
    assert not ledger.retract(gone.id, reason="withdrawn again", recorded=NOW)
    record(ledger, 1, extractor="x2")
    kept = make_document(2).id
    assert [document.id for document in ledger.documents()] == [kept]
    assert [info.id for info in ledger.infos()] == [kept]
    assert {claim.evidence.document for claim in ledger.claims()} == {kept}
    assert ledger.mentions(gone.id) == ()
    assert ledger.counts() == Counts(1, 3, 2, 1, 1, 0)
    assert ledger.document(gone.id) == gone
    assert ledger.reading(gone.id) is not None


def test_only_what_is_known_can_be_retracted(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no document 'd-0'"):
        ledger.retract("d-0", reason="", recorded=NOW)


def test_judgements_are_kept_in_order_of_time_and_once(ledger: Ledger) -> None:
    early = replace(JUDGEMENT, recorded="2030-01-01T00:00:00Z", verdict="different")
    assert ledger.judge(JUDGEMENT)
    assert ledger.judge(early)
    assert not ledger.judge(JUDGEMENT)
    assert list(ledger.judgements()) == [early, JUDGEMENT]
    assert ledger.sequence == 2


def test_an_unknown_verdict_is_refused_whole(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="verdict"):
        ledger.judge(replace(JUDGEMENT, verdict="perhaps"))
    assert ledger.sequence == 0


def test_the_sequence_grows_with_every_entry(ledger: Ledger) -> None:
    seen = [ledger.sequence]
    record(ledger, 1)
    seen.append(ledger.sequence)
    ledger.judge(JUDGEMENT)
    seen.append(ledger.sequence)
    ledger.retract(make_document(1).id, reason="withdrawn", recorded=NOW)
    seen.append(ledger.sequence)
    assert seen == [0, 1, 2, 3]


def test_everything_comes_in_order_of_id_whatever_the_order_of_recording(tmp_path: Path) -> None:
    contents = []
    for order in (range(20), reversed(range(20))):
        with Ledger.open(tmp_path / str(len(contents))) as ledger:
            pairs = [(d, read_sentence(d)) for d in map(make_document, order)]
            assert ledger.record_many(pairs, recorded=NOW) == 20
            assert ledger.record_many(pairs, recorded=NOW) == 0
            contents.append((list(ledger.documents()), list(ledger.infos()), list(ledger.claims())))
    assert contents[0] == contents[1]
    for records in contents[0]:
        ids = [record.id for record in records]
        assert ids == sorted(ids)


def test_mention_counts_count_documents_not_mentions(ledger: Ledger) -> None:
    for number in (1, 2):
        document = make_document(number)
        reading = read_sentence(document)
        twice = replace(reading, mentions=(*reading.mentions, reading.mentions[1]))
        ledger.record(document, twice, recorded=NOW)
    assert ledger.mention_counts() == {
        ("Company", "Kestrel", "company:kestrel"): 2,
        ("Company", "Orsa 1", None): 1,
        ("Company", "Orsa 2", None): 1,
    }


def test_documents_can_be_read_again_while_they_are_listed(ledger: Ledger) -> None:
    for number in range(30):
        record(ledger, number)
    for document in ledger.documents():
        ledger.record(document, read_sentence(document, extractor="x2"), recorded=NOW)
    assert ledger.counts() == Counts(30, 60, 60, 30, 30, 0)


@pytest.mark.parametrize("change", ["text", "document", "order"])
def test_a_reading_that_does_not_fit_its_document_is_refused_whole(ledger: Ledger, change: str) -> None:
    document = make_document(1)
    reading = read_sentence(document)
    (claim,) = reading.claims
    claims = {
        "text": (replace(claim, evidence=replace(claim.evidence, quote="Orsa denies it.")),),
        "document": (replace(claim, evidence=replace(claim.evidence, document="d-0")),),
        "order": (claim, claim),
    }[change]
    with pytest.raises(LedgerError, match=f"reading of document {document.id}"):
        ledger.record(document, replace(reading, claims=claims), recorded=NOW)
    assert ledger.sequence == 0


def test_a_mention_that_is_not_in_the_text_is_refused(ledger: Ledger) -> None:
    document = make_document(1)
    reading = read_sentence(document)
    astray = replace(reading, mentions=(replace(reading.mentions[0], text="Fabrinet"),))
    with pytest.raises(LedgerError, match="mention"):
        ledger.record(document, astray, recorded=NOW)


def test_half_a_character_is_told_as_such(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="surrogate"):
        ledger.judge(replace(JUDGEMENT, author="\ud800"))
    assert ledger.sequence == 0


def test_nothing_can_be_changed_or_deleted(path: Path, ledger: Ledger) -> None:
    record(ledger, 1)
    ledger.judge(JUDGEMENT)
    ledger.retract(make_document(1).id, reason="withdrawn", recorded=NOW)
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) == 9
    for table in tables:
        (column,) = connection.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone()
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()
