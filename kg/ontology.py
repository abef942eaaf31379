"""The vocabulary: `ontologies/*.ttl` read into one frozen `Ontology`.

Entity types, relation types with their lexicalisations, and the cue words of discourse are data in Turtle. Python
knows syntax (what an agent, a patient or a possessor is) and never the name of a relation. A user's own file is
merged in as RDF, so it may declare new relation types or add lexicalisations to those that exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import OntologyError
from kg.model import Status

KG = Namespace("urn:keiretsu:ontology:")
"""Namespace of the terms; `kg:` in the Turtle files."""

_HERE = Path(__file__).resolve().parent
BUILT_IN = next(p for p in (_HERE / "ontologies", _HERE.parent / "ontologies") if p.is_dir())
"""Folder of the vocabulary that ships with the package."""

WORD_CLASSES = ("verb", "noun", "adjective")
SLOTS = frozenset({"agent", "patient", "bearer", "possessor", "modifier", "context", "head"})
PREPOSITIONS = frozenset(
    "about across after against along among around as at before behind between beyond by despite during for from in "
    "inside into of off on onto out outside over past through to toward towards under until upon via with "
    "within".split()
)
CONSTRUCTIONS = frozenset({"ticker", "based", "nationality", "owned", "possessive"})
COMPLEMENTS = PREPOSITIONS | {"infinitive"}
EXPOSED = frozenset({"subject", "object", "both", "none"})
_EFFECTS: Mapping[str, int] = {"+": 1, "-": -1, "none": 0}


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of things: `Company`, `Government`, `Group`, ….

    Attributes:
        name: The term's local name.
        definition: What it means, in one sentence.
        nominals: Common nouns by which texts refer to such a thing without naming it: "plant" for a Facility.
        name_endings: Words that end the names of such things: "Holdings" for a Company.
    """

    name: str
    definition: str
    nominals: frozenset[str] = frozenset()
    name_endings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicalisation:
    """One way in which language states a relation.

    Either a frame (`word_class` and `lemmas`, with the slots in which subject and object stand) or a named
    `construction` of syntax that fixes both ends by itself.

    A slot is `agent` (who does it, also "by …" of a passive), `patient` (to whom it is done, also the subject of a
    passive), `bearer` (what the noun describes: "Orsa, a rival …", "rival Orsa"), `possessor` ("Kestrel's rival",
    "its rival"), `modifier` ("Kestrel rival Orsa"), `head` (the noun itself: "a strike at Orsa"), `context` (what the
    passage is about) or a preposition ("to").

    Attributes:
        word_class: "verb", "noun", "adjective", or "" for a construction.
        lemmas: Dictionary forms; a verb may carry a particle ("team up"), a noun its compound ("chief executive").
        subject: Slots of the subject, tried in order.
        object: Slots of the object, tried in order.
        construction: One of `CONSTRUCTIONS`, or "" for a frame.
        status: Status that the words themselves give, or None.
        qualifier: (qualifier name, slot) pairs: what else to record from the frame.
        head: Qualifier that takes the triggering words themselves ("role": "chief executive"), or "".
        complement: What the words mean this only with: "infinitive" ("ordered Orsa to stop"), a preposition ("built
            the engine into its car"), or "".
        subject_types: Entity types that the subject may have in this frame; empty: all of the domain.
        object_types: Entity types that the object may have in this frame; empty: all of the range.
        itself: Ends ("subject", "object") that must be named themselves, not by what they own: who buys a plant of
            Orsa's does not buy Orsa.
    """

    word_class: str
    lemmas: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    construction: str = ""
    status: Status | None = None
    qualifier: tuple[tuple[str, str], ...] = ()
    head: str = ""
    complement: str = ""
    subject_types: frozenset[str] = frozenset()
    object_types: frozenset[str] = frozenset()
    itself: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of edge and everything the house needs to know about it.

    Attributes:
        name: The term's local name, such as "suppliesTo".
        iri: The term's IRI.
        definition: What it means, from the subject's side.
        example: A sentence that states it.
        domain: Entity types that its subject may have.
        range: Entity types that its object may have.
        symmetric: Whether either end may be named first.
        parent: A more general relation type that it implies, or None.
        category: Heading under which lists show it.
        kind: "state" (it holds for a while) or "event" (it happens).
        exposed: Who becomes exposed through it: "subject", "object", "both" or "none".
        channel: Through what: "supply", "technology", "ownership", "policy", …, or "none".
        effect: +1: a loss at the source hurts; -1: it helps; 0: neither.
        transmission: Default share in [0, 1] of a loss at the source that arrives, where no share is stated.
        half_life: Days after which a state that nobody has repeated is believed half as much; None: it does not age.
        alignments: IRIs of terms elsewhere that mean the same.
        lexicalisations: How language states it.
    """

    name: str
    iri: str
    definition: str
    example: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool
    parent: str | None
    category: str
    kind: str
    exposed: str
    channel: str
    effect: int
    transmission: float
    half_life: float | None
    alignments: tuple[str, ...]
    lexicalisations: tuple[Lexicalisation, ...]

    @property
    def cypher_name(self) -> str:
        """The name in Cypher: "suppliesTo" is `SUPPLIES_TO`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.name).upper()

    def admits(self, subject_type: str, object_type: str) -> bool:
        """Tell whether the types of two ends fit the domain and the range, in this direction."""
        return subject_type in self.domain and object_type in self.range


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that the vocabulary says, and a hash that changes when any of it does.

    Attributes:
        entity_types: By name, in alphabetical order.
        relation_types: By name, in alphabetical order.
        cues: Cue words of discourse by list name ("reporting", "denial", …), lemmas in lower case.
        hash: 16 hexadecimal digits over all of the above.
    """

    entity_types: Mapping[str, EntityType]
    relation_types: Mapping[str, RelationType]
    cues: Mapping[str, frozenset[str]]
    hash: str

    def relation(self, name: str) -> RelationType:
        """Look a relation type up by name.

        Raises:
            OntologyError: If there is none, with those that exist.
        """
        try:
            return self.relation_types[name]
        except KeyError:
            known = ", ".join(self.relation_types)
            raise OntologyError(f"no relation type {name!r}", remedy=f"use one of {known}") from None


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
    relation_types = {
        _name(iri): _relation_type(graph, iri, frozenset(entity_types))
        for iri in sorted(graph.subjects(RDF.type, KG.RelationType), key=str)
        if isinstance(iri, URIRef)
    }
    _check_parents(relation_types)
    cues = {
        _name(iri): frozenset(_strings(graph, iri, KG.lemma))
        for iri in sorted(graph.subjects(RDF.type, KG.CueList), key=str)
    }
    return Ontology(
        MappingProxyType(entity_types),
        MappingProxyType(relation_types),
        MappingProxyType(cues),
        _hash(entity_types, relation_types, cues),
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
    return RelationType(
        name=name,
        iri=str(iri),
        definition=_one(graph, iri, SKOS.definition),
        example=_one(graph, iri, SKOS.example, default=""),
        domain=_classes(graph, iri, RDFS.domain, entity_types),
        range=_classes(graph, iri, RDFS.range, entity_types),
        symmetric=(iri, RDF.type, OWL.SymmetricProperty) in graph,
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
                key=_canonical,
            )
        ),
    )


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


def _check_parents(relation_types: Mapping[str, RelationType]) -> None:
    for relation in relation_types.values():
        if relation.parent is not None and relation.parent not in relation_types:
            raise OntologyError(
                f"rdfs:subPropertyOf names unknown {relation.parent}",
                place=relation.name,
                remedy="declare it as a kg:RelationType, or leave it out",
            )


def _hash(*parts: Mapping[str, object]) -> str:
    digest = blake2b(digest_size=8)
    for part in parts:
        for name in sorted(part):
            digest.update(f"{name}={_canonical(part[name])}\n".encode())
    return digest.hexdigest()


def _canonical(value: object) -> str:
    """Write a record so that equal records read equal: sets sorted, fields in order."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(str, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_canonical, value)) + ")"
    if hasattr(value, "__dataclass_fields__"):
        return "[" + ",".join(_canonical(getattr(value, f.name)) for f in fields(value)) + "]"  # type: ignore[arg-type]
    return repr(value)


__all__ = [
    "BUILT_IN",
    "KG",
    "EntityType",
    "Lexicalisation",
    "Ontology",
    "RelationType",
    "load_ontology",
    "ontology_turtle",
]
