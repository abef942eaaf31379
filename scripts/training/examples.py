"""Annotated articles and public sentence sets as examples for the reader: word pieces, tags, candidates, labels."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kg.evaluation import GoldClaim, GoldDocument, GoldEntity
from kg.extract.reader.candidates import Candidates, Place, find_candidates
from kg.extract.reader.windows import Window, WindowCutter
from kg.model import Status

STATUSES = tuple(Status)
PAIR_RELATIONS = (
    "acquired_by brand_of client_of collaboration competitor_of merged_with product_or_service_of regulated_by "
    "shareholder_of subsidiary_of traded_on"
).split()
"""Relation types of the company pairs; each has two directions, and "undefined" comes first of all."""

_AS_CLAIMS = {
    "acquired_by": ("acquires", True),
    "client_of": ("suppliesTo", True),
    "collaboration": ("partnersWith", False),
    "competitor_of": ("competesWith", False),
    "merged_with": ("mergesWith", False),
    "product_or_service_of": ("produces", True),
    "regulated_by": ("regulates", True),
    "shareholder_of": ("holdsStakeIn", False),
    "subsidiary_of": ("subsidiaryOf", False),
    "traded_on": ("listedOn", False),
}
"""Relation types of the company pairs as ours, and whether the arguments change places."""

_FACTS = {
    "SUBSIDIARY_OF": ("subsidiaryOf", False),
    "FOUNDED_BY": ("founded", True),
    "CEO": ("holdsPositionIn", True),
    "HEADQUARTERS": ("headquarteredIn", False),
    "EMPLOYEE_OR_MEMBER_OF": ("holdsPositionIn", False),
}
"""Properties of the public facts as relation types of ours, and whether the arguments change places."""

_IGNORED = -1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is to be learnt from it.

    Attributes:
        window: What the encoder sees.
        tags: [L] tag of each piece: 0 outside, 2t+1 begins a name of type t, 2t+2 goes on; -100 unknown.
        types: [E] type number of each entity.
        candidates: Who may stand in relation.
        labels: [C, R] 1 stated, 0 not, -1 not to be learnt from.
        statuses: [C, R] number of the status where stated, else -100.
        pair: Class of a company pair, or None.
        names: Names of the entities.
        document: Where it is from.
        trust: Weight of what is not stated, against 1 of what is.
    """

    window: Window
    tags: np.ndarray
    types: np.ndarray
    candidates: Candidates
    labels: np.ndarray
    statuses: np.ndarray
    pair: int | None = None
    names: tuple[str, ...] = ()
    document: str = ""
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of types and relations, in the order in which the model has them."""

    types: tuple[str, ...]
    relations: tuple[str, ...]
    symmetric: frozenset[str] = field(default_factory=frozenset)


def article_examples(
    gold: GoldDocument, text: str, cutter: WindowCutter, vocabulary: Vocabulary
) -> Iterator[Example]:
    """Make the examples of an article annotated in full."""
    named = sorted(find_names(gold.entities, text), key=lambda n: n[1:])
    numbers = {e.name: i for i, e in enumerate(gold.entities)}
    for window in cutter.cut(text):
        places = place_names(window, [(numbers[name], start, end) for name, start, end in named])
        tags = np.zeros(len(window.ids), dtype=np.int64)
        types = np.array([vocabulary.types.index(e.type) for e in gold.entities], dtype=np.int64)
        for place in places:
            tags[place.first : place.last] = 2 * types[place.entity] + 2
            tags[place.first] -= 1
        candidates = find_candidates(places, [(s.first, s.last) for s in window.sentences])
        labels, statuses = _labels(gold, text, window, candidates, vocabulary, numbers)
        yield Example(window, tags, types, candidates, labels, statuses, None, tuple(numbers), gold.id)


def find_names(entities: Iterable[GoldEntity], text: str) -> list[tuple[str, int, int]]:
    """Find where the names of entities stand, the longest first, none overlapping another: (entity, start, end)."""
    forms = sorted(
        {(form, e.name) for e in entities for form in (e.name, *e.aliases)}, key=lambda f: (-len(f[0]), f)
    )
    taken = np.zeros(len(text), dtype=bool)
    found = []
    for form, name in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not taken[match.start() : match.end()].any():
                taken[match.start() : match.end()] = True
                found.append((name, match.start(), match.end()))
    return found


def place_names(window: Window, named: Sequence[tuple[int, int, int]]) -> list[Place]:
    """Give the places of a window where names stand, by word pieces."""
    starts = np.array([start for start, _ in window.offsets[1:-1]])
    ends = np.array([end for _, end in window.offsets[1:-1]])
    places = []
    for entity, start, end in named:
        inside = np.nonzero((starts < end) & (ends > start))[0]
        if not len(inside):
            continue
        first, last = int(inside[0]) + 1, int(inside[-1]) + 2
        sentence = next(i for i, s in enumerate(window.sentences) if s.first <= first < s.last)
        places.append(Place(entity, sentence, first, min(last, window.sentences[sentence].last)))
    return sorted(places, key=lambda p: p.first)


def _labels(
    gold: GoldDocument,
    text: str,
    window: Window,
    candidates: Candidates,
    vocabulary: Vocabulary,
    numbers: Mapping[str, int],
) -> tuple[np.ndarray, np.ndarray]:
    """Label what the evidence states; a pair that is stated elsewhere is not learnt from as unstated."""
    relations = {name: i for i, name in enumerate(vocabulary.relations)}
    shape = (len(candidates), len(relations))
    labels, statuses = np.zeros(shape, np.float32), np.full(shape, -100, np.int64)
    subject = candidates.unit_entity[candidates.subject]
    obj = candidates.unit_entity[candidates.object]
    for claim in gold.claims:
        relation = relations[claim.relation]
        said = [i for i, s in enumerate(window.sentences) if _overlaps(claim, text, s.span.start, s.span.end)]
        ends = [(numbers[claim.subject], numbers[claim.object])]
        if claim.relation in vocabulary.symmetric:
            ends.append(ends[0][::-1])
        for a, b in ends:
            pair = (subject == a) & (obj == b)
            here = pair & np.isin(candidates.sentence, said)
            labels[pair & (labels[:, relation] == 0), relation] = _IGNORED
            labels[here, relation] = 1
            statuses[here, relation] = STATUSES.index(claim.status)
    return labels, statuses


def _overlaps(claim: GoldClaim, text: str, start: int, end: int) -> bool:
    at = text.find(claim.evidence)
    return at >= 0 and min(end, at + len(claim.evidence)) - max(start, at) > min(20, len(claim.evidence) // 2)


def pair_examples(path: Path, cutter: WindowCutter, vocabulary: Vocabulary) -> list[Example]:
    """Make the examples of marked company pairs."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = json.load(file)
    return [e for record in records if (e := _pair(record, cutter, vocabulary)) is not None]


def _pair(record: Mapping[str, object], cutter: WindowCutter, vocabulary: Vocabulary) -> Example | None:
    words: list[str] = record["context"]
    starts = np.cumsum([0, *(len(w) + 1 for w in words)])
    window = cutter.whole(" ".join(words))
    named = [
        (i, int(starts[record[f"e{i + 1}_start"]]), int(starts[record[f"e{i + 1}_end"] + 1]) - 1)
        for i in (0, 1)
    ]
    places = place_names(window, sorted(named, key=lambda n: n[1]))
    candidates = find_candidates(places, [(s.first, s.last) for s in window.sentences])
    first = candidates.unit_entity[candidates.subject] == 0
    if len({p.entity for p in places}) < 2 or not first.any():
        return None
    kind = record["relation"]
    pair = 0 if kind == "undefined" else 1 + 2 * PAIR_RELATIONS.index(kind) + int(record["invert_relation"])
    labels = np.full((len(candidates), len(vocabulary.relations)), _IGNORED, np.float32)
    labels[:, [vocabulary.relations.index(r) for r, _ in _AS_CLAIMS.values()]] = 0
    if kind in _AS_CLAIMS:
        name, turned = _AS_CLAIMS[kind]
        ends = (0, 1) if turned == bool(record["invert_relation"]) else (1, 0)
        _state(labels, candidates, ends, name, vocabulary)
    elif kind == "brand_of":
        labels[:] = _IGNORED
    return Example(
        window,
        np.full(len(window.ids), -100, np.int64),
        np.full(2, len(vocabulary.types), np.int64),
        candidates,
        labels,
        np.full(labels.shape, -100, np.int64),
        pair,
        (),
        str(record["id"]),
    )


def _state(
    labels: np.ndarray, candidates: Candidates, ends: tuple[int, int], relation: str, vocabulary: Vocabulary
) -> None:
    subject, obj = (candidates.unit_entity[e] for e in (candidates.subject, candidates.object))
    column = vocabulary.relations.index(relation)
    for a, b in {ends, ends[::-1]} if relation in vocabulary.symmetric else {ends}:
        labels[(subject == a) & (obj == b), column] = 1


def fact_examples(path: Path, cutter: WindowCutter, vocabulary: Vocabulary) -> Iterator[Example]:
    """Make the examples of passages with public facts: what a passage is asked for and does not say is not said."""
    passages: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            passages.setdefault((record["doc"], record["pass_start"]), []).append(record)
    for (document, start), records in passages.items():
        spans: dict[tuple[int, int], int] = {}
        facts = []
        for record in records:
            ends = [
                (int(record[f"{end}_start"]) - int(start), int(record[f"{end}_end"]) - int(start))
                for end in ("subj", "obj")
                if record[end] and record[end][:1].isupper() and " " + record[end].lower() not in _PRONOUNS
            ]
            if len(ends) == 2:
                numbers = [spans.setdefault(end, len(spans)) for end in ends]
                facts.append((record["property"], numbers))
        window = cutter.whole(records[0]["passage"])
        places = place_names(window, sorted(((n, *span) for span, n in spans.items()), key=lambda n: n[1]))
        candidates = find_candidates(places, [(s.first, s.last) for s in window.sentences])
        if not len(candidates):
            continue
        labels = np.full((len(candidates), len(vocabulary.relations)), _IGNORED, np.float32)
        labels[:, [vocabulary.relations.index(_FACTS[r["property"]][0]) for r in records]] = 0
        for kind, (a, b) in facts:
            name, turned = _FACTS[kind]
            _state(labels, candidates, (b, a) if turned else (a, b), name, vocabulary)
        yield Example(
            window,
            np.full(len(window.ids), -100, np.int64),
            np.full(len(spans), len(vocabulary.types), np.int64),
            candidates,
            labels,
            np.full(labels.shape, -100, np.int64),
            None,
            (),
            f"{document}:{start}",
        )


_PRONOUNS = " he she it they his her its their who"
