"""Annotations as offsets, types and relations: of articles that lie elsewhere, or beside the text that they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.evaluation import GoldClaim, GoldDocument, GoldEntity
from kg.model import Status


def write_standoff(
    documents: Iterable[GoldDocument], texts: Mapping[str, str], path: Path, *, with_text: bool = False
) -> None:
    """Write annotated articles as lines that hold no word of them, unless asked to.

    A form of an entity is the place where it first stands, a claim's evidence the place of its words. What does not
    stand in the text is left out, and so is a claim with an end that is left out.

    Args:
        documents: Annotated articles.
        texts: Their texts by id.
        path: File of JSON lines.
        with_text: Whether each line holds the text too.
    """
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            record = _record(document, texts[document.id])
            if with_text:
                record["text"] = texts[document.id]
            file.write(json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n")


def _record(document: GoldDocument, text: str) -> dict[str, object]:
    numbers: dict[str, int] = {}
    entities = []
    for entity in document.entities:
        forms = [f for form in dict.fromkeys((entity.name, *entity.aliases)) if (f := _place(form, text))]
        if forms:
            numbers[entity.name] = len(entities)
            entities.append({"type": entity.type, "forms": forms})
    claims = [
        [numbers[c.subject], c.relation, numbers[c.object], c.status.value, *place]
        for c in document.claims
        if c.subject in numbers and c.object in numbers and (place := _place(c.evidence, text))
    ]
    return {"id": document.id, "entities": entities, "claims": claims}


def _place(words: str, text: str) -> list[int]:
    at = text.find(words)
    return [at, at + len(words)] if at >= 0 and words else []


def read_standoff(path: Path, texts: Mapping[str, str]) -> Iterator[GoldDocument]:
    """Read what `write_standoff` wrote; articles whose text is not at hand are left out."""
    for record in _records(path):
        text = texts.get(record["id"])
        if text is None:
            continue
        forms = [tuple(text[start:end] for start, end in e["forms"]) for e in record["entities"]]
        entities = tuple(
            GoldEntity(f[0], e["type"], f[1:]) for f, e in zip(forms, record["entities"], strict=True)
        )
        claims = tuple(
            GoldClaim(forms[s][0], relation, forms[o][0], Status(status), evidence=text[start:end])
            for s, relation, o, status, start, end in record["claims"]
        )
        yield GoldDocument(record["id"], entities, claims)


def standoff_texts(path: Path) -> dict[str, str]:
    """Give the texts by id of articles that `write_standoff` wrote with their text."""
    return {record["id"]: record["text"] for record in _records(path)}


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
