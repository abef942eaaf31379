"""What the network learns, and in which order."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import torch
from examples import Example, article_examples
from learn import batches, train
from model import Reader
from silver import silver_examples
from workshop import Materials, Workshop

from kg.evaluation import GoldDocument
from kg.model import Document
from kg.pipeline import Settings, make_extractor

EPOCHS = 14
_STATUS_EPOCHS = 4
_SILVER = 2_000
_PAIRS, _FACTS = 16, 2
"""Batches of company pairs and of facts within an epoch, so that they are not forgotten."""


def learn_base(shop: Workshop, materials: Materials, work: Path) -> Path:
    """Teach the encoder what the grammar, the company pairs and the facts have to teach.

    Returns:
        Where the weights are kept.
    """
    path = work / "base.pt"
    if path.is_file():
        return path
    draw = random.Random(1)
    steps = batches(_silver(shop, materials.unread, work), 6, draw)
    for _ in range(4):
        steps += batches(materials.pairs, 24, draw)
    for _ in range(2):
        steps += batches(materials.facts, 16, draw)
    draw.shuffle(steps)
    reader = shop.reader()
    train(reader, steps, seed=1, rate=1.2e-4, head_rate=1e-3)
    torch.save(reader.state_dict(), path)
    return path


def _silver(shop: Workshop, corpus: Sequence[Document], work: Path) -> list[Example]:
    """Give the examples of articles that the grammar has read; one of those that begin alike."""
    done = work / "silver.pkl"
    if not done.is_file():
        unlike = list({d.text[:60].lower(): d for d in reversed(corpus)}.values())[::-1]
        some = [d for d in unlike if 500 < len(d.text) < 3_500][::2][:_SILVER]
        read_by = make_extractor(Settings(extractor="grammar")).read(some)
        examples = [
            e
            for document, reading in zip(some, read_by, strict=True)
            for e in silver_examples(reading, document.text, shop.cutter, shop.vocabulary)
        ]
        done.write_bytes(pickle.dumps(examples))
    return list(pickle.loads(done.read_bytes()))  # noqa: S301 - written above


def refine(
    shop: Workshop,
    base: Path,
    gold: Sequence[GoldDocument],
    materials: Materials,
    *,
    epochs: int = EPOCHS,
    most: int | None = None,
) -> Reader:
    """Teach the base what annotators found in articles, whole and in passages of a few sentences.

    Of the articles written for this every other is seen in an epoch, in turns: they are less like what is read.

    Args:
        shop: For the vocabulary.
        base: Weights to begin with.
        gold: The articles.
        materials: For their texts, and for some pairs and facts in between.
        epochs: How often every article is seen.
        most: Number of steps to take instead, in as many epochs as that needs.
    """
    examples = {
        g.id: list(article_examples(g, materials.texts[g.id], shop.cutter, shop.vocabulary)) for g in gold
    }
    invented = {g.id for g in materials.written}
    draw = random.Random(2)
    more = [(batches(materials.pairs, 24, draw), _PAIRS), (batches(materials.facts, 16, draw), _FACTS)]
    steps: list[list[Example]] = []
    for epoch in range(epochs) if most is None else count():
        turn = [g for i, g in enumerate(gold) if g.id not in invented or i % 2 == epoch % 2]
        articles = [e for g in turn for e in examples[g.id]]
        passages = [e for g in turn for e in _passage(shop, g, materials.texts, draw)]
        some = batches(articles, 4, draw) + batches(passages, 16, draw)
        if most is not None or epoch < epochs - 2:
            some += [kind[(epoch * n + i) % len(kind)] for kind, n in more for i in range(n)]
        draw.shuffle(some)
        steps += some
        if most is not None and len(steps) >= most:
            break
    reader = shop.reader(base)
    reader.encoder.words.requires_grad_(False)  # a few hundred articles have little to say about single words
    train(reader, steps[:most], seed=2, rate=1e-4, head_rate=8e-4)
    return reader


def finish(shop: Workshop, refined: Path, gold: Sequence[GoldDocument], materials: Materials) -> Reader:
    """Teach a refined network to tell facts from plans, possibilities, rumours, denials and endings.

    Args:
        shop: For the vocabulary.
        refined: Weights to begin with.
        gold: Articles that it has learnt from, seen once more so that they are not forgotten.
        materials: For the passages written for this, and all texts.
    """

    def of(some: Sequence[GoldDocument]) -> list[Example]:
        return [
            e for g in some for e in article_examples(g, materials.texts[g.id], shop.cutter, shop.vocabulary)
        ]

    draw = random.Random(4)
    invented = {g.id for g in materials.written}
    steps = batches(of([g for i, g in enumerate(gold) if g.id not in invented or i % 2]), 4, draw)
    passages = of(materials.statuses)
    for _ in range(_STATUS_EPOCHS):
        steps += batches(passages, 16, draw)
        steps += batches([e for g in gold for e in _passage(shop, g, materials.texts, draw)], 16, draw)[::2]
    draw.shuffle(steps)
    reader = shop.reader(refined)
    reader.encoder.words.requires_grad_(False)
    train(reader, steps, seed=4, rate=4e-5, head_rate=4e-4, on_status=2.0)
    return reader


def _passage(
    shop: Workshop, gold: GoldDocument, texts: Mapping[str, str], draw: random.Random
) -> list[Example]:
    """Cut a few sentences out of an article: what is read is not always a whole article."""
    text = texts[gold.id]
    sentences = [s.span for window in shop.cutter.cut(text) for s in window.sentences]
    if not sentences:
        return []
    first = draw.randrange(len(sentences))
    last = min(first + draw.randint(1, 5), len(sentences)) - 1
    part_of_it = text[sentences[first].start : sentences[last].end]
    return list(article_examples(gold, part_of_it, shop.cutter, shop.vocabulary))
