"""What a relation rests on: what is said of it, and what follows from what is said of others; and how firmly.

A relation that is derived from others, alone or beside what is said of it directly, has several supports. Each is a
set of claims with a share: the probability that the relation holds if what they say is so.

    an event that brings the state about      share 1, aging as the faster of event and state
    what is said of a group                   share `MEMBERSHIP` · belief in the member's nationality (1 if known)

A support is worth share · belief (`kg.graph.belief`) of its claims, where denials and endings of the relation itself
count too. So an event lends the state no more belief than it has, and a sale ends what a takeover brought about.
Supports that draw on one origin are one story and count as the strongest of them; independent ones are combined by
noisy-or. A relation that nothing is derived for has one support, and all this comes to `kg.graph.belief`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import prod

from kg.graph.belief import WEIGHTS, Reports, noisy_or, prevailing_status, reports
from kg.graph.origins import origins
from kg.graph.view import Graph
from kg.model import Claim, Relation, Status
from kg.ontology import Ontology

MEMBERSHIP = 0.7
"""Probability that a company is meant by a group's name when its country, and its sector if the name gives one, fit.
Declared, not fitted: "Chinese firms" are seldom all of them."""

Measure = Callable[[Reports, float | None], float]
"""Reports and a half-life in days -> a probability."""


@dataclass(frozen=True, slots=True)
class Support:
    """One thing that a relation rests on.

    Attributes:
        said: What its claims report, and the denials and endings that stand against it.
        share: Probability in [0, 1] that the relation holds if what is reported is so.
        half_life: By which it ages, in days; None: it does not.
        stories: The origins that it draws on, each named by its first document.
    """

    said: Reports
    share: float
    half_life: float | None
    stories: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ground:
    claims: tuple[Claim, ...]
    against: tuple[Claim, ...]
    share: float
    half_life: float | None


def supports_of(graph: Graph, ontology: Ontology, relation: Relation) -> tuple[Support, ...]:
    """Give what a relation rests on, what is said of it directly first.

    Args:
        graph: Holds the claims, and the relations that the relation is derived from.
        ontology: The vocabulary.
        relation: Of the graph, or about to be.
    """
    grounds = list(_grounds(graph, ontology, relation))
    documents = {claim.evidence.document for ground in grounds for claim in ground.claims}
    story_of = {
        key: story[0] for story in origins(graph.documents[key] for key in documents) for key in story
    }
    return tuple(
        Support(
            (*reports(ground.claims, graph.documents), *reports(ground.against, graph.documents)),
            ground.share,
            ground.half_life,
            frozenset(story_of[claim.evidence.document] for claim in ground.claims),
        )
        for ground in grounds
    )


def combined(found: Iterable[Support], measure: Measure) -> float:
    """Give the probability that a relation holds by its supports; the module's docstring has the rule.

    Args:
        found: Its supports.
        measure: What the reports of one support are worth.
    """
    valued = [
        (support.share * measure(support.said, support.half_life), support.stories) for support in found
    ]
    independent = [max(values) for values in _by_story(valued)]
    return independent[0] if len(independent) == 1 else noisy_or(independent)


def status_of(graph: Graph, ontology: Ontology, relation: Relation) -> Status:
    """Give the status of a derived relation: that of what is said of it, and of the events that bring it about.

    What is said of a group decides only where nothing else does: "Orsa denies it" outranks "firms are pressed".
    """
    stated = graph.stated_claims(relation)
    bases = [base for base, _ in _bases(graph, ontology, relation)]
    events = [base for base in bases if is_event_of(ontology, base, relation.type)]
    if not stated:
        return max((base.status for base in events or bases), key=WEIGHTS.__getitem__)
    reported = {claim.id: claim for event in events for claim in graph.evidence_of(event)}
    supporting = [claim for claim in reported.values() if claim.status in WEIGHTS]
    return prevailing_status(reports((*stated, *supporting), graph.documents))


def inherits(ontology: Ontology, base: Relation, relation_type: str) -> bool:
    """Tell whether a relation of a type that is derived from a base rests on the claims of the base.

    It does on those of an event that brings it about or of what is said of a group, and not on those that tell a
    member's nationality.
    """
    return base.type == relation_type or is_event_of(ontology, base, relation_type)


def is_event_of(ontology: Ontology, base: Relation, relation_type: str) -> bool:
    """Tell whether a relation is an event that brings states of a type about."""
    brings = ontology.relation(base.type).brings
    return brings is not None and brings.relation == relation_type


def _grounds(graph: Graph, ontology: Ontology, relation: Relation) -> Iterator[_Ground]:
    """Follow a relation to the claims; events come before states and groups before members, so this ends."""
    half_life = ontology.relation(relation.type).half_life
    stated = graph.stated_claims(relation)
    against = tuple(claim for claim in stated if claim.status not in WEIGHTS)
    if stated:
        yield _Ground(stated, (), 1.0, half_life)
    for base, share in _bases(graph, ontology, relation):
        for ground in _grounds(graph, ontology, base):
            lives = [life for life in (ground.half_life, half_life) if life is not None]
            yield _Ground(
                ground.claims,
                (*ground.against, *against),
                ground.share * share,
                min(lives, default=None),
            )


def _bases(graph: Graph, ontology: Ontology, relation: Relation) -> Iterator[tuple[Relation, float]]:
    """Give the relations whose claims a relation inherits, each with the share at which it does."""
    bases = [graph.relations[key] for key in relation.derived_from]
    nationality = [base.belief for base in bases if not inherits(ontology, base, relation.type)]
    for base in bases:
        if is_event_of(ontology, base, relation.type):
            yield base, 1.0
        elif inherits(ontology, base, relation.type):
            yield base, MEMBERSHIP * prod(nationality)


def _by_story(valued: Iterable[tuple[float, frozenset[str]]]) -> list[list[float]]:
    """Put values together that share a story, however many steps apart."""
    clusters: list[tuple[list[float], frozenset[str]]] = []
    for value, stories in valued:
        near = [cluster for cluster in clusters if not cluster[1].isdisjoint(stories)]
        clusters = [cluster for cluster in clusters if cluster[1].isdisjoint(stories)]
        values = [value, *(v for cluster in near for v in cluster[0])]
        clusters.append((values, stories.union(*(cluster[1] for cluster in near))))
    return [values for values, _ in clusters]
