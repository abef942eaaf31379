"""An entity's profile: what is said of it, by whom, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.graph.view import Graph
from kg.model import Claim, Entity, Relation, known_from
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One claim's words, and where they stand.

    Attributes:
        document: The document's name if it has one, else its id.
        title: Its headline, or "".
        published: As in `Document.published`.
        quote: The exact words.
        status: How the document holds the claim.
        attribution: Who says it; None: the document itself.
        states: What the words state, where that is another relation from which the shown one is derived ("Orsa acquires
            Kestrel"); None: the shown one.
    """

    document: str
    title: str
    published: str | None
    quote: str
    status: str
    attribution: str | None
    states: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the line as JSON-ready data."""
        return {
            "document": self.document,
            "title": self.title,
            "published": self.published,
            "quote": self.quote,
            "status": self.status,
            "attribution": self.attribution,
            "states": self.states,
        }


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relation as seen from one of its ends.

    Attributes:
        relation: The relation.
        direction: "out": the profile's entity is the subject; "in": the object; "both": the type is
            symmetric.
        other: The other end.
        evidence: All claims, latest publication first, undated last.
        derived_from: The relations from which it follows, in words, in order of their ids.
    """

    relation: Relation
    direction: str
    other: Entity
    evidence: tuple[EvidenceLine, ...]
    derived_from: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the relation as JSON-ready data."""
        return {
            "relation": self.relation.type,
            "direction": self.direction,
            "other": brief(self.other),
            "belief": self.relation.belief,
            "status": self.relation.status.value,
            "counts": {status.value: count for status, count in self.relation.counts.items()},
            "origins": self.relation.origins,
            "first_published": self.relation.first_published,
            "last_published": self.relation.last_published,
            "derived_from": list(self.derived_from),
            "evidence": [line.as_json() for line in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity and its relations, the most believed first, equals in order of relation id."""

    entity: Entity
    relations: tuple[Neighbour, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the profile as JSON-ready data."""
        return {
            "entity": {
                **brief(self.entity),
                "names": list(self.entity.names),
                "identifiers": [list(pair) for pair in self.entity.identifiers],
            },
            "relations": [neighbour.as_json() for neighbour in self.relations],
        }


def profile(graph: Graph, ontology: Ontology, entity_id: str) -> Profile:
    """Gather what is said of an entity.

    Args:
        graph: The graph.
        ontology: The vocabulary that it was built with.
        entity_id: `Entity.id`; `find_entity` finds it.

    Raises:
        UnknownNameError: If the graph has no such entity.
    """
    entity = graph.entity(entity_id)
    relations = sorted(graph.relations_of(entity_id), key=lambda r: (-r.belief, r.id))
    return Profile(
        entity,
        tuple(_neighbour(graph, ontology, relation, entity_id) for relation in relations),
    )


def brief(entity: Entity) -> dict[str, str]:
    """Give what identifies an entity to a reader, as JSON-ready data."""
    return {"id": entity.id, "type": entity.type, "name": entity.name}


def latest_first(claims: Sequence[Claim]) -> list[Claim]:
    """Sort claims by publication, latest first and undated last; equals in order of document and id."""
    by_id = sorted(claims, key=lambda c: (c.evidence.document, c.id))
    dated = [claim for claim in by_id if claim.published is not None]
    undated = [claim for claim in by_id if claim.published is None]
    return [*sorted(dated, key=lambda c: known_from(c.published or ""), reverse=True), *undated]


def _neighbour(graph: Graph, ontology: Ontology, relation: Relation, entity_id: str) -> Neighbour:
    is_subject = relation.subject == entity_id
    symmetric = ontology.relation(relation.type).symmetric
    states = stated_elsewhere(graph, relation)
    claims = latest_first(graph.evidence_of(relation))
    return Neighbour(
        relation,
        "both" if symmetric else "out" if is_subject else "in",
        graph.entities[relation.object if is_subject else relation.subject],
        tuple(_line(graph, claim, states.get(claim.id)) for claim in claims),
        tuple(in_words(graph, graph.relations[base]) for base in relation.derived_from),
    )


def in_words(graph: Graph, relation: Relation) -> str:
    """Say a relation in words: "Orsa acquires Kestrel"."""
    return f"{graph.entities[relation.subject].name} {relation.type} {graph.entities[relation.object].name}"


def stated_elsewhere(graph: Graph, relation: Relation) -> Mapping[str, str]:
    """Give what those claims state that a relation inherits: claim id -> the relation that they state, in words."""
    found: dict[str, str] = {}
    for key in relation.derived_from:
        base = graph.relations[key]
        found |= {claim.id: in_words(graph, base) for claim in graph.stated_claims(base)}
        found |= stated_elsewhere(graph, base)
    return found


def _line(graph: Graph, claim: Claim, states: str | None) -> EvidenceLine:
    document = graph.documents[claim.evidence.document]
    return EvidenceLine(
        document=graph.document_name(document.id),
        title=document.title,
        published=document.published,
        quote=claim.evidence.quote,
        status=claim.status.value,
        attribution=claim.attribution,
        states=states,
    )
