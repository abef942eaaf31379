"""The graph as four tables, which CSV and Parquet files share.

Columns are as in the stores: lists of names; identifiers as "scheme:value", qualifiers as "name: words". Dates stay the
ISO 8601 text that was given, because "2025-09-24" and "2025-09-24T00:00:00Z" say different things and one timestamp
cannot; beside `published` stands `known_from`, the UTC time from which it could be acted on (`kg.model.known_from`),
which is what point-in-time joins need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kg.graph import Graph
from kg.model import Status, known_from
from kg.stores.property_graph import supported

Kind = Literal["text", "texts", "count", "number", "time"]
"""What a column holds: text, a list of texts, a whole number, a fraction, a UTC time."""

Cell = str | int | float | datetime | list[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what it holds; any cell but a list may be missing."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the graph, rows in order of id; `rows` can be gone through once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterator[tuple[Cell, ...]]


def _columns(names: str, kind: Kind = "text") -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name in names.split())


_ENTITIES = (*_columns("id type name"), *_columns("names identifiers", "texts"))
_RELATIONS = (
    *_columns("id subject subject_name type object object_name"),
    Column("belief", "number"),
    Column("status", "text"),
    *(Column(status.value, "count") for status in Status),
    Column("origins", "count"),
    *_columns("first_published last_published"),
    Column("known_from", "time"),
    *_columns("claims derived_from", "texts"),
)
_CLAIMS = (
    *_columns("id relation subject_text type object_text status attribution"),
    Column("confidence", "number"),
    Column("published", "text"),
    Column("known_from", "time"),
    *_columns("valid_from valid_to document"),
    *_columns("start end", "count"),
    *_columns("quote extractor rule"),
    Column("qualifiers", "texts"),
)
_DOCUMENTS = (
    *_columns("id name title publisher published"),
    Column("known_from", "time"),
    Column("url", "text"),
    Column("cites", "texts"),
)


def tables(graph: Graph) -> tuple[Table, ...]:
    """Give the graph's tables: entities, relations, claims and documents.

    In the table of claims, `relation` is the id of the relation that the claim states, and `subject_text` and
    `object_text` are the names that its document uses.
    """
    return (
        Table("entities", _ENTITIES, _entities(graph)),
        Table("relations", _RELATIONS, _relations(graph)),
        Table("claims", _CLAIMS, _claims(graph)),
        Table("documents", _DOCUMENTS, _documents(graph)),
    )


def _known_from(published: str | None) -> datetime | None:
    return None if published is None else known_from(published)


def _pairs(pairs: Iterable[tuple[str, str]], separator: str) -> list[str]:
    return [f"{name}{separator}{value}" for name, value in pairs]


def _entities(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for e in graph.entities.values():
        yield e.id, e.type, e.name, list(e.names), _pairs(e.identifiers, ":")


def _relations(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for r in graph.relations.values():
        ends = (graph.entities[r.subject].name, r.type, r.object, graph.entities[r.object].name)
        counts = (r.counts[status] for status in Status)
        times = (r.first_published, r.last_published, _known_from(r.first_published))
        rests_on = (list(r.claims), list(r.derived_from))
        yield r.id, r.subject, *ends, r.belief, r.status.value, *counts, r.origins, *times, *rests_on


def _claims(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    stated = supported(graph)
    for c in graph.claims.values():
        said = (c.subject.name, c.relation, c.object.name, c.status.value, c.attribution, c.confidence)
        times = (c.published, _known_from(c.published), c.valid_from, c.valid_to)
        where = (c.evidence.document, c.evidence.span.start, c.evidence.span.end, c.evidence.quote)
        read_by = (c.evidence.extractor, c.evidence.rule, _pairs(c.qualifiers, ": "))
        yield c.id, stated.get(c.id), *said, *times, *where, *read_by


def _documents(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    for d in graph.documents.values():
        times = (d.published, _known_from(d.published))
        yield d.id, d.name, d.title, d.publisher, *times, d.url, list(d.cites)
