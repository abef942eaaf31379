"""Articles as the grammar reads them: many examples, some of them wrong, and most of what is stated missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from examples import STATUSES, Example, Vocabulary, place_names

from kg.extract.reader.candidates import Candidates, find_candidates
from kg.extract.reader.windows import Window, WindowCutter
from kg.model import Argument, Claim, Form, Mention, Reading

_Who = tuple[str, str]

TRUST = 0.3
"""Weight of what the grammar does not find, against 1 of what it does: it misses four claims of five."""


def silver_examples(
    reading: Reading, text: str, cutter: WindowCutter, vocabulary: Vocabulary
) -> Iterator[Example]:
    """Make the examples of an article that the grammar has read."""
    named = [m for m in reading.mentions if m.form in {Form.NAME, Form.TICKER} or m.text == m.name]
    numbers = {key: i for i, key in enumerate(sorted({_who(m) for m in named}))}
    types = np.array([vocabulary.types.index(kind) for kind, _ in numbers], dtype=np.int64)
    for window in cutter.cut(text):
        places = place_names(window, [(numbers[_who(m)], m.span.start, m.span.end) for m in named])
        tags = np.zeros(len(window.ids), dtype=np.int64)
        for place in places:
            tags[place.first : place.last] = 2 * types[place.entity] + 2
            tags[place.first] -= 1
        candidates = find_candidates(places, [(s.first, s.last) for s in window.sentences])
        shape = (len(candidates), len(vocabulary.relations))
        labels, statuses = np.zeros(shape, np.float32), np.full(shape, -100, np.int64)
        for claim in reading.claims:
            here = _stated(claim, window, candidates, numbers, claim.relation in vocabulary.symmetric)
            relation = vocabulary.relations.index(claim.relation)
            labels[here, relation] = 1
            statuses[here, relation] = STATUSES.index(claim.status)
        yield Example(
            window, tags, types, candidates, labels, statuses, document=reading.key.document, trust=TRUST
        )


def _who(end: Mention | Argument) -> _Who:
    return end.type, end.known_as or end.name


def _stated(
    claim: Claim, window: Window, candidates: Candidates, numbers: Mapping[_Who, int], symmetric: bool
) -> np.ndarray:
    """Mark the candidates that a claim states: its ends, in a sentence of its evidence."""
    ends = [numbers.get(_who(e), -1) for e in (claim.subject, claim.object)]
    said = [i for i, s in enumerate(window.sentences) if s.span.overlaps(claim.evidence.span)]
    subject, obj = (candidates.unit_entity[e] for e in (candidates.subject, candidates.object))
    here = (subject == ends[0]) & (obj == ends[1])
    if symmetric:
        here |= (subject == ends[1]) & (obj == ends[0])
    stated: np.ndarray = here & np.isin(candidates.sentence, said)
    return stated
