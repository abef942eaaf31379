"""Small worlds made by hand: a vocabulary, claims and documents in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.graph import Graph, build_graph
from kg.model import Argument, Claim, DocumentInfo, Evidence, Judgement, Span, Status
from kg.ontology import Ontology, RelationType
from kg.resolve import resolve

ANY = frozenset({"Company", "Organization", "Agency", "Government", "Place", "Person", "Product"})


def relation_type(name: str, **fields: object) -> RelationType:
    """Make a relation type that admits everything, exposes the object, and never ages."""
    made = RelationType(
        name=name,
        iri=f"urn:test:{name}",
        definition=name,
        example="",
        domain=ANY,
        range=ANY,
        symmetric=False,
        parent=None,
        category="test",
        kind="state",
        exposed="object",
        channel="supply",
        effect=1,
        transmission=0.5,
        half_life=None,
        alignments=(),
        lexicalisations=(),
    )
    return replace(made, **fields)


def vocabulary(*relation_types: RelationType) -> Ontology:
    """Make a vocabulary of some relation types alone."""
    by_name = {kind.name: kind for kind in sorted(relation_types, key=lambda k: k.name)}
    return Ontology(MappingProxyType({}), MappingProxyType(by_name), MappingProxyType({}), "0123456789abcdef")


SUPPLIES = relation_type("supplies", exposed="both")
AGES = relation_type("ages", half_life=100.0)
RIVALS = relation_type(
    "rivals", symmetric=True, exposed="both", channel="competition", effect=-1, transmission=0.1
)
LISTS = relation_type("lists", exposed="none", effect=0)
ONTOLOGY = vocabulary(SUPPLIES, AGES, RIVALS, LISTS)


def argument(
    name: str, kind: str = "Company", *, known_as: str | None = None, forms: Iterable[str] = ()
) -> Argument:
    return Argument(name, kind, Span(0, 1), tuple(sorted({name, *forms})), known_as)


def document(key: str, published: str | None = None, **fields: object) -> DocumentInfo:
    return replace(DocumentInfo(key, f"About {key}", "", "", published, ""), **fields)


def claim(  # one word more than the house allows, since a claim is little else than its ends and its document
    subject: Argument | str,
    relation: str,
    obj: Argument | str,
    status: Status = Status.ASSERTED,
    *,
    at: DocumentInfo,
    confidence: float = 1.0,
    start: int = 0,
) -> Claim:
    subject, obj = (argument(end) if isinstance(end, str) else end for end in (subject, obj))
    evidence = Evidence(at.id, Span(start, start + 9), f"{subject.name} {relation} {obj.name}", "hand")
    key = f"c-{at.id}-{subject.name}-{relation}-{obj.name}-{status}-{start}"
    return Claim(key, subject, relation, obj, status, evidence, confidence=confidence, published=at.published)


@dataclass(frozen=True)
class KnownThing:
    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    ambiguous: bool = False
    country: str | None = None
    sector: str | None = None
    demonyms: tuple[str, ...] = ()


class Names:
    """A gazetteer of a few things."""

    def __init__(self, *things: KnownThing) -> None:
        self._things = {thing.id: thing for thing in things}

    def get(self, id: str, /) -> KnownThing | None:
        return self._things.get(id)

    def country_of_demonym(self, word: str, /) -> KnownThing | None:
        return next((thing for thing in self._things.values() if word in thing.demonyms), None)


def judgement(
    verdict: str, target: str, other: str = "", recorded: str = "2025-01-01T00:00:00Z"
) -> Judgement:
    return Judgement(verdict, target, other, "tester", recorded)


def graph_of(
    claims: Iterable[Claim],
    documents: Iterable[DocumentInfo],
    ontology: Ontology = ONTOLOGY,
    names: Names | None = None,
) -> Graph:
    claims = list(claims)
    names = names or Names()
    resolution = resolve(claims, gazetteer=names)
    return build_graph(
        claims=claims,
        documents=documents,
        resolution=resolution,
        ontology=ontology,
        sequence=7,
        gazetteer=names,
    )
