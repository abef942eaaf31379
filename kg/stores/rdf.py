"""The one mapping from the graph to RDF 1.1, written as Turtle; exports and every SPARQL store share it.

    e:<subject> kg:suppliesTo e:<object> .                        a direct triple, where belief >= 0.5
    e:<subject> kgp:suppliesTo r:<id> . r:<id> kgo:suppliesTo e:<object> .        always: the statement
    r:<id> a kg:Relation ; kg:belief 0.9 ; kg:status "asserted" ; … ; kg:claim c:<id> .
    c:<id> a kg:Claim ; kg:quote "…" ; … ; prov:wasDerivedFrom d:<id> .

A statement also has `rdf:subject`, `rdf:predicate` and `rdf:object`, for questions over all relation types.

A symmetric relation reads the same from either end. Its direct triple is written both ways, and beside the
statement stands its mirror, `kg:mirrorOf` it, with the ends exchanged and everything else repeated: so
`?a kgp:partnersWith ?r . ?r kgo:partnersWith ?b` gives each neighbour of either end once, as for any other
relation (one node with both ends on it would also pair `?a` with itself). Only the statement is a
`kg:Relation`: ask for that type to count each relation once.

A relation that follows from others says so: `kg:derived true` and `kg:derivedFrom` each of them. Its
`kg:claim`s are then also theirs; a claim `kg:states` the one relation that it states.

An id is percent-encoded in an IRI and plain in `dcterms:identifier`.

The text is sorted within each subject, and subjects by kind and id: equal graphs give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.graph import Graph
from kg.model import Claim, DocumentInfo, Entity, Relation, Status
from kg.stores.property_graph import supported

if TYPE_CHECKING:
    from kg.ontology import Ontology

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcterms": "http://purl.org/dc/terms/",
        "kg": "urn:keiretsu:ontology:",
        "kgo": "urn:keiretsu:object:",
        "kgp": "urn:keiretsu:statement:",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes that the Turtle declares and that every query may use undeclared."""

DIRECT_BELIEF = 0.5
"""Belief from which a relation has a direct triple: it is then more likely to hold than not."""

_Pair = tuple[str, str]

_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_ESCAPES |= {code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F] if code not in _ESCAPES}


def turtle(graph: Graph, ontology: Ontology) -> Iterator[str]:
    """Write a graph as Turtle.

    Args:
        graph: What to write.
        ontology: Its vocabulary.

    Yields:
        The prefixes, then one block a subject; joined they are one document.
    """
    yield turtle_prefixes(PREFIXES)
    for entity in graph.entities.values():
        yield _block(iri("entity", entity.id), _entity(entity, graph, ontology))
    for relation in graph.relations.values():
        yield from _statements(relation, ontology)
    stated = supported(graph)
    for claim in graph.claims.values():
        yield _block(iri("claim", claim.id), _claim(claim, stated.get(claim.id)))
    for document in graph.documents.values():
        yield _block(iri("document", document.id), _document(document))


def turtle_prefixes(prefixes: Mapping[str, str]) -> str:
    """Declare prefixes in Turtle."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def iri(kind: str, key: str) -> str:
    """Name a thing of the graph in Turtle.

    Args:
        kind: "entity", "relation", "mirror", "claim" or "document".
        key: Its id; whatever an IRI cannot hold is percent-encoded.
    """
    return f"<urn:keiretsu:{kind}:{quote(key, safe=':')}>"


def term(prefix: str, name: str) -> str:
    """Name a term of a vocabulary in Turtle, short where Turtle allows it."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name):
        return f"{prefix}:{name}"
    return f"<{PREFIXES[prefix]}{quote(name, safe='')}>"


def text_literal(value: str) -> str:
    """Write text as a Turtle literal, so that nothing in it can end the literal."""
    return f'"{value.translate(_ESCAPES)}"'


def _number(value: float) -> str:
    kind = "integer" if isinstance(value, int) else "double"
    return f'"{value!r}"^^xsd:{kind}'


def _time(value: str) -> str:
    return f"{text_literal(value)}^^xsd:{'dateTime' if 'T' in value else 'date'}"


def _block(subject: str, pairs: Iterable[_Pair]) -> str:
    return f"{subject} " + " ;\n  ".join(f"{verb} {value}" for verb, value in sorted(set(pairs))) + " .\n"


def _entity(entity: Entity, graph: Graph, ontology: Ontology) -> Iterator[_Pair]:
    yield "a", term("kg", entity.type)
    yield "dcterms:identifier", text_literal(entity.id)
    yield "rdfs:label", text_literal(entity.name)
    for name in entity.names:
        yield "skos:altLabel", text_literal(name)
    for scheme, value in entity.identifiers:
        yield "kg:identifier", text_literal(f"{scheme}:{value}")
    for relation in graph.relations_of(entity.id):
        symmetric = ontology.relation(relation.type).symmetric
        if relation.subject == entity.id:
            yield from _edge(relation, "relation", relation.object, ontology)
        elif symmetric:
            yield from _edge(relation, "mirror", relation.subject, ontology)


def _edge(relation: Relation, kind: str, other: str, ontology: Ontology) -> Iterator[_Pair]:
    yield term("kgp", relation.type), iri(kind, relation.id)
    if relation.belief >= DIRECT_BELIEF:
        yield _predicate(relation, ontology), iri("entity", other)


def _predicate(relation: Relation, ontology: Ontology) -> str:
    full = ontology.relation(relation.type).iri
    name = full.removeprefix(PREFIXES["kg"])
    return f"<{quote(full, safe=_IRI_SAFE)}>" if name == full else term("kg", name)


_IRI_SAFE = ":/?#[]@!$&'()*+,;=%~"


def _statements(relation: Relation, ontology: Ontology) -> Iterator[str]:
    """Write a relation's statement and, where the type is symmetric and the ends differ, its mirror."""
    shared = [*_relation(relation), ("rdf:predicate", _predicate(relation, ontology))]
    statement = iri("relation", relation.id)
    ends = _ends(relation, relation.subject, relation.object)
    yield _block(statement, [("a", "kg:Relation"), *ends, *shared])
    if ontology.relation(relation.type).symmetric and relation.subject != relation.object:
        ends = _ends(relation, relation.object, relation.subject)
        yield _block(iri("mirror", relation.id), [("kg:mirrorOf", statement), *ends, *shared])


def _ends(relation: Relation, subject: str, obj: str) -> list[_Pair]:
    return [
        ("rdf:subject", iri("entity", subject)),
        ("rdf:object", iri("entity", obj)),
        (term("kgo", relation.type), iri("entity", obj)),
    ]


def _relation(relation: Relation) -> Iterator[_Pair]:
    yield "dcterms:identifier", text_literal(relation.id)
    yield "kg:belief", _number(float(relation.belief))
    yield "kg:status", text_literal(relation.status.value)
    for status in Status:
        yield term("kg", status.value), _number(relation.counts.get(status, 0))
    yield "kg:origins", _number(relation.origins)
    if relation.first_published is not None:
        yield "kg:firstPublished", _time(relation.first_published)
    if relation.last_published is not None:
        yield "kg:lastPublished", _time(relation.last_published)
    yield "kg:derived", f'"{str(bool(relation.derived_from)).lower()}"^^xsd:boolean'
    for key in relation.derived_from:
        yield "kg:derivedFrom", iri("relation", key)
    for key in relation.claims:
        yield "kg:claim", iri("claim", key)


def _claim(claim: Claim, relation: str | None) -> Iterator[_Pair]:
    yield "a", "kg:Claim"
    if relation is not None:
        yield "kg:states", iri("relation", relation)
    yield "dcterms:identifier", text_literal(claim.id)
    yield "kg:status", text_literal(claim.status.value)
    yield "kg:quote", text_literal(claim.evidence.quote)
    yield "kg:spanStart", _number(claim.evidence.span.start)
    yield "kg:spanEnd", _number(claim.evidence.span.end)
    yield "kg:confidence", _number(float(claim.confidence))
    yield "kg:extractor", text_literal(claim.evidence.extractor)
    yield "kg:subjectName", text_literal(claim.subject.name)
    yield "kg:objectName", text_literal(claim.object.name)
    yield "prov:wasDerivedFrom", iri("document", claim.evidence.document)
    if claim.evidence.rule:
        yield "kg:rule", text_literal(claim.evidence.rule)
    if claim.attribution:
        yield "kg:attribution", text_literal(claim.attribution)
    for name, words in claim.qualifiers:
        yield "kg:qualifier", text_literal(f"{name}: {words}")
    dates = {"published": claim.published, "validFrom": claim.valid_from, "validTo": claim.valid_to}
    for name, value in dates.items():
        if value is not None:
            yield term("kg", name), _time(value)


def _document(document: DocumentInfo) -> Iterator[_Pair]:
    yield "a", "prov:Entity"
    yield "dcterms:identifier", text_literal(document.id)
    texts = {
        "dcterms:title": document.title,
        "dcterms:publisher": document.publisher,
        "kg:url": document.url,
        "rdfs:label": document.name,
    }
    for verb, value in texts.items():
        if value:
            yield verb, text_literal(value)
    if document.published is not None:
        yield "dcterms:date", _time(document.published)
