"""The records that flow through the house, all immutable and comparable.

    Document -> Mention -> Claim -> [ledger] -> Entity -> Relation

Records are plain frozen dataclasses: they are made by the million, and what comes from outside is validated
where it enters (`kg.sources`, `kg.ontology`, `kg.evaluation`), once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b


class Status(StrEnum):
    """How a document holds a claim: from fact to denial."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    RUMOURED = "rumoured"
    DENIED = "denied"
    ENDED = "ended"


class Form(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    TICKER = "ticker"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


def content_id(prefix: str, *parts: object) -> str:
    """Derive an id from content, so that equal content has an equal id everywhere.

    Args:
        prefix: One letter that tells what the id names: d(ocument), c(laim), e(ntity), r(elation).
        parts: What identifies the thing, in a fixed order; `str()` of each counts.

    Returns:
        The prefix, a hyphen and 20 hexadecimal digits (80 bits of BLAKE2b; each part is length-prefixed so
        that no two different lists of parts can collide by concatenation).
    """
    digest = blake2b(digest_size=10)
    for part in parts:
        data = str(part).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{prefix}-{digest.hexdigest()}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Character offsets `[start, end)` into `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """Immutable text and what is known about its publication.

    Attributes:
        id: Hash of the content (`Document.of`).
        text: The text that every span counts into, as the source gave it.
        title: Headline, or "".
        url: Where it was published, or "". Never fetched.
        publisher: Who published it, or "".
        published: ISO 8601 date ("2025-09-24") or UTC time ("2025-09-24T13:30:00Z"), or None.
        name: The input's own id if it has one, else its file name: what users know it by.
    """

    id: str
    text: str
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str | None = None
    name: str = ""

    @classmethod
    def of(
        cls,
        text: str,
        *,
        title: str = "",
        url: str = "",
        publisher: str = "",
        published: str | None = None,
        name: str = "",
    ) -> Document:
        """Make a document whose id is the hash of its content.

        `name` stays out of the hash: one article saved under two file names is one document.
        """
        key = content_id("d", text, title, url, publisher, published or "")
        return cls(key, text, title, url, publisher, published, name)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the graph keeps of a document: everything but its text, which stays in the ledger.

    Attributes as in `Document`; `cites` as in `Reading`. `signature` is the document's MinHash, by which near-copies
    are found without their texts.
    """

    id: str
    title: str
    url: str
    publisher: str
    published: str | None
    name: str
    cites: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed span that names an entity.

    Attributes:
        span: Where it stands in the document.
        text: `document.text[span.start:span.end]`.
        type: Entity type (an ontology term, such as "Company"): the role it plays here.
        name: The document's fullest name for the same entity; mentions with equal `name` and `type` are one
            thing within the document.
        form: Whether it is a name, a ticker, a description or a pronoun.
        known_as: Gazetteer id, if the gazetteer knows it.
    """

    span: Span
    text: str
    type: str
    name: str
    form: Form = Form.NAME
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """One end of a claim: an entity as one document names it.

    Attributes:
        name: The document's fullest name for it.
        type: Entity type.
        span: The mention that the evidence names it by.
        forms: Every surface form of it in the document, sorted.
        known_as: Gazetteer id, if the gazetteer knows it.
    """

    name: str
    type: str
    span: Span
    forms: tuple[str, ...] = ()
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words that state a claim, and what read them.

    Attributes:
        document: Document id.
        span: Where the quote stands.
        quote: `document.text[span.start:span.end]`.
        extractor: Name of the rule set or model that read it, such as "grammar".
        rule: The lexicalisation or model head that fired: what to mend if the claim is wrong.
    """

    document: str
    span: Span
    quote: str
    extractor: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, relation type, object, status and speaker, as ONE document asserts them.

    Attributes:
        id: `hash(document, subject span, relation, object span, status)` (`Claim.of`).
        subject: The relation's subject.
        relation: Relation type, such as "suppliesTo".
        object: The relation's object.
        status: How the document holds it.
        evidence: The words that state it.
        attribution: Who says it; None: the document itself.
        qualifiers: (name, words) pairs, sorted: amount, share, role, product, date, reason, direction.
        confidence: Probability in [0, 1] that the document says this.
        published: `Document.published` of its document.
        valid_from: ISO date from which it held, when the text gives one.
        valid_to: ISO date at which it ceased to hold, when the text gives one.
    """

    id: str
    subject: Argument
    relation: str
    object: Argument
    status: Status
    evidence: Evidence
    attribution: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0
    published: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None

    @staticmethod
    def identify(evidence: Evidence, subject: Span, relation: str, obj: Span, status: Status) -> str:
        """Derive a claim's id from what makes it this claim and no other."""
        ends = (subject.start, subject.end, relation, obj.start, obj.end)
        return content_id("c", evidence.document, *ends, status)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that was found and not written, with the reason; counted, never silently dropped.

    Attributes:
        reason: One of a short fixed list of words, such as "domain", "range", "same-entity", "ungrounded".
        relation: The relation type that was read.
        span: The evidence.
    """

    reason: str
    relation: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """What makes two passes over a document the same pass."""

    document: str
    extractor: str
    ontology: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass of one extractor over one document.

    Attributes:
        key: Document, extractor hash and ontology hash.
        mentions: What was named, in text order.
        claims: What was read, in order of id.
        rejections: What was found and not written.
        cites: Outlets and agencies that the document names as its source ("Reuters", "Nikkei"), sorted.
    """

    key: ReadingKey
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's decision about a claim or about two entities; survives re-reading.

    Attributes:
        verdict: "confirm" or "reject" (about a claim), "same" or "different" (about two entities).
        target: Claim id, or the first entity's id.
        other: The second entity's id, or "".
        author: Who or what decided.
        recorded: UTC time of the decision, ISO 8601.
    """

    verdict: str
    target: str
    other: str
    author: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A real-world thing with names and identifiers.

    Attributes:
        id: Gazetteer id, else `hash(type, canonical key)`.
        type: Entity type.
        name: The name to show.
        names: Every name and surface form it was met under, sorted.
        identifiers: (scheme, value) pairs such as ("ticker", "XNYS:BABA"), sorted.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """All claims about one (subject, relation type, object) after resolution: ONE edge.

    A symmetric relation is stored once, smaller entity id first.

    Attributes:
        id: Hash of (subject, type, object).
        subject: Entity id.
        type: Relation type.
        object: Entity id.
        belief: Probability in [0, 1] that the relation holds.
        status: The status that carries most weight: what an analyst would call the edge.
        counts: Claims per status; every status is a key.
        origins: Number of independent origins.
        first_published: Earliest publication among its claims, or None if all are undated.
        last_published: Latest publication among its claims, or None.
        claims: Ids of the claims that it rests on, sorted: those that state it and those of the relations that it is
            derived from.
        derived_from: Ids of the relations from which it follows, sorted: the event that brought the state about; what
            is said of a group that an end belongs to, with the relation that tells that end's nationality.
    """

    id: str
    subject: str
    type: str
    object: str
    belief: float
    status: Status
    counts: Mapping[Status, int] = field(hash=False)
    origins: int
    first_published: str | None
    last_published: str | None
    claims: tuple[str, ...]
    derived_from: tuple[str, ...] = ()


def known_from(published: str) -> datetime:
    """Tell when a publication could first be acted on.

    Args:
        published: ISO 8601 date or UTC time, as in `Document.published`.

    Returns:
        The UTC time itself; for a bare date, midnight UTC at the start of the next day, since nobody can say
        that an article dated that day was out in its first hours.
    """
    if "T" in published:
        return datetime.fromisoformat(published.replace("Z", "+00:00")).astimezone(UTC)
    return datetime.combine(date.fromisoformat(published) + timedelta(days=1), time(), UTC)
