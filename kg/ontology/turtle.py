"""Reads `ontologies/*.ttl`, and a user's own files, into the records of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import OntologyError
from kg.model import Status
from kg.ontology.terms import (
    COMPLEMENTS,
    CONSTRUCTIONS,
    EXPOSED,
    PREPOSITIONS,
    SLOTS,
    WORD_CLASSES,
    Brought,
    EntityType,
    Lexicalisation,
    Ontology,
    RelationType,
    canonical,
    content_hash,
)

KG = Namespace("urn:keiretsu:ontology:")
"""Namespace of the terms; `kg:` in the Turtle files."""

_HERE = Path(__file__).resolve().parent.parent
BUILT_IN = next(p for p in (_HERE / "ontologies", _HERE.parent / "ontologies") if p.is_dir())
"""Folder of the vocabulary that ships with the package."""
_EFFECTS: Mapping[str, int] = {"+": 1, "-": -1, "none": 0}


def load_ontology(*extra: Path) -> Ontology:
    """Read the built-in vocabulary and any files of the user's own.

    Args:
        extra: Turtle files to merge in.

    Returns:
        The whole vocabulary.

    Raises:
        OntologyError: If a file is missing or malformed, or a term lacks a field or has an impossible one.
    """
    graph = Graph()
    for path in [*sorted(BUILT_IN.glob("*.ttl")), *extra]:
        _parse(graph, path)
    entity_types = {t.name: t for t in sorted(_entity_types(graph), key=lambda t: t.name)}
    relations = [
        _relation_type(graph, iri, frozenset(entity_types))
        for iri in sorted(graph.subjects(RDF.type, KG.RelationType), key=str)
        if isinstance(iri, URIRef)
    ]
    relation_types = {relation.name: relation for relation in relations}
    _check_names(relations)
    _check_parents(relation_types)
    _check_derivations(relation_types)
    cues = {
        _name(iri): frozenset(_strings(graph, iri, KG.lemma))
        for iri in sorted(graph.subjects(RDF.type, KG.CueList), key=str)
    }
    group_kinds = _group_kinds(graph)
    return Ontology(
        MappingProxyType(entity_types),
        MappingProxyType(relation_types),
        MappingProxyType(cues),
        content_hash(entity_types, relation_types, cues, group_kinds),
        MappingProxyType(group_kinds),
    )


def ontology_turtle(*extra: Path) -> str:
    """Give the merged vocabulary as one Turtle text."""
    graph = Graph()
    for path in [*sorted(BUILT_IN.glob("*.ttl")), *extra]:
        _parse(graph, path)
    graph.bind("kg", KG)
    return graph.serialize(format="turtle")


def _parse(graph: Graph, path: Path) -> None:
    try:
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except (OSError, UnicodeDecodeError) as error:
        detail = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise OntologyError(
            f"cannot be read ({detail})", place=str(path), remedy="name a Turtle file in UTF-8"
        ) from error
    except Exception as error:  # rdflib lets several kinds through, none of them its own
        detail = " ".join(str(error).split())[:200]
        raise OntologyError(
            f"is not Turtle ({detail})", place=str(path), remedy="correct the line named"
        ) from error


def _name(iri: Node) -> str:
    return re.split(r"[:/#]", str(iri))[-1]


def _strings(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(str(value) for value in graph.objects(node, predicate))


def _entity_types(graph: Graph) -> Iterator[EntityType]:
    for iri in graph.subjects(RDF.type, KG.EntityType):
        definition = graph.value(iri, SKOS.definition)
        if definition is None:
            raise OntologyError(
                "has no skos:definition", place=_name(iri), remedy="say in a sentence what it means"
            )
        nominals, endings = (frozenset(_strings(graph, iri, p)) for p in (KG.nominal, KG.nameEnding))
        yield EntityType(_name(iri), str(definition), nominals, endings)


def _relation_type(graph: Graph, iri: URIRef, entity_types: frozenset[str]) -> RelationType:
    name = _name(iri)
    parent = graph.value(iri, RDFS.subPropertyOf)
    effect = _one(graph, iri, KG.effect, choices=frozenset(_EFFECTS), default="none")
    half_life = graph.value(iri, KG.halfLife)
    symmetric = (iri, RDF.type, OWL.SymmetricProperty) in graph
    domain, range_ = (_classes(graph, iri, p, entity_types) for p in (RDFS.domain, RDFS.range))
    return RelationType(
        name=name,
        iri=str(iri),
        definition=_one(graph, iri, SKOS.definition),
        example=_one(graph, iri, SKOS.example, default=""),
        domain=domain | range_ if symmetric else domain,  # either end may be named first
        range=domain | range_ if symmetric else range_,
        symmetric=symmetric,
        parent=None if parent is None else _name(parent),
        category=_one(graph, iri, KG.category, default="other"),
        kind=_one(graph, iri, KG.kind, choices=frozenset({"state", "event"}), default="state"),
        exposed=_one(graph, iri, KG.exposed, choices=EXPOSED, default="none"),
        channel=_one(graph, iri, KG.channel, default="none"),
        effect=_EFFECTS[effect],
        transmission=_number(graph, iri, KG.transmission, default=0.5, most=1.0),
        half_life=None if half_life is None else _number(graph, iri, KG.halfLife, default=0.0),
        alignments=tuple(_strings(graph, iri, SKOS.exactMatch)),
        lexicalisations=tuple(
            sorted(
                {
                    _lexicalisation(graph, node, name, entity_types)
                    for node in graph.objects(iri, KG.lexicalisation)
                },
                key=canonical,
            )
        ),
        brings=_brought(graph, iri),
        expands_groups=_one(
            graph, iri, KG.expandsGroups, choices=frozenset({"subject", "object"}), default=""
        ),
        gives_nationality=_flag(graph, iri, KG.givesNationality),
    )


def _brought(graph: Graph, iri: URIRef) -> Brought | None:
    node = graph.value(iri, KG.brings)
    if node is None:
        return None
    return Brought(_name(URIRef(_one(graph, node, KG.relation))), inverse=_flag(graph, node, KG.inverse))


def _flag(graph: Graph, iri: Node, predicate: URIRef) -> bool:
    return _one(graph, iri, predicate, choices=frozenset({"true", "false"}), default="false") == "true"


def _group_kinds(graph: Graph) -> dict[str, frozenset[str]]:
    """Read which sectors the companies are in that a plural noun means; several kinds may share a noun."""
    kinds: dict[str, set[str]] = {}
    for node in graph.subjects(RDF.type, KG.GroupKind):
        for noun in _strings(graph, node, KG.nominal):
            kinds.setdefault(noun, set()).update(_strings(graph, node, KG.sector))
    return {noun: frozenset(kinds[noun]) for noun in sorted(kinds)}


def _one(
    graph: Graph,
    iri: Node,
    predicate: URIRef,
    *,
    choices: frozenset[str] | None = None,
    default: str | None = None,
) -> str:
    values = _strings(graph, iri, predicate)
    if not values and default is not None:
        return default
    if len(values) != 1:
        found = "none" if not values else ", ".join(values)
        raise OntologyError(
            f"needs exactly one {_name(predicate)}, not {found}", place=_name(iri), remedy="give one value"
        )
    if choices is not None and values[0] not in choices:
        raise OntologyError(
            f"{_name(predicate)} cannot be {values[0]!r}",
            place=_name(iri),
            remedy=f"use one of {', '.join(sorted(choices))}",
        )
    return values[0]


def _number(
    graph: Graph, iri: Node, predicate: URIRef, *, default: float, most: float = float("inf")
) -> float:
    value = graph.value(iri, predicate)
    if value is None:
        return default
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not 0 < number <= most:
        raise OntologyError(
            f"{_name(predicate)} cannot be {str(value)!r}",
            place=_name(iri),
            remedy=f"give a number above 0 and at most {most}",
        )
    return number


def _classes(graph: Graph, iri: URIRef, predicate: URIRef, entity_types: frozenset[str]) -> frozenset[str]:
    """Read an RDFS domain or range: one class, or a class that is the owl:unionOf several."""
    names: set[str] = set()
    for value in graph.objects(iri, predicate):
        union = graph.value(value, OWL.unionOf)
        members: Iterable[Node] = [value] if union is None else Collection(graph, union)
        names.update(_name(member) for member in members)
    if not names:
        raise OntologyError(f"has no rdfs:{_name(predicate)}", place=_name(iri), remedy="name an entity type")
    if unknown := sorted(names - entity_types):
        raise OntologyError(
            f"rdfs:{_name(predicate)} names unknown entity types {', '.join(unknown)}",
            place=_name(iri),
            remedy=f"use {', '.join(sorted(entity_types))}",
        )
    return frozenset(names)


def _lexicalisation(graph: Graph, node: Node, relation: str, entity_types: frozenset[str]) -> Lexicalisation:
    place = f"{relation}, lexicalisation"
    construction = graph.value(node, KG.construction)
    status = graph.value(node, KG.status)
    if status is not None and str(status) not in {s.value for s in Status}:
        raise OntologyError(
            f"status cannot be {str(status)!r}", place=place, remedy=f"use one of {', '.join(Status)}"
        )
    known_status = None if status is None else Status(str(status))
    if construction is not None:
        if str(construction) not in CONSTRUCTIONS:
            raise OntologyError(
                f"no construction {str(construction)!r}",
                place=place,
                remedy=f"use one of {', '.join(sorted(CONSTRUCTIONS))}",
            )
        return Lexicalisation("", (), (), (), construction=str(construction), status=known_status)
    classes = [c for c in WORD_CLASSES if (node, KG[c], None) in graph]
    if len(classes) != 1:
        raise OntologyError(
            f"has {' and '.join(f'kg:{c}' for c in classes) or 'no words'}",
            place=place,
            remedy="give words of one class: kg:verb, kg:noun or kg:adjective",
        )
    return Lexicalisation(
        word_class=classes[0],
        lemmas=tuple(_strings(graph, node, KG[classes[0]])),
        subject=_slots(graph, node, KG.subject, place),
        object=_slots(graph, node, KG.object, place),
        status=known_status,
        qualifier=tuple(
            (name, slot)
            for name in ("amount", "product", "reason", "date", "share")
            for slot in _strings(graph, node, KG[name])
        ),
        head=_one(graph, node, KG.head, default=""),
        complement=_one(graph, node, KG.complement, choices=COMPLEMENTS, default=""),
        subject_types=_narrowing(graph, node, KG.subjectType, entity_types, place),
        object_types=_narrowing(graph, node, KG.objectType, entity_types, place),
        itself=frozenset(_strings(graph, node, KG.itself)),
        open=frozenset(_strings(graph, node, KG.open)),
    )


def _narrowing(
    graph: Graph, node: Node, predicate: URIRef, entity_types: frozenset[str], place: str
) -> frozenset[str]:
    names = frozenset(_name(value) for value in graph.objects(node, predicate))
    if unknown := sorted(names - entity_types):
        raise OntologyError(
            f"{_name(predicate)} names unknown entity types {', '.join(unknown)}",
            place=place,
            remedy=f"use {', '.join(sorted(entity_types))}",
        )
    return names


def _slots(graph: Graph, node: Node, predicate: URIRef, place: str) -> tuple[str, ...]:
    """Read slots in the order of preference: prepositions first, since they say more, then the others."""
    value = graph.value(node, predicate)
    if isinstance(value, BNode):
        slots = [str(item) for item in Collection(graph, value)]
    else:
        slots = _strings(graph, node, predicate)
    if not slots:
        raise OntologyError(
            f"has no kg:{_name(predicate)}", place=place, remedy="name a slot such as 'agent'"
        )
    if unknown := [s for s in slots if s not in SLOTS and s not in PREPOSITIONS]:
        raise OntologyError(
            f"unknown slot {unknown[0]!r}",
            place=place,
            remedy=f"use {', '.join(sorted(SLOTS))} or a preposition",
        )
    return (
        tuple(sorted(slots, key=lambda s: (s not in PREPOSITIONS, s)))
        if not isinstance(value, BNode)
        else tuple(slots)
    )


def _check_names(relations: Sequence[RelationType]) -> None:
    """See that each relation has a name of its own that every query language can write."""
    seen: dict[str, str] = {}
    for relation in relations:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", relation.name):
            raise OntologyError(
                f"{relation.name!r} cannot be a relation's name",
                place=relation.iri,
                remedy="use letters, digits, - and _",
            )
        key = relation.cypher_name
        if key in seen:
            raise OntologyError(
                f"is called like {seen[key]}", place=relation.iri, remedy="give it another local name"
            )
        seen[key] = relation.iri


def _check_parents(relation_types: Mapping[str, RelationType]) -> None:
    for relation in relation_types.values():
        if relation.parent is not None and relation.parent not in relation_types:
            raise OntologyError(
                f"rdfs:subPropertyOf names unknown {relation.parent}",
                place=relation.name,
                remedy="declare it as a kg:RelationType, or leave it out",
            )


def _check_derivations(relation_types: Mapping[str, RelationType]) -> None:
    """See that what follows from a relation is fixed by its type alone, and does not go round in circles.

    Raises:
        OntologyError: If a type brings something that it cannot, or expands groups where that has no meaning.
    """
    for relation in relation_types.values():
        if relation.brings is not None:
            brought = relation_types.get(relation.brings.relation)
            if relation.kind != "event" or brought is None or brought.kind != "state":
                raise OntologyError(
                    f"kg:brings cannot lead from this {relation.kind} to {relation.brings.relation}",
                    place=relation.name,
                    remedy="let an event bring a state that is declared",
                )
        if relation.expands_groups and (relation.gives_nationality or relation.symmetric):
            reason = "gives nationality" if relation.gives_nationality else "is symmetric"
            raise OntologyError(
                f"{reason} and cannot expand groups", place=relation.name, remedy="leave kg:expandsGroups out"
            )
