"""Records to rows and back, exactly."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

from kg.model import (
    Argument,
    Claim,
    Document,
    DocumentInfo,
    Evidence,
    Form,
    Mention,
    Reading,
    Rejection,
    Span,
    Status,
)

Row = tuple[Any, ...]


def pack(items: tuple[object, ...]) -> str:
    """Write strings, or tuples of strings, as compact JSON."""
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def document_row(document: Document, signature: tuple[int, ...]) -> Row:
    """Give the columns of a document and its signature, packed as little-endian 32-bit numbers."""
    d = document
    packed = struct.pack(f"<{len(signature)}I", *signature)
    return d.id, d.text, d.title, d.url, d.publisher, d.published, d.name, packed


def mention_rows(entry: int, reading: Reading) -> Iterator[Row]:
    """Give the rows of a reading's mentions, numbered in their order."""
    for number, m in enumerate(reading.mentions):
        yield entry, number, m.span.start, m.span.end, m.text, m.type, m.name, m.form.value, m.known_as


def rejection_rows(entry: int, reading: Reading) -> Iterator[Row]:
    """Give the rows of a reading's rejections, numbered in their order."""
    for number, r in enumerate(reading.rejections):
        yield entry, number, r.reason, r.relation, r.span.start, r.span.end


def claim_rows(entry: int, reading: Reading) -> tuple[list[Row], list[Row]]:
    """Give the rows of what a reading's claims are about, each once, and of the claims themselves."""
    numbers: dict[Row, int] = {}

    def end(argument: Argument) -> Row:
        naming = (argument.name, argument.type, pack(argument.forms), argument.known_as)
        return numbers.setdefault(naming, len(numbers)), argument.span.start, argument.span.end

    claims = [
        (
            *(entry, c.id, *end(c.subject), c.relation, *end(c.object), c.status.value),
            *(e.span.start, e.span.end, e.quote, e.extractor, e.rule),
            *(c.attribution, pack(c.qualifiers), c.confidence, c.published, c.valid_from, c.valid_to),
        )
        for c in reading.claims
        for e in (c.evidence,)
    ]
    return [(entry, number, *naming) for naming, number in numbers.items()], claims


def to_document(row: Row) -> Document:
    """Read a document from the columns of its table before the signature."""
    return Document(*row)


def to_info(row: Row) -> DocumentInfo:
    """Read what the graph keeps of a document: its columns but the text, `cites` and `signature`."""
    key, title, url, publisher, published, name, cites, packed = row
    signature = struct.unpack(f"<{len(packed) // 4}I", packed)
    return DocumentInfo(key, title, url, publisher, published, name, tuple(json.loads(cites)), signature)


def to_mention(row: Row) -> Mention:
    """Read a mention from the columns of its table after the number."""
    start, stop, text, kind, name, form, known_as = row
    return Mention(Span(start, stop), text, kind, name, Form(form), known_as)


def to_rejection(row: Row) -> Rejection:
    """Read a rejection from the columns of its table after the number."""
    reason, relation, start, stop = row
    return Rejection(reason, relation, Span(start, stop))


def to_claim(row: Row) -> Claim:
    """Read a claim from the columns of the view `claim_in_full`."""
    _, document, key, relation, status = row[:5]
    subject, obj = row[5:11], row[11:17]
    start, stop, quote, extractor, rule = row[17:22]
    attribution, qualifiers, confidence, published, valid_from, valid_to = row[22:]
    return Claim(
        id=key,
        subject=_argument(subject),
        relation=relation,
        object=_argument(obj),
        status=Status(status),
        evidence=Evidence(document, Span(start, stop), quote, extractor, rule),
        attribution=attribution,
        qualifiers=tuple((name, words) for name, words in json.loads(qualifiers)),
        confidence=confidence,
        published=published,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _argument(row: Row) -> Argument:
    name, kind, start, stop, forms, known_as = row
    return Argument(name, kind, Span(start, stop), tuple(json.loads(forms)), known_as)
