"""What an exposure analysis says, as records and as JSON-ready data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.graph.profile import brief
from kg.model import Entity, Status


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on the way of an effect, with the words that best state it.

    Attributes:
        relation: Relation type.
        subject: The relation's subject, `from` in JSON.
        object: The relation's object, `to` in JSON.
        quote: The exact words.
        document: The document's name if it has one, else its id.
        published: As in `Document.published`.
        status: How the document holds the claim.
        derived_from: The relations from which it follows, in words; empty: it is only stated.
    """

    relation: str
    subject: Entity
    object: Entity
    quote: str
    document: str
    published: str | None
    status: Status
    derived_from: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the step as JSON-ready data."""
        return {
            "relation": self.relation,
            "from": brief(self.subject),
            "to": brief(self.object),
            "quote": self.quote,
            "document": self.document,
            "published": self.published,
            "status": self.status.value,
            "derived_from": list(self.derived_from),
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """How much of a total loss at a source arrives: signed shares in [-1, 1], below 0 where the loss helps.

    Attributes:
        expected: With every relation held to be as probable as its belief.
        confirmed: From assertions alone, of relations that no standing denial contradicts.
        planned: From plans as well, at their weight in belief.
        disputed: From all that is said: also what is possible or rumoured, and denials disregarded.
    """

    expected: float
    confirmed: float
    planned: float
    disputed: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """One way in which what happens at a source reaches the entity of the report.

    Attributes:
        source: Where the loss would be.
        channel: Through what it comes: "supply", "ownership", ….
        order: Number of relations on the way.
        effect: How much arrives.
        assumptions: What was taken for granted, in words.
        paths: The ways that it takes; each is as many steps as `order` says.
    """

    source: Entity
    channel: str
    order: int
    effect: Effect
    assumptions: tuple[str, ...]
    paths: tuple[tuple[Step, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Give the exposure as JSON-ready data; percentiles are null where no distribution was computed."""
        return {
            "entity": brief(self.source),
            "channel": self.channel,
            "order": self.order,
            "expected": self.effect.expected,
            "p5": None,
            "p50": None,
            "p95": None,
            "confirmed": self.effect.confirmed,
            "planned": self.effect.planned,
            "disputed": self.effect.disputed,
            "assumptions": list(self.assumptions),
            "paths": [[step.as_json() for step in path] for path in self.paths],
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was read about an entity: an empty report on a well-covered entity means something.

    Attributes:
        documents: Number of documents whose claims name it.
        publishers: Number of different publishers of these.
        first: Their earliest publication, or None.
        last: Their latest publication, or None.
    """

    documents: int
    publishers: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """What an entity is exposed to.

    Attributes:
        entity: Who is exposed.
        as_of: The latest publication in the graph, or None.
        coverage: How much was read about it.
        exposures: The strongest expected effect first.
    """

    entity: Entity
    as_of: str | None
    coverage: Coverage
    exposures: tuple[Exposure, ...]

    @property
    def finding(self) -> str:
        """Tell "exposed", "no relation found" (though it was read about) and "no coverage" apart."""
        if self.exposures:
            return "exposed"
        return "no relation found" if self.coverage.documents else "no coverage"

    def as_json(self) -> dict[str, Any]:
        """Give the report as JSON-ready data."""
        return {
            "entity": brief(self.entity),
            "as_of": self.as_of,
            "coverage": {
                "documents": self.coverage.documents,
                "publishers": self.coverage.publishers,
                "first": self.coverage.first,
                "last": self.coverage.last,
            },
            "exposures": [exposure.as_json() for exposure in self.exposures],
        }
