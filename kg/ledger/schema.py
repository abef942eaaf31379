"""The tables of a ledger file.

Everything hangs on `entry`: one row for each thing that was ever recorded, numbered in order. What stands
(the latest reading of each document that is not retracted) is derived by the view `standing`; nothing is
marked, changed or deleted, and triggers see to it. `naming` holds an entity as one document names it, once
per reading, however many claims it stands in.
"""

from __future__ import annotations

VERSION = 1
"""Written to `user_version`; raised whenever the tables change."""

APPLICATION = 0x4B454952
"""Written to `application_id` ("KEIR"): tells a ledger from any other SQLite file."""

_TABLES = {
    "entry": """(
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('reading', 'retraction', 'judgement')),
        recorded TEXT NOT NULL)""",
    "document": """(
        id TEXT PRIMARY KEY,
        text TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, publisher TEXT NOT NULL,
        published TEXT, name TEXT NOT NULL,
        signature BLOB NOT NULL)""",
    "reading": """(
        entry INTEGER PRIMARY KEY REFERENCES entry,
        document TEXT NOT NULL REFERENCES document,
        extractor TEXT NOT NULL, ontology TEXT NOT NULL,
        cites TEXT NOT NULL)""",
    "mention": """(
        reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL,
        type TEXT NOT NULL, name TEXT NOT NULL, form TEXT NOT NULL, known_as TEXT,
        PRIMARY KEY (reading, number)) WITHOUT ROWID""",
    "naming": """(
        reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
        name TEXT NOT NULL, type TEXT NOT NULL, forms TEXT NOT NULL, known_as TEXT,
        PRIMARY KEY (reading, number)) WITHOUT ROWID""",
    "claim": """(
        reading INTEGER NOT NULL REFERENCES reading, id TEXT NOT NULL,
        subject INTEGER NOT NULL, subject_start INTEGER NOT NULL, subject_stop INTEGER NOT NULL,
        relation TEXT NOT NULL,
        object INTEGER NOT NULL, object_start INTEGER NOT NULL, object_stop INTEGER NOT NULL,
        status TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, quote TEXT NOT NULL,
        extractor TEXT NOT NULL, rule TEXT NOT NULL,
        attribution TEXT, qualifiers TEXT NOT NULL, confidence REAL NOT NULL,
        published TEXT, valid_from TEXT, valid_to TEXT,
        PRIMARY KEY (reading, id),
        FOREIGN KEY (reading, subject) REFERENCES naming,
        FOREIGN KEY (reading, object) REFERENCES naming) WITHOUT ROWID""",
    "rejection": """(
        reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
        reason TEXT NOT NULL, relation TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
        PRIMARY KEY (reading, number)) WITHOUT ROWID""",
    "retraction": """(
        entry INTEGER PRIMARY KEY REFERENCES entry,
        document TEXT NOT NULL UNIQUE REFERENCES document,
        reason TEXT NOT NULL)""",
    "judgement": """(
        entry INTEGER PRIMARY KEY REFERENCES entry,
        verdict TEXT NOT NULL CHECK (verdict IN ('confirm', 'reject', 'same', 'different')),
        target TEXT NOT NULL, other TEXT NOT NULL, author TEXT NOT NULL, recorded TEXT NOT NULL,
        UNIQUE (verdict, target, other, author, recorded))""",
}

_DERIVED = (
    "CREATE INDEX reading_of ON reading (document, entry)",
    """CREATE VIEW standing AS
        SELECT document, max(entry) AS reading FROM reading
        WHERE document NOT IN (SELECT document FROM retraction)
        GROUP BY document""",
    """CREATE VIEW claim_in_full AS
        SELECT c.reading, reading.document, c.id, c.relation, c.status,
            s.name AS subject_name, s.type AS subject_type, c.subject_start, c.subject_stop,
            s.forms AS subject_forms, s.known_as AS subject_known_as,
            o.name AS object_name, o.type AS object_type, c.object_start, c.object_stop,
            o.forms AS object_forms, o.known_as AS object_known_as,
            c.start, c.stop, c.quote, c.extractor, c.rule,
            c.attribution, c.qualifiers, c.confidence, c.published, c.valid_from, c.valid_to
        FROM claim c
        JOIN reading ON reading.entry = c.reading
        JOIN naming s ON s.reading = c.reading AND s.number = c.subject
        JOIN naming o ON o.reading = c.reading AND o.number = c.object""",
)


def statements() -> tuple[str, ...]:
    """Give the statements that make an empty file a ledger, in order."""
    tables = [f"CREATE TABLE {name} {columns}" for name, columns in _TABLES.items()]
    guards = [
        f"CREATE TRIGGER {name}_no_{change} BEFORE {change} ON {name} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for name in _TABLES
        for change in ("update", "delete")
    ]
    marks = [f"PRAGMA application_id = {APPLICATION}", f"PRAGMA user_version = {VERSION}"]
    return (*tables, *_DERIVED, *guards, *marks)
