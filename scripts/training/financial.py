"""The same network on sentences of financial reports with entities and relations of another kind (FIRE).

It tells how the architecture fares on a public joint task; nothing of it goes into the package. A relation is right if
its type and the type and the words of both ends are.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import Example, place_names
from learn import arrays, batches, new_reader, train
from model import Reader

from kg.extract.reader.candidates import Candidates, Place, find_candidates
from kg.extract.reader.tags import read_tags
from kg.extract.reader.windows import Window, WindowCutter

_Mention = tuple[int, int, str]
_Relation = tuple[_Mention, str, _Mention]
_EPOCHS = 14
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """An annotated sentence.

    Attributes:
        text: Its words.
        mentions: (start, end, type) of each entity, in characters.
        relations: (mention, type, mention).
    """

    text: str
    mentions: tuple[_Mention, ...]
    relations: frozenset[_Relation]


def read_sentences(path: Path) -> list[Sentence]:
    """Read a file of FIRE."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [_sentence(record) for record in json.load(file)]


def _sentence(record: Mapping[str, Any]) -> Sentence:
    starts = np.cumsum([0, *(len(token) + 1 for token in record["tokens"])])
    mentions = [(int(starts[e["start"]]), int(starts[e["end"]]) - 1, e["type"]) for e in record["entities"]]
    relations = frozenset((mentions[r["head"]], r["type"], mentions[r["tail"]]) for r in record["relations"])
    return Sentence(" ".join(record["tokens"]), tuple(sorted(set(mentions))), relations)


def example(
    sentence: Sentence, cutter: WindowCutter, types: Sequence[str], relations: Sequence[str]
) -> Example:
    """Make an example of a sentence: each mention is an entity of its own."""
    window = cutter.whole(sentence.text)
    named = [(i, start, end) for i, (start, end, _) in enumerate(sentence.mentions)]
    places = place_names(window, named)
    kinds = np.array([types.index(kind) for *_, kind in sentence.mentions], dtype=np.int64)
    tags = np.zeros(len(window.ids), dtype=np.int64)
    for place in places:
        tags[place.first : place.last] = 2 * kinds[place.entity] + 2
        tags[place.first] -= 1
    candidates = _candidates(places, window)
    labels = np.zeros((len(candidates), len(relations)), np.float32)
    if len(candidates):
        subject, obj = (candidates.unit_entity[e] for e in (candidates.subject, candidates.object))
        numbers = {mention: i for i, mention in enumerate(sentence.mentions)}
        for head, kind, tail in sentence.relations:
            labels[(subject == numbers[head]) & (obj == numbers[tail]), relations.index(kind)] = 1
    return Example(window, tags, kinds, candidates, labels, np.full(labels.shape, -100, np.int64))


def _candidates(places: Sequence[Place], window: Window) -> Candidates:
    return find_candidates(places, [(s.first, s.last) for s in window.sentences])


def measure(folder: Path, encoder: Mapping[str, torch.Tensor], cutter: WindowCutter, words: int) -> list[str]:
    """Train on the training part and score on the other.

    Args:
        folder: Where the files are.
        encoder: Weights of the encoder to begin with.
        cutter: Cuts windows.
        words: Size of the encoder's vocabulary.

    Returns:
        Lines to print.
    """
    learnt, scored = (read_sentences(folder / f"financial_joint_{part}.json.gz") for part in ("train", "dev"))
    types = sorted({kind for s in [*learnt, *scored] for *_, kind in s.mentions})
    relations = sorted({kind for s in [*learnt, *scored] for _, kind, _ in s.relations})
    examples = [example(s, cutter, types, relations) for s in learnt]
    draw = random.Random(3)
    steps = [some for _ in range(_EPOCHS) for some in batches(examples, 16, draw)]
    reader = new_reader(types=len(types), relations=len(relations), words=words)
    reader.encoder.load_state_dict(dict(encoder))
    train(reader, steps, seed=3, rate=1.2e-4, head_rate=1e-3)
    found = [find(reader, s.text, cutter, types, relations) for s in scored]
    known = frozenset(kind for s in learnt for _, kind, _ in s.relations)
    rows = {
        "entities": [(set(f[0]), set(s.mentions)) for f, s in zip(found, scored, strict=True)],
        "relations, strict": [(f[1], set(s.relations)) for f, s in zip(found, scored, strict=True)],
        "relations, strict, of types that the training part has": [
            (f[1], {r for r in s.relations if r[1] in known}) for f, s in zip(found, scored, strict=True)
        ],
    }
    return [_line(name, row) for name, row in rows.items()]


def _line(name: str, rows: Sequence[tuple[set[Any], set[Any]]]) -> str:
    right = sum(len(found & gold) for found, gold in rows)
    predicted, total = (sum(len(row[i]) for row in rows) for i in (0, 1))
    f1 = 2 * right / max(1, predicted + total)
    return f"{name}: P {right / max(1, predicted):.3f} R {right / max(1, total):.3f} F1 {f1:.3f}"


@torch.no_grad()
def find(
    reader: Reader, text: str, cutter: WindowCutter, types: Sequence[str], relations: Sequence[str]
) -> tuple[list[_Mention], set[_Relation]]:
    """Give the mentions and relations that a network sees in a sentence."""
    window = cutter.whole(text)
    hidden = reader.encoder(torch.tensor([window.ids]), torch.tensor([window.shapes]))[0]
    names = read_tags(reader.tagger(hidden).numpy(), window, text, types)
    mentions = [(name.span.start, name.span.end, name.type) for name in names]
    candidates = _candidates([Place(i, 0, n.first, n.last) for i, n in enumerate(names)], window)
    if not len(candidates):
        return mentions, set()
    kinds = np.array([types.index(name.type) for name in names], dtype=np.int64)
    logits, _ = reader.relater(hidden, *arrays(candidates, kinds))
    entity = candidates.unit_entity
    return mentions, {
        (
            mentions[entity[candidates.subject[c]]],
            relations[r],
            mentions[entity[candidates.object[c]]],
        )
        for c, r in zip(*np.nonzero(torch.sigmoid(logits).numpy() > _LEAST), strict=True)
    }
