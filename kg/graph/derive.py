"""Relations that follow from relations: states that events bring about, and what befalls the members of groups.

Derived relations say so (`Relation.derived_from`). What is both stated and derived is one relation, whose
`Graph.stated_claims` are told apart from the claims that it inherits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.graph.belief import WEIGHTS, belief, reports
from kg.graph.groups import GROUP, Countries, Criteria, Member, criteria, members
from kg.graph.supports import combined, inherits, status_of, supports_of
from kg.graph.times import first_and_last
from kg.graph.view import Graph
from kg.model import Relation, Status, content_id
from kg.ontology import Ontology

Edge = tuple[str, str, str]
"""Subject entity, relation type, object entity."""

Derived = Iterator[tuple[Edge, tuple[str, ...]]]
"""Edges, each with ids of relations that it rests on; an edge may come several times."""


def relation_id(edge: Edge) -> str:
    """Give the id of the relation that is one edge."""
    return content_id("r", *edge)


def derive(graph: Graph, ontology: Ontology, countries: Countries) -> Graph:
    """Add the relations that follow from those of a graph.

    A relation whose status is denied or ended brings nothing about and reaches no member.

    Args:
        graph: Holds stated relations alone.
        ontology: Says which events bring which states about, and what is said of groups holds for their members.
        countries: Knows demonyms, and countries and sectors of companies.
    """
    graph = _with(graph, ontology, _states(graph, ontology))
    return _with(graph, ontology, _memberships(graph, ontology, countries))


def _states(graph: Graph, ontology: Ontology) -> Derived:
    """Give the states that events bring about, where the vocabulary admits their ends."""
    for event in graph.relations.values():
        brings = ontology.relation(event.type).brings
        if brings is not None and event.status in WEIGHTS:
            ends = (event.object, event.subject) if brings.inverse else (event.subject, event.object)
            yield from _admitted(graph, ontology, (ends[0], brings.relation, ends[1]), (event.id,))


def _memberships(graph: Graph, ontology: Ontology, countries: Countries) -> Derived:
    """Give what is said of groups for each member."""
    companies: dict[str, list[Member]] | None = None
    for relation in graph.relations.values():
        end = ontology.relation(relation.type).expands_groups
        group = graph.entities[relation.subject if end == "subject" else relation.object]
        if not end or group.type != GROUP or relation.status not in WEIGHTS:
            continue
        meant = criteria(group.name, ontology, countries)
        if meant is None:
            continue
        companies = members(graph, ontology, countries) if companies is None else companies
        for member in companies.get(meant.country, ()):
            if _fits(member, meant):
                edge = (
                    (member.entity, relation.type, relation.object)
                    if end == "subject"
                    else (relation.subject, relation.type, member.entity)
                )
                bases = tuple(key for key in (relation.id, member.nationality) if key)
                yield from _admitted(graph, ontology, edge, bases)


def _fits(member: Member, meant: Criteria) -> bool:
    return not meant.sectors or member.sector in meant.sectors


def _admitted(graph: Graph, ontology: Ontology, edge: Edge, bases: tuple[str, ...]) -> Derived:
    """Give an edge as relations are stored, if its ends are two and of types that the vocabulary admits."""
    subject, name, obj = edge
    kind = ontology.relation(name)
    types = graph.entities[subject].type, graph.entities[obj].type
    admitted = kind.admits(*types) or (kind.symmetric and kind.admits(*reversed(types)))
    if subject == obj or not admitted:
        return
    if kind.symmetric:
        subject, obj = sorted((subject, obj))
    yield (subject, name, obj), bases


def _with(graph: Graph, ontology: Ontology, derived: Derived) -> Graph:
    """Add edges to a graph, each with all that it rests on."""
    rests_on: dict[Edge, set[str]] = {}
    for edge, bases in derived:
        rests_on.setdefault(edge, set()).update(bases)
    if not rests_on:
        return graph
    relations: Mapping[str, Relation] = graph.relations | {
        relation_id(edge): _relation(graph, ontology, edge, bases) for edge, bases in rests_on.items()
    }
    return Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=graph.entities,
        relations=relations,
        claims=graph.claims,
        documents=graph.documents,
    )


def _relation(graph: Graph, ontology: Ontology, edge: Edge, bases: Iterable[str]) -> Relation:
    """Make the relation of an edge from what is said of it and what it is derived from."""
    subject, name, obj = edge
    key = relation_id(edge)
    before = graph.relations.get(key)
    inherited = {
        claim
        for base in map(graph.relations.__getitem__, bases)
        if inherits(ontology, base, name)
        for claim in base.claims
    }
    claims = [graph.claims[k] for k in sorted(inherited.union(before.claims if before else ()))]
    first, last = first_and_last(claim.published for claim in claims)
    bare = Relation(
        id=key,
        subject=subject,
        type=name,
        object=obj,
        belief=0.0,
        status=Status.ASSERTED,
        counts={status: sum(claim.status is status for claim in claims) for status in Status},
        origins=len(reports(claims, graph.documents)),
        first_published=first,
        last_published=last,
        claims=tuple(claim.id for claim in claims),
        derived_from=tuple(sorted({*bases, *(before.derived_from if before else ())})),
    )
    held = combined(
        supports_of(graph, ontology, bare),
        lambda said, half_life: belief(said, half_life=half_life, reference=graph.reference_day),
    )
    return replace(bare, belief=held, status=status_of(graph, ontology, bare))
