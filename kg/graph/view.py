"""The graph as a value: entities, relations, and the claims and documents behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from kg.errors import UnknownNameError
from kg.graph.times import reference_day
from kg.model import Claim, DocumentInfo, Entity, Relation


class Graph:
    """An immutable property graph; every mapping is keyed by id, in ascending order of id.

    Attributes:
        sequence: The ledger sequence that it reflects.
        ontology_hash: `Ontology.hash` of the vocabulary that it was built with.
        entities: What the claims name: the ends of the relations, and what is only ever related to itself.
        relations: The edges.
        claims: What the edges rest on; `Relation.claims` refers here.
        documents: What was read; `Claim.evidence.document` refers here.
    """

    def __init__(
        self,
        *,
        sequence: int,
        ontology_hash: str,
        entities: Mapping[str, Entity],
        relations: Mapping[str, Relation],
        claims: Mapping[str, Claim],
        documents: Mapping[str, DocumentInfo],
    ) -> None:
        self.sequence = sequence
        self.ontology_hash = ontology_hash
        self.entities = dict(sorted(entities.items()))
        self.relations = dict(sorted(relations.items()))
        self.claims = dict(sorted(claims.items()))
        self.documents = dict(sorted(documents.items()))

    @cached_property
    def _incident(self) -> Mapping[str, tuple[Relation, ...]]:
        incident: dict[str, list[Relation]] = {key: [] for key in self.entities}
        for relation in self.relations.values():
            for end in {relation.subject, relation.object}:
                incident[end].append(relation)
        return {key: tuple(relations) for key, relations in incident.items()}

    @cached_property
    def reference_day(self) -> date | None:
        """The day to which belief ages."""
        return reference_day(self.documents.values())

    def entity(self, key: str) -> Entity:
        """Give the entity of an id.

        Raises:
            UnknownNameError: If the graph has none of that id.
        """
        try:
            return self.entities[key]
        except KeyError:
            raise UnknownNameError(
                f"no entity has the id {key!r}", remedy="look the entity up by name"
            ) from None

    def relations_of(self, entity: str) -> tuple[Relation, ...]:
        """Give the relations in which an entity is subject or object, in order of id."""
        return self._incident[entity]

    def evidence_of(self, relation: Relation) -> tuple[Claim, ...]:
        """Give the claims that a relation rests on, in order of id."""
        return tuple(self.claims[key] for key in relation.claims)

    def stated_claims(self, relation: Relation) -> tuple[Claim, ...]:
        """Give the claims that state a relation itself, not one that it is derived from, in order of id."""
        inherited = {key for base in relation.derived_from for key in self.relations[base].claims}
        return tuple(self.claims[key] for key in relation.claims if key not in inherited)

    def document_name(self, document: str) -> str:
        """Give the name that users know a document by: its own if it has one, else its id."""
        return self.documents[document].name or document
