"""What the model finds in a document: names, and weighed statements about pairs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kg.extract.reader.candidates import Candidates, Ints, Place, find_candidates
from kg.extract.reader.network import Card, Floats
from kg.extract.reader.tags import Tagged, name_entities, read_tags
from kg.extract.reader.windows import Window, WindowCutter
from kg.model import Span

Name = tuple[str, str]
"""An entity of a document: its fullest name there, and its type."""


class Model(Protocol):
    """Anything that runs a trained model: `kg.extract.reader.network.Network`, or the one that is being trained."""

    card: Card

    def encode(self, window: Window) -> tuple[Floats, Floats]:
        """Give what each word piece means, and the weights of its tags."""

    def relate(self, hidden: Floats, candidates: Candidates, unit_type: Ints) -> tuple[Floats, Floats]:
        """Give logits of relations for each candidate, and how each is stated."""

    def statuses(self, state: Floats, relation: Ints) -> Floats:
        """Give logits of the statuses of statements, from how each is stated and its relation."""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that the model sees in a sentence.

    Attributes:
        subject: Entity.
        relation: Relation type.
        object: Entity.
        weight: The model's own estimate in [0, 1] that the sentence states it.
        statuses: The model's weight of each status, in the order of its card.
        sentence: The sentence.
        subject_span: Where the subject is named: in the sentence, or before it.
        object_span: Where the object is named.
        named: Whether the sentence names both ends.
    """

    subject: Name
    relation: str
    object: Name
    weight: float
    statuses: tuple[float, ...]
    sentence: Span
    subject_span: Span
    object_span: Span
    named: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What the model sees in a document.

    Attributes:
        names: Each name with the entity that it is of, in text order.
        found: Statements with a weight of at least `least`, the weightiest first.
    """

    names: tuple[tuple[Tagged, Name], ...]
    found: tuple[Found, ...]


def weigh(text: str, *, network: Model, cutter: WindowCutter, least: float) -> Findings:
    """Run the model over a document.

    Args:
        text: The document's text.
        network: The model.
        cutter: Cuts windows with the model's vocabulary.
        least: Weight below which nothing is given.

    Returns:
        Names and statements.
    """
    card = network.card
    windows = list(cutter.cut(text))
    hidden: list[Floats] = []
    tagged: list[list[Tagged]] = []
    for window in windows:
        meaning, tags = network.encode(window)
        hidden.append(meaning)
        tagged.append(read_tags(tags, window, text, card.types))
    everything = [name for names in tagged for name in names]
    named = name_entities(everything, text)
    found: list[Found] = []
    at = 0
    for window, meaning, names in zip(windows, hidden, tagged, strict=True):
        own = named[at : at + len(names)]
        at += len(names)
        found += _statements(network, window, meaning, list(zip(names, own, strict=True)), least)
    ranked = sorted(found, key=lambda f: (-f.weight, f.sentence, f.relation, f.subject, f.object))
    return Findings(tuple(zip(everything, named, strict=True)), tuple(ranked))


def other_types(names: Iterable[tuple[Tagged, Name]]) -> Mapping[Name, tuple[str, ...]]:
    """Give the types that each entity may have beside its own: those that some of its names were or could be given."""
    others: dict[Name, set[str]] = defaultdict(set)
    for tagged, name in names:
        others[name] |= {kind for kind in (tagged.type, tagged.other) if kind and kind != name[1]}
    return {name: tuple(sorted(kinds)) for name, kinds in others.items()}


def fitting_types(
    found: Found, others: Mapping[Name, tuple[str, ...]], admits: Callable[[str, str, str], bool]
) -> tuple[str, str] | None:
    """Give types of the two ends that the relation admits: their own, or else possible ones ("Beijing presses firms").

    Returns:
        The types of subject and object, or None if the relation admits none.
    """
    subjects = (found.subject[1], *others.get(found.subject, ()))
    objects = (found.object[1], *others.get(found.object, ()))
    fits = ((s, o) for s in subjects for o in objects if admits(found.relation, s, o))
    return min(fits, key=lambda pair: (pair[0] != subjects[0]) + (pair[1] != objects[0]), default=None)


def _statements(
    network: Model, window: Window, hidden: Floats, names: Sequence[tuple[Tagged, Name]], least: float
) -> list[Found]:
    entities = sorted({name for _, name in names})
    number = {name: i for i, name in enumerate(entities)}
    places = [Place(number[name], t.sentence, t.first, t.last) for t, name in names]
    candidates = find_candidates(places, [(s.first, s.last) for s in window.sentences])
    if not len(candidates):
        return []
    types = np.array([network.card.types.index(kind) for _, kind in entities], dtype=np.int64)
    logits, state = network.relate(hidden, candidates, types[candidates.unit_entity])
    weights = 1 / (1 + np.exp(-logits))
    at = {t.first: (name, t.span) for t, name in names}
    found = []
    rows, columns = np.nonzero(weights >= least)
    if not len(rows):
        return []
    statuses = network.statuses(state[rows], columns)
    for c, r, status in zip(rows, columns, statuses, strict=True):
        (subject, subject_span), (obj, object_span) = (
            at[int(candidates.unit_first[end[c]])] for end in (candidates.subject, candidates.object)
        )
        found.append(
            Found(
                subject,
                network.card.relations[r],
                obj,
                round(float(weights[c, r]), 4),
                _shares(status),
                window.sentences[int(candidates.sentence[c])].span,
                subject_span,
                object_span,
                bool((candidates.distance[c] == 0).all()),
            )
        )
    return found


def _shares(logits: Floats) -> tuple[float, ...]:
    """Turn logits into shares of one (softmax)."""
    scores = np.exp(logits - logits.max())
    return tuple(round(float(s), 4) for s in scores / scores.sum())


def forms_of(names: Sequence[tuple[Tagged, Name]]) -> Mapping[Name, tuple[str, ...]]:
    """Give every spelling of each entity in a document, sorted."""
    forms: dict[Name, set[str]] = defaultdict(set)
    for tagged, name in names:
        forms[name].add(tagged.text)
    return {name: tuple(sorted(spelt)) for name, spelt in forms.items()}
