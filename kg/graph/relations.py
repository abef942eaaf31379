"""Claims + entities -> relations: one edge for everything said about one pair in one relation type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.errors import LedgerError
from kg.graph.belief import Reports, belief, prevailing_status, reports
from kg.graph.derive import Edge, derive, relation_id
from kg.graph.groups import Countries
from kg.graph.times import first_and_last, reference_day
from kg.graph.view import Graph
from kg.model import Claim, DocumentInfo, Relation, Status
from kg.ontology import Ontology
from kg.resolve import Resolution


def build_graph(
    *,
    claims: Iterable[Claim],
    documents: Iterable[DocumentInfo],
    resolution: Resolution,
    ontology: Ontology,
    sequence: int,
    gazetteer: Countries,
) -> Graph:
    """Build the graph that some claims and documents make, with what follows from it (`kg.graph.derive`).

    A claim whose two ends are one entity makes no relation and is left out; the number of those is that by
    which the claims given exceed `Graph.claims`.

    Args:
        claims: The current claims, in any order.
        documents: All documents read, whether or not a claim stands in them: the day of the latest is that
            to which belief ages.
        resolution: Made from these claims, or from more.
        ontology: The vocabulary.
        sequence: The ledger sequence that all this was read at.
        gazetteer: Knows demonyms, and countries and sectors of companies.

    Raises:
        LedgerError: If a claim's document is not among the documents.
        OntologyError: If a claim has a relation type that the vocabulary lacks.
    """
    infos = {document.id: document for document in documents}
    by_id = {claim.id: claim for claim in sorted(claims, key=lambda c: c.id)}
    edges = _by_edge(by_id.values(), resolution, ontology)
    reference = reference_day(infos.values())
    relations = {}
    for edge, of_edge in edges.items():
        _check_documents(of_edge, infos)
        said = reports(of_edge, infos)
        half_life = ontology.relation(edge[1]).half_life
        held = belief(said, half_life=half_life, reference=reference)
        relation = _relation(edge, of_edge, said, held)
        relations[relation.id] = relation
    named = {
        resolution.entity_of(end, claim.evidence.document)
        for claim in by_id.values()
        for end in (claim.subject, claim.object)
    }
    stated = Graph(
        sequence=sequence,
        ontology_hash=ontology.hash,
        entities={key: resolution.entities[key] for key in named},
        relations=relations,
        claims={claim.id: claim for of_edge in edges.values() for claim in of_edge},
        documents=infos,
    )
    return derive(stated, ontology, gazetteer)


def _by_edge(claims: Iterable[Claim], resolution: Resolution, ontology: Ontology) -> dict[Edge, list[Claim]]:
    """Group claims by edge, without those whose two ends are one entity."""
    edges: dict[Edge, list[Claim]] = {}
    for claim in claims:
        document = claim.evidence.document
        subject, obj = (resolution.entity_of(end, document) for end in (claim.subject, claim.object))
        if subject == obj:
            continue
        if ontology.relation(claim.relation).symmetric:
            subject, obj = sorted((subject, obj))
        edges.setdefault((subject, claim.relation, obj), []).append(claim)
    return edges


def _relation(edge: Edge, claims: Sequence[Claim], said: Reports, held: float) -> Relation:
    subject, name, obj = edge
    counts = Counter(claim.status for claim in claims)
    first, last = first_and_last(claim.published for claim in claims)
    return Relation(
        id=relation_id(edge),
        subject=subject,
        type=name,
        object=obj,
        belief=held,
        status=prevailing_status(said),
        counts={status: counts[status] for status in Status},
        origins=len(said),
        first_published=first,
        last_published=last,
        claims=tuple(claim.id for claim in claims),
    )


def _check_documents(claims: Sequence[Claim], documents: Mapping[str, DocumentInfo]) -> None:
    for claim in claims:
        if claim.evidence.document not in documents:
            raise LedgerError(
                f"claim {claim.id} stands in document {claim.evidence.document}, which is not recorded",
                remedy="read that document again",
            )
