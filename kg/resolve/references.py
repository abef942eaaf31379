"""References: the distinct ways in which claims name things, before any are unified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.model import Argument, Claim, content_id
from kg.normalize import is_proper, name_key
from kg.resolve.names import Known, KnownNames


@dataclass(slots=True)
class Reference:
    """All arguments that agree in gazetteer id, or else in entity type and canonical name.

    Attributes:
        id: `reference_id` of each of its arguments.
        known: What the gazetteer knows under the id, if it knows it.
        linked: Whether the id is a gazetteer's.
        names: (document, full name) pairs.
        types: (document, entity type) pairs.
        forms: Surface forms.
    """

    id: str
    known: Known | None
    linked: bool
    names: set[tuple[str, str]] = field(default_factory=set)
    types: set[tuple[str, str]] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """The gazetteer's type, else that of most documents."""
        return self.known.type if self.known else majority_type(self.types)

    @property
    def key(self) -> str:
        """The canonical name that all arguments of an unlinked reference share."""
        return name_key(min(self.names)[1])


def reference_id(argument: Argument, document: str) -> str:
    """Give the gazetteer id if the argument has one, else `hash(type, canonical name)`.

    A description without a proper name ("suppliers", "the plant") means something else in every document, so the
    document's id enters its hash.
    """
    if argument.known_as:
        return argument.known_as
    scope = () if is_proper(argument.name) else (document,)
    return content_id("e", argument.type, name_key(argument.name), *scope)


def collect(claims: Iterable[Claim], gazetteer: KnownNames) -> dict[str, Reference]:
    """Gather the arguments of all claims into references, by id in ascending order.

    Documents are counted, not claims, so that a long article has no more say than a short one.
    """
    references: dict[str, Reference] = {}
    for claim in claims:
        for argument in (claim.subject, claim.object):
            key = reference_id(argument, claim.evidence.document)
            if (reference := references.get(key)) is None:
                known = gazetteer.get(argument.known_as) if argument.known_as else None
                reference = references[key] = Reference(key, known, argument.known_as is not None)
            document = claim.evidence.document
            reference.names.add((document, argument.name))
            reference.types.add((document, argument.type))
            reference.forms.update(argument.forms)
    return dict(sorted(references.items()))


def majority_type(types: set[tuple[str, str]]) -> str:
    """Give the entity type of most documents; of equals the first in the alphabet."""
    counts = Counter(kind for _, kind in types)
    return min(counts, key=lambda kind: (-counts[kind], kind))


def majority_name(names: set[tuple[str, str]]) -> str:
    """Give the name of most documents; of equals the longest, then the first in the alphabet."""
    counts = Counter(name for _, name in names)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))
