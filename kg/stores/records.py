"""Records of the graph as JSON and back, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kg.model import Argument, Claim, DocumentInfo, Entity, Evidence, Relation, Span, Status

Json = dict[str, Any]


def encode(record: Any) -> Json:  # noqa: ANN401
    """Write a record of the graph as a JSON object."""
    return {field.name: _value(getattr(record, field.name)) for field in fields(record)}


def _value(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return {_value(key): item for key, item in value.items()}
    return encode(value) if hasattr(value, "__dataclass_fields__") else value


def _strings(data: Json, *names: str) -> Json:
    return {**data, **{name: tuple(data[name]) for name in names}}


def _pairs(data: Json, name: str) -> Json:
    return {**data, name: tuple(tuple(pair) for pair in data[name])}


def _entity(data: Json) -> Entity:
    return Entity(**_pairs(_strings(data, "names"), "identifiers"))


def _relation(data: Json) -> Relation:
    counts = {status: data["counts"][status.value] for status in Status if status.value in data["counts"]}
    return Relation(
        **{**_strings(data, "claims", "derived_from"), "status": Status(data["status"]), "counts": counts}
    )


def _argument(data: Json) -> Argument:
    return Argument(**{**_strings(data, "forms"), "span": Span(**data["span"])})


def _claim(data: Json) -> Claim:
    evidence = Evidence(**{**data["evidence"], "span": Span(**data["evidence"]["span"])})
    ends = {"subject": _argument(data["subject"]), "object": _argument(data["object"])}
    return Claim(
        **{**_pairs(data, "qualifiers"), **ends, "status": Status(data["status"]), "evidence": evidence}
    )


def _document(data: Json) -> DocumentInfo:
    return DocumentInfo(**_strings(data, "cites", "signature"))


DECODERS: Mapping[str, Callable[[Json], Any]] = MappingProxyType(
    {"entities": _entity, "relations": _relation, "claims": _claim, "documents": _document}
)
"""JSON object -> record, by attribute of `Graph`, which is also the name of the file."""
