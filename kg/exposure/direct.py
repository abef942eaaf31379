"""Direct exposure: what reaches an entity over one relation.

For each neighbour, channel and sign, the relations between the two carry a loss at the neighbour with
transmissions τ_1 ≥ τ_2 ≥ … and hold with probabilities b_1, b_2, …, taken as independent. What arrives is the
expected transmission of the strongest that holds,

    effect = sign · Σ_i τ_i · b_i · Π_{j<i} (1 − b_j)

which for equal transmissions is τ times the noisy-or of the probabilities (Pearl 1988): two relations that
say much the same of one pair, such as supplying and contract manufacturing, are no two losses. `expected`
takes belief for b; the buckets take support (`kg.graph.belief`) from assertions alone, from plans too, from
everything said, and so never fall from one to the next in size. Relations that are on balance denied or
ended are out.

A relation that follows from others counts with all its supports (`kg.graph.supports`). An event that brought a state
about between the same two does not count beside it: it is one and the same thing, and if the state has ended, its
effect has too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from math import fsum

from kg.exposure.report import Coverage, Effect, Exposure, ExposureReport, Step
from kg.graph.belief import WEIGHTS, Reports, contradicted, support
from kg.graph.profile import in_words, latest_first
from kg.graph.supports import MEMBERSHIP, combined, inherits, is_event_of, supports_of
from kg.graph.times import first_and_last
from kg.graph.view import Graph
from kg.model import Relation, Status
from kg.ontology import Ontology

CONFIRMED = (Status.ASSERTED,)
PLANNED = (Status.ASSERTED, Status.PLANNED)
DISPUTED = tuple(WEIGHTS)


def exposures(graph: Graph, ontology: Ontology, entity_id: str) -> ExposureReport:
    """Report what an entity is directly exposed to.

    Args:
        graph: The graph.
        ontology: The vocabulary that it was built with: who becomes exposed, through what, with which sign
            and, by default, how much.
        entity_id: `Entity.id` of the exposed; `kg.graph.find_entity` finds it.

    Returns:
        Exposures by size of the expected effect, equals in order of source id, channel and sign.

    Raises:
        UnknownNameError: If the graph has no such entity.
    """
    entity = graph.entity(entity_id)
    groups: dict[tuple[str, str, int], list[Relation]] = {}
    carried = _carried_by_states(graph, ontology, entity_id)
    for relation in graph.relations_of(entity_id):
        kind = ontology.relation(relation.type)
        if relation.status in {Status.DENIED, Status.ENDED} or relation.id in carried or not kind.effect:
            continue
        if entity_id in _exposed_ends(relation, kind.exposed):
            source = relation.object if relation.subject == entity_id else relation.subject
            groups.setdefault((source, kind.channel, kind.effect), []).append(relation)
    # From the ordered groups a stable sort by size alone leaves equals in order.
    found = [
        Exposure(
            source=graph.entities[source],
            channel=channel,
            order=1,
            effect=_effect(graph, ontology, relations),
            assumptions=_assumptions(graph, ontology, relations),
            paths=tuple((_step(graph, relation),) for relation in relations),
        )
        for (source, channel, _), relations in sorted(groups.items())
    ]
    _, as_of = first_and_last(document.published for document in graph.documents.values())
    strongest_first = sorted(found, key=lambda exposure: -abs(exposure.effect.expected))
    return ExposureReport(entity, as_of, _coverage(graph, entity_id), tuple(strongest_first))


def _carried_by_states(graph: Graph, ontology: Ontology, entity_id: str) -> set[str]:
    """Find the events at an entity whose effect a state that they brought about carries."""
    return {
        base
        for relation in graph.relations_of(entity_id)
        if ontology.relation(relation.type).effect
        for base in relation.derived_from
        if is_event_of(ontology, graph.relations[base], relation.type)
    }


def _exposed_ends(relation: Relation, exposed: str) -> set[str]:
    ends = {"subject": {relation.subject}, "object": {relation.object}}
    return ends.get(exposed, {relation.subject, relation.object} if exposed == "both" else set())


def _effect(graph: Graph, ontology: Ontology, relations: Sequence[Relation]) -> Effect:
    """Compute the effect of relations between one pair that share channel and sign."""
    kinds = [ontology.relation(relation.type) for relation in relations]
    by_relation = [_probabilities(graph, ontology, relation) for relation in relations]
    transmissions = [kind.transmission for kind in kinds]
    by_bucket = (zip(transmissions, bucket, strict=True) for bucket in zip(*by_relation, strict=True))
    # Adding zero turns the −0.0 of a helpful effect that is none into 0.0, which reads the same everywhere.
    return Effect(*(kinds[0].effect * strongest(pairs) + 0.0 for pairs in by_bucket))


def _probabilities(graph: Graph, ontology: Ontology, relation: Relation) -> tuple[float, ...]:
    """Give how probable a relation is in each bucket, in the order of the fields of `Effect`."""
    found = supports_of(graph, ontology, relation)

    def bucket(statuses: Collection[Status], *, disputed: bool = False) -> float:
        def measure(said: Reports, half_life: float | None) -> float:
            if contradicted(said) and not disputed:
                return 0.0
            return support(said, half_life=half_life, reference=graph.reference_day, statuses=statuses)

        return combined(found, measure)

    return relation.belief, bucket(CONFIRMED), bucket(PLANNED), bucket(DISPUTED, disputed=True)


def strongest(pairs: Iterable[tuple[float, float]]) -> float:
    """Give the expected transmission of the strongest relation that holds; the module has the formula.

    Args:
        pairs: (transmission, probability), both in [0, 1], of independent relations in any order.
    """
    terms = []
    none_stronger = 1.0
    for transmission, probability in sorted(pairs, reverse=True):
        terms.append(transmission * probability * none_stronger)
        none_stronger *= 1 - probability
    return fsum(terms)


def _assumptions(graph: Graph, ontology: Ontology, relations: Sequence[Relation]) -> tuple[str, ...]:
    kinds = sorted({relation.type for relation in relations})
    transmitted = [
        f"{kind} transmits {ontology.relation(kind).transmission:.0%} of a loss at the source: "
        "the vocabulary's default, since no share is stated"
        for kind in kinds
    ]
    followed = sorted({text for relation in relations for text in _inferences(graph, ontology, relation)})
    return (*transmitted, *followed)


def _inferences(graph: Graph, ontology: Ontology, relation: Relation) -> Iterator[str]:
    """Say by which inferences a relation follows from others."""
    bases = [graph.relations[key] for key in relation.derived_from]
    told = [in_words(graph, base) for base in bases if not inherits(ontology, base, relation.type)]
    for base in bases:
        if is_event_of(ontology, base, relation.type):
            yield f"{in_words(graph, base)}: so {in_words(graph, relation)} once that is complete"
        elif inherits(ontology, base, relation.type):
            at_subject = base.subject != relation.subject
            member = graph.entities[relation.subject if at_subject else relation.object].name
            group = graph.entities[base.subject if at_subject else base.object].name
            why = told[0] if told else "its country is known to fit"
            yield f"{member} is taken to be one of “{group}”: {why}; assumed {MEMBERSHIP}"


def _step(graph: Graph, relation: Relation) -> Step:
    """Show a relation by the claim that supports it most, the latest of equals."""
    claims = latest_first(graph.evidence_of(relation))
    claim = max(claims, key=lambda c: WEIGHTS.get(c.status, 0.0) * c.confidence)
    document = graph.documents[claim.evidence.document]
    return Step(
        relation=relation.type,
        subject=graph.entities[relation.subject],
        object=graph.entities[relation.object],
        quote=claim.evidence.quote,
        document=graph.document_name(document.id),
        published=document.published,
        status=claim.status,
        derived_from=tuple(in_words(graph, graph.relations[base]) for base in relation.derived_from),
    )


def _coverage(graph: Graph, entity_id: str) -> Coverage:
    relations = graph.relations_of(entity_id)
    keys = {claim.evidence.document for relation in relations for claim in graph.stated_claims(relation)}
    documents = [graph.documents[key] for key in sorted(keys)]
    publishers = {document.publisher for document in documents} - {""}
    first, last = first_and_last(document.published for document in documents)
    return Coverage(len(documents), len(publishers), first, last)
