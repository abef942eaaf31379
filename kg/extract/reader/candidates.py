"""Who may stand in relation to whom, and in which sentence that would be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_REACH = 4
"""Sentences back that a sentence may mean somebody whom it does not name."""

_MAX_ABSENT = 8
"""How many such somebodies are weighed for each sentence: the nearest and the most often named."""

_MAX_NAMED = 14
"""Entities weighed of one sentence: a list of fifty names states nothing that is worth fifty times fifty tries."""

_MAX_CANDIDATES = 4_000
"""Candidates weighed of one window, twenty times as many as news has: hostile text must not fill the memory."""

_STEPS = np.array([1, 2, 3, 5, 8, 13, 21])
"""Bounds of the classes of distances, 0 to 7."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is named in a window.

    Attributes:
        entity: Its number.
        sentence: Number of the sentence.
        first: Its first word piece.
        last: The word piece after its last one.
    """

    entity: int
    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of entities and sentences, as arrays that the model takes: C of them over U units and L word pieces.

    A unit is an entity within one sentence.

    Attributes:
        unit_first: [U] first word piece of each unit's first name.
        unit_last: [U] last word piece (inclusive) of each unit's first name.
        unit_entity: [U] number of the entity.
        sentence: [C] number of the sentence.
        subject: [C] unit of the subject.
        object: [C] unit of the object.
        distance: [C, 2] sentences back to where each end is named, 0: here, up to `_REACH` + 1.
        frequency: [C, 2] how often each end is named in the window, up to 4.
        position: [C, L] where each word piece stands: 0 in another sentence, 1 before both ends, 2 between them,
            3 behind them, 4 in the subject, 5 in the object, 6 in a sentence that does not name both.
        order: [C] 0 subject first, 1 object first, 2 an end is not named.
        apart: [C, 2] word pieces and other names between the two ends, in the steps of `_STEPS`, one more where an end
            is not named.
    """

    unit_first: Ints
    unit_last: Ints
    unit_entity: Ints
    sentence: Ints
    subject: Ints
    object: Ints
    distance: Ints
    frequency: Ints
    position: Ints
    order: Ints
    apart: Ints

    def __len__(self) -> int:
        return len(self.sentence)


def find_candidates(places: Sequence[Place], sentences: Sequence[tuple[int, int]]) -> Candidates:
    """List the candidates of a window, both ways round for each pair.

    Args:
        places: Where entities are named, in text order.
        sentences: First word piece and the one after the last of each sentence.

    Returns:
        Every pair named in one sentence, and every pair of which the sentence names one end and the sentences before
        it name the other.
    """
    units: dict[tuple[int, int], Place] = {}
    count: dict[int, int] = defaultdict(int)
    for place in places:
        units.setdefault((place.sentence, place.entity), place)
        count[place.entity] += 1
    number = {key: i for i, key in enumerate(units)}
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for sentence, entity in units:
        by_sentence[sentence].append(entity)
    rows: list[tuple[int, int, int, int, int]] = []
    latest: dict[int, int] = {}
    for sentence in sorted(by_sentence):
        here = by_sentence[sentence][:_MAX_NAMED]
        absent = sorted(
            (e for e, s in latest.items() if e not in by_sentence[sentence] and sentence - s <= _REACH),
            key=lambda e: (sentence - latest[e] - min(count[e], 3), e),
        )[:_MAX_ABSENT]
        for a in here:
            rows += [(sentence, number[sentence, a], number[sentence, b], 0, 0) for b in here if a != b]
            for b in absent:
                back = sentence - latest[b]
                other = number[latest[b], b]
                rows.append((sentence, number[sentence, a], other, 0, back))
                rows.append((sentence, other, number[sentence, a], back, 0))
        latest.update((e, sentence) for e in by_sentence[sentence])
    return _arrays(list(units.values()), rows[:_MAX_CANDIDATES], count, sentences, [p.first for p in places])


def _arrays(
    units: list[Place],
    rows: list[tuple[int, int, int, int, int]],
    count: dict[int, int],
    sentences: Sequence[tuple[int, int]],
    begins: Sequence[int],
) -> Candidates:
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    sentence, subject, obj = table[:, 0], table[:, 1], table[:, 2]
    first = np.array([u.first for u in units], dtype=np.int64)
    last = np.array([u.last - 1 for u in units], dtype=np.int64)
    entity = np.array([u.entity for u in units], dtype=np.int64)
    often = np.array([min(count[u.entity], 4) for u in units], dtype=np.int64)
    bounds = np.array(sentences, dtype=np.int64).reshape(-1, 2)
    start, end = bounds[sentence, 0], bounds[sentence, 1]
    at = np.arange(int(bounds[:, 1].max(initial=0)) + 1)[None, :]
    within = (at >= start[:, None]) & (at < end[:, None])
    here = table[:, 3:] == 0
    inside = [
        here[:, i, None] & (at >= first[unit][:, None]) & (at <= last[unit][:, None])
        for i, unit in enumerate((subject, obj))
    ]
    left = np.minimum(first[subject], first[obj])[:, None]
    right = np.maximum(last[subject], last[obj])[:, None]
    position = np.where(at < left, 1, np.where(at > right, 3, 2))
    position = np.where(here.all(axis=1)[:, None], position, 6)
    position = np.where(inside[0], 4, np.where(inside[1], 5, position))
    order = np.where(here.all(axis=1), (first[subject] > first[obj]).astype(np.int64), 2)
    near, far = np.minimum(last[subject], last[obj]), np.maximum(first[subject], first[obj])
    names_before = np.searchsorted(np.array(sorted(begins)), np.stack([near + 1, far], axis=1))
    gaps = np.stack([far - near - 1, names_before[:, 1] - names_before[:, 0]], axis=1)
    apart = np.where(here.all(axis=1)[:, None], np.searchsorted(_STEPS, gaps, side="right"), len(_STEPS) + 1)
    return Candidates(
        first,
        last,
        entity,
        sentence,
        subject,
        obj,
        np.minimum(table[:, 3:], _REACH + 1),
        np.stack([often[subject], often[obj]], axis=1) if len(table) else np.zeros((0, 2), np.int64),
        np.where(within, position, 0),
        order,
        apart,
    )
