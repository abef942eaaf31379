"""Figures on annotated articles that a network has not learnt from: as it will run, part by part, and by more data."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import torch
from export import complete_card, export
from fit import Judged, best_f1, fit
from judge import judge
from learn import read
from lessons import finish, refine
from model import Reader
from workshop import Materials, Workshop, part

from kg.evaluation import GoldDocument
from kg.extract import Extractor
from kg.extract.both import CombinedExtractor
from kg.extract.grammar import GrammarExtractor
from kg.extract.reader.extractor import ReaderExtractor
from kg.extract.reader.network import Network
from kg.gazetteer import Gazetteer
from kg.model import Document, Reading
from kg.ontology import load_ontology

sys.path.append(str(Path(__file__).resolve().parents[1]))
from compare import figures, reliability

Found = tuple[list[Judged], int]
"""What reader and grammar found in some articles, and how many triples the annotators wrote there."""

_STEPS = 400
"""Steps of training for each point of the learning curve: enough to see, and the same for all."""


def look(
    shop: Workshop, reader: Reader, unseen: Sequence[GoldDocument], texts: Mapping[str, str], out: Path
) -> Found:
    """Export a network and judge what it finds in articles that it has not learnt from, as it will run."""
    export(reader, shop.vocabulary, shop.tokenizer.to_str(), out)
    network = Network(out)
    found = {g.id: read(network, texts[g.id], shop.cutter, shop.admits) for g in unseen}
    documents = [Document.of(texts[g.id], name=g.id) for g in unseen]
    grammar = GrammarExtractor(ontology=shop.ontology, gazetteer=Gazetteer.load())
    claims = {d.name: r.claims for d, r in zip(documents, grammar.read(documents), strict=True)}
    return judge(shop.vocabulary, unseen, found, claims)


def learning_curve(shop: Workshop, base: Path, materials: Materials, work: Path) -> list[str]:
    """Train on more and more articles for the same number of steps and score the reader on the held-out part.

    Returns:
        Lines to print: strict F1 at the best threshold there, so a little too good, but alike for all.
    """
    real = [g for g in materials.learnt if g not in materials.written]
    real.sort(key=lambda g: part(g.id, 1_000_003))
    written = sorted(materials.written, key=lambda g: part(g.id, 1_000_003))
    lots = {
        "a quarter of the annotated articles": real[::4],
        "half of them": real[::2],
        "all of them": real,
        "all, and half of those written for this": real + written[::2],
        "all, and all of those": real + written,
    }
    lines = []
    for name, gold in lots.items():
        reader = refine(shop, base, gold, materials, most=_STEPS)
        judged, total = look(shop, reader, materials.unseen, materials.texts, work / "curve")
        lines.append(f"{name} ({len(gold)}): reader {best_f1(judged, total):.3f}")
        sys.stderr.write(lines[-1] + "\n")
    return lines


def cross_validate(
    shop: Workshop, base: Path, materials: Materials, work: Path, *, parts: int, epochs: int
) -> list[str]:
    """Hold out each part of the first articles once, learn from all else, and score what is read in it."""
    held = {k: [g for g in materials.first if part(g.id, parts) == k] for k in range(parts)}
    found, folders = {}, {}
    for k, unseen in held.items():
        state = work / f"part-{k}-of-{parts}.pt"
        if not state.is_file():
            rest = [g for g in materials.first if g not in unseen]
            learnt = [*rest, *materials.annotated, *materials.written]
            refined = refine(shop, base, learnt, materials, epochs=epochs)
            torch.save(refined.state_dict(), half := work / "half.pt")
            torch.save(finish(shop, half, learnt, materials).state_dict(), state)
        folders[k] = work / f"part-{k}-of-{parts}"
        found[k] = look(shop, shop.reader(state), unseen, materials.texts, folders[k])
    _settle(found, folders)
    return _held_out(held, materials.texts, folders)


def _settle(found: Mapping[int, Found], folders: Mapping[int, Path]) -> None:
    """Give each part's model thresholds and calibration, fitted on the other parts.

    Args:
        found: Of each part, what was found in it by a model that had not learnt from it.
        folders: Where the model of each part lies.
    """
    for number, folder in folders.items():
        others = [found[n] for n in sorted(found) if n != number]
        judged = list(chain.from_iterable(some for some, _ in others))
        complete_card(folder, {"settings": fit(judged, sum(total for _, total in others))})


def _held_out(
    parts: Mapping[int, Sequence[GoldDocument]], texts: Mapping[str, str], folders: Mapping[int, Path]
) -> list[str]:
    """Score each extractor on all parts, each read with the model that did not learn from it.

    Returns:
        Lines to print.
    """
    ontology, gazetteer = load_ontology(), Gazetteer.load()
    grammar = GrammarExtractor(ontology=ontology, gazetteer=gazetteer)
    read: dict[str, list[tuple[Document, Reading]]] = {"grammar": [], "reader": [], "both": []}
    for number, gold in sorted(parts.items()):
        documents = [Document.of(texts[g.id], name=g.id) for g in gold]
        reader = ReaderExtractor(ontology=ontology, gazetteer=gazetteer, network=Network(folders[number]))
        both = CombinedExtractor(grammar=grammar, reader=reader, ontology=ontology, hash="0" * 16)
        extractors: list[Extractor] = [grammar, reader, both]
        for extractor in extractors:
            read[extractor.name] += zip(documents, extractor.read(documents), strict=True)
    gold = list(chain.from_iterable(parts.values()))
    lines = [f"articles  {len(gold)}"]
    for name, readings in read.items():
        scored, judged = figures(gold, readings)
        lines += [name, *(f"  {what:44} {value}" for what, value in scored.items())]
        lines += [f"  {what}  {value}" for what, value in reliability(judged)]
    return lines
