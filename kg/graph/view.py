"""The graph as a value: entities, relations, and the claims and documents behind them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from kg.model import Claim, DocumentInfo, Entity, Relation


class Graph:
    """An immutable property graph; every mapping is keyed by id, in ascending order of id.

    Attributes:
        sequence: The ledger sequence that it reflects.
        ontology_hash: `Ontology.hash` of the vocabulary that it was built with.
        entities: What the relations stand between.
        relations: The edges.
        claims: What the edges rest on; `Relation.claims` refers here.
        documents: Where the claims stand; `Claim.evidence.document` refers here.
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

    def relations_of(self, entity: str) -> tuple[Relation, ...]:
        """Give the relations in which an entity is subject or object, in order of id."""
        return self._incident[entity]
