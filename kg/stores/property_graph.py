"""The one mapping from the graph to a property graph, shared by all Cypher projections.

    (:Entity:Company {id, type, name, aliases, identifiers})
    (…)-[:SUPPLIES_TO {id, status, belief, asserted, …, ended, origins, first_published, last_published,
                       claims, derived, derived_from}]->(…)
    (:Claim {id, relation, status, quote, …, document})-[:STATED_IN]->(:Document {id, title, …})

Claims and documents are nodes, so an unlabelled `(n)` matches them too; every entity therefore also carries
the label `Entity`. An edge cannot point at an edge, so claims are found by value: from a claim by
`Claim.relation`, the relation that it states; from a relation by `claims`, which also holds for a relation
derived from the claims of another (`UNWIND r.claims AS key MATCH (c:Claim {id: key})`).
Missing values are absent properties (`null` in a query), never empty text. A symmetric relation is one
edge, smaller entity id first: ask for it without an arrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.graph import Graph
from kg.model import Claim, DocumentInfo, Entity, Relation, Status
from kg.stores.base import Value

if TYPE_CHECKING:
    from kg.ontology import Ontology

ENTITY = "Entity"
CLAIM = "Claim"
DOCUMENT = "Document"
STATED_IN = "STATED_IN"

Properties = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a query may use.

    Attributes:
        labels: Node labels.
        types: Relationship types.
    """

    labels: frozenset[str]
    types: frozenset[str]


def graph_names(ontology: Ontology) -> Names:
    """List the labels and relationship types of the projection of any graph over a vocabulary.

    Raises:
        OntologyError: If two terms share a name in Cypher, or one takes a name that the projection needs.
    """
    seen = {STATED_IN: "the projection"}
    for relation in ontology.relation_types.values():
        if (other := seen.setdefault(relation.cypher_name, relation.name)) != relation.name:
            raise OntologyError(
                f"shares the Cypher name {relation.cypher_name} with {other}",
                place=relation.name,
                remedy="rename one of the two",
            )
    for name in (ENTITY, CLAIM, DOCUMENT):
        if name in ontology.entity_types:
            raise OntologyError(
                "the projection needs this label itself", place=name, remedy="rename the type"
            )
    return Names(frozenset({ENTITY, CLAIM, DOCUMENT, *ontology.entity_types}), frozenset(seen))


def entity_properties(entity: Entity) -> Properties:
    """Give the properties of an entity node."""
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.names),
        "identifiers": [f"{scheme}:{value}" for scheme, value in entity.identifiers],
    }


def relation_properties(relation: Relation) -> Properties:
    """Give the properties of an edge."""
    return {
        "id": relation.id,
        "status": relation.status.value,
        "belief": relation.belief,
        **{status.value: relation.counts.get(status, 0) for status in Status},
        "origins": relation.origins,
        "first_published": relation.first_published,
        "last_published": relation.last_published,
        "claims": list(relation.claims),
        "derived": bool(relation.derived_from),
        "derived_from": list(relation.derived_from),
    }


def claim_properties(claim: Claim, relation: str | None) -> Properties:
    """Give the properties of a claim node.

    Args:
        claim: The claim.
        relation: Id of the relation that it supports (`supported`), or None.
    """
    return {
        "id": claim.id,
        "relation": relation,
        "subject": claim.subject.name,
        "object": claim.object.name,
        "status": claim.status.value,
        "attribution": claim.attribution or None,
        "quote": claim.evidence.quote,
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
        "confidence": claim.confidence,
        "published": claim.published,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "qualifiers": [f"{name}: {words}" for name, words in claim.qualifiers],
        "extractor": claim.evidence.extractor,
        "rule": claim.evidence.rule or None,
        "document": claim.evidence.document,
    }


def document_properties(document: DocumentInfo) -> Properties:
    """Give the properties of a document node."""
    return {
        "id": document.id,
        "title": document.title or None,
        "publisher": document.publisher or None,
        "published": document.published,
        "url": document.url or None,
        "name": document.name or None,
    }


def supported(graph: Graph) -> Mapping[str, str]:
    """Find the relation that each claim states: claim id -> relation id."""
    return {
        claim.id: relation.id
        for relation in graph.relations.values()
        for claim in graph.stated_claims(relation)
    }
