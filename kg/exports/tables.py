"""The graph as CSV files for spreadsheets and risk models."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from kg.errors import StoreError
from kg.graph import Graph
from kg.model import Status

FORMAT = 1
"""Version of the files' layout; it changes when a column changes its meaning."""

Cell = str | int | float | None

_ENTITIES = ("id", "type", "name", "names", "identifiers")
_RELATIONS = (
    *("id", "subject", "subject_name", "type", "object", "object_name", "belief", "status"),
    *(status.value for status in Status),
    *("origins", "first_published", "last_published"),
)
_CLAIMS = (
    *("id", "relation", "subject_text", "type", "object_text", "status", "attribution", "confidence"),
    *("published", "valid_from", "valid_to", "document", "start", "end", "quote", "extractor", "rule"),
    "qualifiers",
)
_DOCUMENTS = ("id", "name", "title", "publisher", "published", "url", "cites")

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, "CSV Injection"). The
# apostrophe is here too, so that dropping one leading apostrophe gives every cell back as it was.
_RISKY = tuple("=+-@\t\r\n＝＋－＠'")


def export_csv(graph: Graph, directory: Path) -> Path:
    """Write `entities.csv`, `relations.csv`, `claims.csv`, `documents.csv` and `manifest.json`.

    UTF-8, lines end in a line feed, texts are quoted, missing values are empty, rows are in order of id,
    lists are JSON arrays in a cell; the same graph gives the same bytes. Texts that a spreadsheet would run
    as a formula, and those that begin with an apostrophe, get an apostrophe in front: whoever reads the
    files with a program drops one leading apostrophe.

    Args:
        graph: What to write.
        directory: Made if it is not there; files of these names in it are replaced.

    Returns:
        Path of the manifest: versions, and each file's number of rows and BLAKE2b hash.

    Raises:
        StoreError: If the directory cannot be written.
    """
    tables = {
        "entities.csv": (_ENTITIES, _entities(graph)),
        "relations.csv": (_RELATIONS, _relations(graph)),
        "claims.csv": (_CLAIMS, _claims(graph)),
        "documents.csv": (_DOCUMENTS, _documents(graph)),
    }
    files: dict[str, Mapping[str, object]] = {}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, (header, rows) in tables.items():
            content, count = _csv(header, rows)
            (directory / name).write_bytes(content)
            files[name] = {"rows": count, "blake2b": blake2b(content, digest_size=32).hexdigest()}
        manifest = directory / "manifest.json"
        manifest.write_bytes(_manifest(graph, files))
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", place=str(directory), remedy="name a folder that can be"
        ) from error
    return manifest


def _manifest(graph: Graph, files: Mapping[str, Mapping[str, object]]) -> bytes:
    content = {
        "format": FORMAT,
        "keiretsu": version("keiretsu"),
        "sequence": graph.sequence,
        "ontology": graph.ontology_hash,
        "files": files,
    }
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode()


def _csv(header: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> tuple[bytes, int]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    return buffer.getvalue().encode(), count


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: one apostrophe goes before what looks like one."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _list(items: Iterable[object]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _entities(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for e in graph.entities.values():
        yield e.id, e.type, e.name, _list(e.names), _list(e.identifiers)


def _relations(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for r in graph.relations.values():
        ends = (graph.entities[r.subject].name, r.type, r.object, graph.entities[r.object].name)
        counts = (r.counts[status] for status in Status)
        times = (r.first_published, r.last_published)
        yield r.id, r.subject, *ends, r.belief, r.status.value, *counts, r.origins, *times


def _claims(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    relation_of = {key: relation.id for relation in graph.relations.values() for key in relation.claims}
    for c in graph.claims.values():
        said = (c.subject.name, c.relation, c.object.name, c.status.value, c.attribution, c.confidence)
        times = (c.published, c.valid_from, c.valid_to)
        where = (c.evidence.document, c.evidence.span.start, c.evidence.span.end, c.evidence.quote)
        read_by = (c.evidence.extractor, c.evidence.rule, _list(c.qualifiers))
        yield c.id, relation_of[c.id], *said, *times, *where, *read_by


def _documents(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for d in graph.documents.values():
        yield d.id, d.name, d.title, d.publisher, d.published, d.url, _list(d.cites)
