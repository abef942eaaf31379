"""The records of the vocabulary, and the words that its files may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import blake2b

from kg.errors import OntologyError
from kg.model import Status

WORD_CLASSES = ("verb", "noun", "adjective")
SLOTS = frozenset({"agent", "patient", "bearer", "copula", "possessor", "modifier", "context", "head"})
PREPOSITIONS = frozenset(
    "about across after against along among around as at because before behind between beyond by despite during for "
    "from in inside into of off on onto out outside over past through to toward towards under until upon via with "
    "within".split()
)
CONSTRUCTIONS = frozenset({"ticker", "based", "nationality", "owned", "listed", "possessive"})
COMPLEMENTS = PREPOSITIONS | {"infinitive"}
EXPOSED = frozenset({"subject", "object", "both", "none"})


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
    passive), `bearer` (what the noun describes: "Orsa, a rival …", "rival Orsa"), `copula` (what a sentence says that
    it is: "Orsa and Kestrel are rivals"), `possessor` ("Kestrel's rival", "its rival"), `modifier` ("Kestrel rival
    Orsa"), `head` (the noun itself: "a strike at Orsa"), `context` (what the passage is about) or a preposition ("to").

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
        open: Ends that any common noun may fill, known or not: what a maker makes.
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
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Brought:
    """The state that an event brings about once it is complete.

    Attributes:
        relation: Relation type of the state.
        inverse: Whether the event's object is the state's subject: who is acquired becomes the subsidiary.
    """

    relation: str
    inverse: bool = False


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
        brings: What an event of this type brings about, or None.
        expands_groups: The end ("subject" or "object") at which what is said of a group of companies holds for each of
            them, or "".
        gives_nationality: Whether its object tells the country of its subject.
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
    brings: Brought | None = None
    expands_groups: str = ""
    gives_nationality: bool = False

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
        hash: 16 hexadecimal digits over everything else here.
        group_kinds: Plural nouns for kinds of companies ("chipmakers") with the sectors that these are in, as the
            gazetteer calls them; no sectors: companies of any sector ("firms").
    """

    entity_types: Mapping[str, EntityType]
    relation_types: Mapping[str, RelationType]
    cues: Mapping[str, frozenset[str]]
    hash: str
    group_kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)

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


def content_hash(*parts: Mapping[str, object]) -> str:
    """Hash records by name: 16 hexadecimal digits that change when any of them does."""
    digest = blake2b(digest_size=8)
    for part in parts:
        for name in sorted(part):
            digest.update(f"{name}={canonical(part[name])}\n".encode())
    return digest.hexdigest()


def canonical(value: object) -> str:
    """Write a record so that equal records read equal: sets sorted, fields in order."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(str, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(canonical, value)) + ")"
    if hasattr(value, "__dataclass_fields__"):
        return "[" + ",".join(canonical(getattr(value, f.name)) for f in fields(value)) + "]"  # type: ignore[arg-type]
    return repr(value)
