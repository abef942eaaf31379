"""Names read off the encoder's tags, and which of them are one entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kg.extract.naming import abbreviates, fuller_names
from kg.extract.reader.windows import Window
from kg.model import Span
from kg.normalize import name_key

Floats = npt.NDArray[np.float32]
_MAX_NAME = 90
_NEVER = np.float32(-1e4)
_POSSIBLE = 0.1
"""Share of a name's tags from which a second type is possible for it."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name as tagged in a window.

    Attributes:
        span: Offsets in the document.
        text: The words there.
        type: Entity type.
        sentence: Number of its sentence in the window.
        first: Its first word piece.
        last: The word piece after its last one.
        weight: Mean probability of its tags.
        other: The type that it has if not that one, where the tags leave room for it.
    """

    span: Span
    text: str
    type: str
    sentence: int
    first: int
    last: int
    weight: float
    other: str | None = None


def read_tags(logits: Floats, window: Window, text: str, types: Sequence[str]) -> list[Tagged]:
    """Read the most likely names off the tags of a window.

    A name is made of whole words, lies within one sentence, and goes on with the type that it began with (the best path
    through all tags under these rules: Viterbi).

    Args:
        logits: [L, 2T + 1] weight of each tag for each word piece: outside; then for each type begins, goes on.
        window: The window.
        text: The document's text.
        types: Names of the T types.

    Returns:
        The names in text order.
    """
    weights = _log_softmax(logits)
    found = []
    for number, sentence in enumerate(window.sentences):
        starts = [i for i in range(sentence.first, sentence.last) if window.begins[i]]
        if not starts:
            continue
        path = _best_path(weights[starts])
        ends = [*starts[1:], sentence.last]
        for begin, end, kind in _runs(path):
            first, last = starts[begin], ends[end - 1]
            span = Span(window.offsets[first][0], window.offsets[last - 1][1])
            words = text[span.start : span.end]
            if len(words) <= _MAX_NAME and any(c.isalnum() for c in words):
                tags = np.exp(weights[starts[begin:end]])
                sure = tags[np.arange(end - begin), path[begin:end]].mean()
                other = _other(tags, kind)
                found.append(
                    Tagged(
                        span,
                        words,
                        types[kind],
                        number,
                        first,
                        last,
                        round(float(sure), 4),
                        None if other is None else types[other],
                    )
                )
    return found


def _other(tags: Floats, kind: int) -> int | None:
    """Give the likeliest type but one of a name's [words, 2T + 1] tag probabilities, if it is likely at all."""
    shares = (tags[:, 1::2] + tags[:, 2::2]).mean(axis=0)
    shares[kind] = 0
    best = int(shares.argmax())
    return best if shares[best] >= _POSSIBLE else None


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return out


def _best_path(weights: Floats) -> list[int]:
    """Find the likeliest sequence of tags in which a name goes on only after it began."""
    count = weights.shape[1]
    goes_on = np.arange(2, count, 2)
    score = weights[0].copy()
    score[goes_on] = _NEVER
    back = []
    for row in weights[1:]:
        best = int(score.argmax())
        origin = np.full(count, best)
        fresh = np.full(count, score[best]) + row
        before = np.where(score[goes_on - 1] >= score[goes_on], goes_on - 1, goes_on)
        fresh[goes_on] = score[before] + row[goes_on]
        origin[goes_on] = before
        back.append(origin)
        score = fresh
    path = [int(score.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int]) -> Iterable[tuple[int, int, int]]:
    begin = None
    for i, tag in enumerate([*path, 0]):
        if begin is not None and (tag == 0 or tag % 2 == 1):
            yield begin, i, (path[begin] - 1) // 2
            begin = None
        if tag % 2 == 1:
            begin = i


def name_entities(tagged: Sequence[Tagged], text: str) -> list[tuple[str, str]]:
    """Say which entity each name is of: the document's fullest name for it, and its type.

    One name is one entity: the type is what most of its places, weighed, speak for.

    Args:
        tagged: Names of a document, in text order.
        text: The document's text.

    Returns:
        (fullest name, type) for each.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    spelt: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in tagged:
        key = name_key(name.text)
        votes[key][name.type] += name.weight
        spelt[key][name.text] += 1
    own = {key: min(tally, key=lambda t: (-tally[t], t)) for key, tally in votes.items()}
    first = {key: min(forms, key=lambda f: (-len(f), f)) for key, forms in spelt.items()}
    names = {first[key]: own[key] for key in sorted(own, key=lambda k: (-len(first[k]), first[k]))}
    full = {key: name_key(longer) for key, longer in fuller_names(names).items()}
    full.update(_bracketed(tagged, text))
    return [_entity(name_key(name.text), full, first, own) for name in tagged]


def _entity(
    key: str, full: Mapping[str, str], first: Mapping[str, str], own: Mapping[str, str]
) -> tuple[str, str]:
    for _ in range(4):  # "Orsa" is Orsa Optics is Orsa Optics Group
        if key not in full or full[key] == key:
            break
        key = full[key]
    return first[key], own[key]


def _bracketed(tagged: Sequence[Tagged], text: str) -> Iterable[tuple[str, str]]:
    for left, right in pairwise(tagged):
        between = text[left.span.end : right.span.start].strip()
        short = right.text.isupper() and 2 <= len(right.text) <= 8
        if between == "(" and short and abbreviates(right.text, left.text):
            yield name_key(right.text), name_key(left.text)
