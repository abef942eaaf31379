"""Training of the reader and reading with what has been trained."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from examples import PAIR_RELATIONS, STATUSES, Example
from model import Reader
from torch import Tensor
from torch.nn import functional

from kg.extract.reader.candidates import Candidates
from kg.extract.reader.extractor import LEAST
from kg.extract.reader.network import Network
from kg.extract.reader.weigh import fitting_types, forms_of, other_types, weigh
from kg.extract.reader.windows import SHAPES, WindowCutter
from kg.model import Status


def new_reader(*, words: int, types: int, relations: int) -> Reader:
    """Make an untrained network for so many words of its encoder, entity types and relation types."""
    return Reader(
        words=words,
        shapes=SHAPES,
        types=types,
        relations=relations,
        statuses=len(STATUSES),
        pairs=1 + 2 * len(PAIR_RELATIONS),
    )


def arrays(candidates: Candidates, types: np.ndarray) -> tuple[Tensor, ...]:
    """Give candidates as the network takes them, with the type of each entity."""
    c = candidates
    parts = (
        c.unit_first,
        c.unit_last,
        types[c.unit_entity],
        c.subject,
        c.object,
        c.distance,
        c.frequency,
        c.position,
        c.order,
        c.apart,
    )
    return tuple(torch.from_numpy(np.ascontiguousarray(p)) for p in parts)


def padded(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Give numbers, shapes and a mask of windows side by side: [B, L] each."""
    longest = max(len(e.window.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    shapes = torch.zeros_like(ids)
    mask = torch.full(ids.shape, -1e4)
    for i, e in enumerate(examples):
        n = len(e.window.ids)
        ids[i, :n] = torch.tensor(e.window.ids)
        shapes[i, :n] = torch.tensor(e.window.shapes)
        mask[i, :n] = 0
    return ids, shapes, mask


_STATUS_WEIGHT = {Status.ASSERTED: 0.5, Status.PLANNED: 1.2, Status.POSSIBLE: 1.6}
STATUS_WEIGHT = torch.tensor([_STATUS_WEIGHT.get(s, 2.0) for s in STATUSES])
"""What statuses weigh: most of what news says is asserted, and a plan taken for a fact is the worse mistake."""


def loss_of(reader: Reader, examples: Sequence[Example], *, on_status: float = 1.0) -> Tensor:
    """Give the mean loss of some examples: tags, relations, statuses, and the class of a company pair."""
    ids, shapes, mask = padded(examples)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=True):
        hidden = reader.encoder(ids, shapes, mask)
    hidden = hidden.float()
    total = torch.zeros(())
    for h, e in zip(hidden, examples, strict=True):
        if (e.tags != -100).any():
            logits = reader.tagger(h[: len(e.tags)])
            total = total + functional.cross_entropy(logits, torch.from_numpy(e.tags), ignore_index=-100) * 4
        if not len(e.candidates):
            continue
        types = e.types
        if reader.training and torch.rand(()) < 0.15:  # types are mistaken now and then
            unknown = reader.relater.types.num_embeddings - 1
            types = np.where(torch.rand(len(types)).numpy() < 0.3, unknown, types)
        z, state = reader.relater.look(h[: len(e.window.ids)], *arrays(e.candidates, types))
        if e.pair is not None:
            first = e.candidates.unit_entity[e.candidates.subject] == 0
            logits = reader.relater.pairs(z[torch.from_numpy(first)][:1])
            total = total + functional.cross_entropy(logits, torch.tensor([e.pair])) * 0.5
        labels = torch.from_numpy(e.labels)
        raw = functional.binary_cross_entropy_with_logits(
            reader.relater.relations(z), labels.clamp(min=0), reduction="none"
        )
        weight = (labels >= 0) * torch.where(labels > 0, 1.0, e.trust)
        total = total + (raw * weight).sum() / (12 if e.pair is None else 6)
        stated = torch.from_numpy((e.labels > 0) & (e.statuses >= 0))
        if stated.any():
            rows, columns = stated.nonzero(as_tuple=True)
            logits = reader.relater.statuses(state[rows], columns)
            wanted = torch.from_numpy(e.statuses)[rows, columns]
            total = total + functional.cross_entropy(logits, wanted, weight=STATUS_WEIGHT) * on_status
    return total / len(examples)


def batches(examples: Sequence[Example], size: int, draw: random.Random) -> list[list[Example]]:
    """Put examples of like length together, in an order by chance."""
    order = draw.sample(list(examples), len(examples))
    order.sort(key=lambda e: len(e.window.ids) // 48)
    return draw.sample(some := [order[i : i + size] for i in range(0, len(order), size)], len(some))


def train(
    reader: Reader,
    steps: Sequence[Sequence[Example]],
    *,
    seed: int,
    rate: float,
    head_rate: float,
    on_status: float = 1.0,
) -> None:
    """Take the steps, each a batch, with AdamW under a rate that rises for a twelfth of them and then falls.

    Args:
        reader: What learns.
        steps: Batches.
        seed: For dropout.
        rate: Highest learning rate of the encoder.
        head_rate: Highest learning rate of what stands on it.
        on_status: What mistaken statuses weigh.
    """
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)  # numbers next to nothing cost a processor dearly
    encoder = [p for p in reader.encoder.parameters() if p.requires_grad]
    heads = [*reader.tagger.parameters(), *reader.relater.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01, fused=True
    )
    warm = max(1, len(steps) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / warm) * max(0.02, 1 - n / len(steps))
    )
    began, told, mean = time.time(), 0.0, 0.0
    reader.train()
    for number, some in enumerate(steps, 1):
        loss = loss_of(reader, some, on_status=on_status)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean += (loss.item() - mean) / min(number, 50)
        if time.time() - told > 30:
            told = time.time()
            left = (told - began) / number * (len(steps) - number)
            sys.stderr.write(f"step {number}/{len(steps)}  loss {mean:.3f}  about {left:.0f} s left\n")
            sys.stderr.flush()
    reader.eval()


@torch.no_grad()
def score_pairs(reader: Reader, pairs: Sequence[Example]) -> float:
    """Directed micro-F1 over the types, "undefined" as negative."""
    right = predicted = gold = 0
    for i in range(0, len(pairs), 32):
        some = pairs[i : i + 32]
        hidden = reader.encoder(*padded(some))
        for h, e in zip(hidden, some, strict=True):
            first = e.candidates.unit_entity[e.candidates.subject] == 0
            z, _ = reader.relater.look(h[: len(e.window.ids)], *arrays(e.candidates, e.types))
            said = int(reader.relater.pairs(z[torch.from_numpy(first)][:1]).argmax())
            right += said == e.pair and said > 0
            predicted += said > 0
            gold += e.pair > 0
    return 2 * right / max(1, predicted + gold)


@dataclass(frozen=True, slots=True)
class Seen:
    """A triple as the network sees it in a sentence.

    Attributes:
        subject_forms: Spellings of the subject in the article, its fullest name first.
        relation: Relation type.
        object_forms: The same of the object.
        weight: The network's estimate that the sentence states it.
    """

    subject_forms: tuple[str, ...]
    relation: str
    object_forms: tuple[str, ...]
    weight: float


def read(
    network: Network, text: str, cutter: WindowCutter, admits: Callable[[str, str, str], bool]
) -> list[Seen]:
    """Give what a network sees in an article."""
    findings = weigh(text, network=network, cutter=cutter, least=LEAST)
    forms = forms_of(findings.names)
    others = other_types(findings.names)
    return [
        Seen(
            (f.subject[0], *forms[f.subject]),
            f.relation,
            (f.object[0], *forms[f.object]),
            f.weight,
        )
        for f in findings.found
        if fitting_types(f, others, admits) is not None
    ]
