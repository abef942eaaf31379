"""What a page shows, as JSON-ready data: entities, relations, and the claims that they rest on."""

from __future__ import annotations

from typing import Any

from kg.graph import Graph
from kg.graph.profile import brief, latest_first
from kg.model import Claim, Relation, Status
from kg.ontology import Ontology
from kg.server.neighbourhood import Neighbourhood

MOST_CLAIMS = 50
"""Claims of one relation that a page carries, the latest; it tells how many more there are."""


def contents(graph: Graph, ontology: Ontology, shown: Neighbourhood) -> dict[str, Any]:
    """Gather what a page shows.

    Args:
        graph: The graph.
        ontology: The vocabulary that it was built with.
        shown: What to show of it.

    Returns:
        JSON-ready data; entities in order of id, relations in the order of `shown`, claims latest first. `channels`
        and `types` are those of the vocabulary, so that a colour means the same on every page.
    """
    ends = {end for relation in shown.relations for end in (relation.subject, relation.object)}
    if shown.focus is not None:
        ends.add(shown.focus)
    return {
        "focus": shown.focus,
        "hops": shown.hops,
        "omitted": shown.omitted,
        "sequence": graph.sequence,
        "statuses": [status.value for status in Status],
        "channels": sorted({kind.channel for kind in ontology.relation_types.values()}),
        "types": sorted(ontology.entity_types),
        "entities": [_entity(graph, key) for key in sorted(ends)],
        "relations": [_relation(graph, ontology, relation) for relation in shown.relations],
    }


def _entity(graph: Graph, key: str) -> dict[str, Any]:
    entity = graph.entities[key]
    return {
        **brief(entity),
        "names": [name for name in entity.names if name != entity.name],
        "identifiers": [list(pair) for pair in entity.identifiers],
    }


def _relation(graph: Graph, ontology: Ontology, relation: Relation) -> dict[str, Any]:
    kind = ontology.relation(relation.type)
    claims = latest_first(graph.evidence_of(relation))
    return {
        "id": relation.id,
        "subject": relation.subject,
        "type": relation.type,
        "object": relation.object,
        "symmetric": kind.symmetric,
        "channel": kind.channel,
        "definition": kind.definition,
        "belief": relation.belief,
        "status": relation.status.value,
        "counts": {status.value: relation.counts[status] for status in Status},
        "origins": relation.origins,
        "first_published": relation.first_published,
        "last_published": relation.last_published,
        "claims": [_claim(graph, claim) for claim in claims[:MOST_CLAIMS]],
        "more_claims": max(0, len(claims) - MOST_CLAIMS),
    }


def _claim(graph: Graph, claim: Claim) -> dict[str, Any]:
    document = graph.documents[claim.evidence.document]
    return {
        "id": claim.id,
        "quote": claim.evidence.quote,
        "status": claim.status.value,
        "attribution": claim.attribution,
        "document": graph.document_name(document.id),
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "url": document.url,
    }
