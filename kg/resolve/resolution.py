"""Claims -> entities: which arguments name one real-world thing.

A gazetteer id decides; where there is none, entity type and canonical name do. Then judgements and the
rules of `kg.resolve.rules` unify, in that order, so that what somebody decided outranks what a rule
supposes. Nothing is written back: the next resolution starts from the claims again, so every merge can be
undone by a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kg.errors import UnknownNameError
from kg.model import Argument, Claim, Entity, Judgement
from kg.resolve import rules
from kg.resolve.clusters import Clusters
from kg.resolve.names import Known, KnownNames
from kg.resolve.references import Reference, collect, majority_name, majority_type, reference_id


class Resolution:
    """Which entity each argument names.

    Attributes:
        entities: By id, in ascending order.
    """

    def __init__(self, entities: Iterable[Entity], entity_ids: Mapping[str, str]) -> None:
        self.entities: Mapping[str, Entity] = MappingProxyType(
            {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        )
        self._entity_ids = entity_ids

    def entity_of(self, argument: Argument, document: str = "") -> str:
        """Give the id of the entity that an argument names.

        Args:
            argument: An end of a claim.
            document: Id of the claim's document, without which a mere description names nothing.

        Raises:
            UnknownNameError: If the argument is of none of the claims that were resolved.
        """
        try:
            return self._entity_ids[reference_id(argument, document)]
        except KeyError:
            raise UnknownNameError(
                f"{argument.name!r} ({argument.type}) was not resolved", remedy="resolve its claim as well"
            ) from None


def resolve(
    claims: Iterable[Claim], *, gazetteer: KnownNames, judgements: Iterable[Judgement] = ()
) -> Resolution:
    """Decide which arguments of the claims name the same entities.

    Args:
        claims: In any order.
        gazetteer: Finds what is known under a gazetteer id.
        judgements: Verdicts "same" and "different" about entity ids, in any order; the others are passed
            over.

    Returns:
        The entities. An entity's id is its smallest gazetteer id, else the smallest id among its references
        of the majority type. It depends on nothing but the set of claims and of judgements.
    """
    references = collect(claims, gazetteer)
    verdicts = rules.judged(judgements)
    # A judgement may name an entity that no claim names now; it still links the two others that it names.
    strangers = {key: gazetteer.get(key) for pair in verdicts for key in pair if key not in references}
    types = {key: known.type if known else "" for key, known in strangers.items()}
    types.update((key, reference.type) for key, reference in references.items())
    clusters = Clusters(types, exclusive=rules.EXCLUSIVE)
    for pair, judgement in verdicts.items():
        if judgement.verdict == "different":
            clusters.keep_apart(*pair)
    for pair, judgement in verdicts.items():
        if judgement.verdict == "same":
            clusters.join(*pair)
    clusters.join_all(rules.known_name(references))
    clusters.join_all(rules.same_name(references))

    entities: list[Entity] = []
    entity_ids: dict[str, str] = {}
    for members in clusters:
        met = [references[key] for key in members if key in references]
        if met:
            known = [r.known for r in met if r.known]
            known += [found for key in members if (found := strangers.get(key))]
            entity = _entity(met, known)
            entities.append(entity)
            entity_ids.update((reference.id, entity.id) for reference in met)
    return Resolution(entities, entity_ids)


def _entity(met: list[Reference], known: list[Known]) -> Entity:
    names = {pair for r in met for pair in r.names}
    types = {pair for r in met for pair in r.types}
    forms = {name for _, name in names}.union(*(r.forms for r in met))
    if known:
        best = min(known, key=lambda k: k.id)
        identifiers = sorted({pair for k in known for pair in k.identifiers})
        names_met = tuple(sorted(forms | {best.name}))
        return Entity(best.id, best.type, best.name, names_met, tuple(identifiers))
    linked = [r.id for r in met if r.linked]
    kind = majority_type(types)
    key = min(linked) if linked else min(r.id for r in met if r.type == kind)
    return Entity(key, kind, majority_name(names), tuple(sorted(forms)))
