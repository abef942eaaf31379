"""The reader's network: a small BERT encoder, a tagger of names, and a head that weighs candidates."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
_QUERIES, _CUES, _KEY, _VALUE = 4, 3, 32, 48
STATE = 96
_END, _TYPE, _HIDDEN = 128, 24, 256


class Layer(nn.Module):
    """A layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias, dropout_p=0.0)
        x = self.norm1(x + self.drop(self.out(attended.transpose(1, 2).reshape(b, n, WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT without a pooler, with an embedding of how each word is written."""

    def __init__(self, words: int, shapes: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(shapes, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(at) + self.shapes(shapes)))
        bias = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_bert(self, weights: dict[str, Tensor]) -> None:
        """Take over the weights of a BERT checkpoint."""
        w = {name.removeprefix("bert."): value for name, value in weights.items()}
        own = {"words.weight": w["embeddings.word_embeddings.weight"]}
        own["places.weight"] = w["embeddings.position_embeddings.weight"]
        own["norm.weight"], own["norm.bias"] = (w[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias"))
        own["places.weight"] = own["places.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        for i in range(LAYERS):
            theirs = f"encoder.layer.{i}."
            for p in ("weight", "bias"):
                parts = [w[f"{theirs}attention.self.{n}.{p}"] for n in ("query", "key", "value")]
                own[f"layers.{i}.qkv.{p}"] = torch.cat(parts)
                for name, source in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    own[f"layers.{i}.{name}.{p}"] = w[f"{theirs}{source}.{p}"]
        own["shapes.weight"] = self.shapes.weight.data
        self.load_state_dict(own)


class Tagger(nn.Module):
    """Tags word pieces: outside, or the beginning or the rest of a name of a type."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(WIDTH, 2 * types + 1)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.out(self.drop(hidden))


class Relater(nn.Module):
    """Weighs candidates: what a sentence says about two ends."""

    def __init__(self, types: int, relations: int, statuses: int, pairs: int) -> None:
        super().__init__()
        self.types = nn.Embedding(types + 1, _TYPE)
        self.distance = nn.Embedding(6, 8)
        self.often = nn.Embedding(5, 8)
        self.order = nn.Embedding(3, 8)
        self.gap = nn.Embedding(9, 12)
        self.names = nn.Embedding(9, 12)
        self.subject = nn.Linear(2 * WIDTH + _TYPE + 16, _END)
        self.object = nn.Linear(2 * WIDTH + _TYPE + 16, _END)
        self.query = nn.Linear(2 * _END, _QUERIES * _KEY)
        self.key = nn.Linear(WIDTH, _QUERIES * _KEY)
        self.value = nn.Linear(WIDTH, _QUERIES * _VALUE)
        self.position = nn.Embedding(7, _QUERIES)
        self.mix = nn.Linear(3 * _END + _QUERIES * _VALUE + 32, _HIDDEN)
        self.norm = nn.LayerNorm(_HIDDEN)
        self.deep = nn.Linear(_HIDDEN, _HIDDEN)
        self.relations = nn.Linear(_HIDDEN, relations)
        self.status_query = nn.Linear(2 * _END, _CUES * _KEY)
        self.status_key = nn.Linear(WIDTH, _CUES * _KEY)
        self.status_value = nn.Linear(WIDTH, _CUES * _VALUE)
        self.status_position = nn.Embedding(7, _CUES)
        self.status = nn.Linear(_HIDDEN + _CUES * _VALUE, STATE)
        self.status_of = nn.Embedding(relations, STATE)
        self.status_out = nn.Linear(STATE, statuses)
        self.pairs = nn.Linear(_HIDDEN, pairs)
        self.drop = nn.Dropout(0.25)
        nn.init.zeros_(self.position.weight)
        nn.init.zeros_(self.status_position.weight)
        nn.init.constant_(self.relations.bias, -4.0)

    def look(
        self,
        hidden: Tensor,
        unit_first: Tensor,
        unit_last: Tensor,
        unit_type: Tensor,
        subject: Tensor,
        object: Tensor,
        distance: Tensor,
        frequency: Tensor,
        position: Tensor,
        order: Tensor,
        apart: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Represent each candidate: [C, hidden] what is stated, [C, STATE] how it is stated."""
        h = self.drop(hidden)
        units = torch.cat([h[unit_first], h[unit_last], self.types(unit_type)], 1)
        far, often = self.distance(distance), self.often(frequency)
        s = functional.gelu(self.subject(torch.cat([units[subject], far[:, 0], often[:, 0]], 1)))
        o = functional.gelu(self.object(torch.cat([units[object], far[:, 1], often[:, 1]], 1)))
        ends = torch.cat([s, o], 1)
        said = _attend(self.query(ends), self.key(h), self.value(h), self.position(position), position)
        near = torch.cat([self.order(order), self.gap(apart[:, 0]), self.names(apart[:, 1])], 1)
        z = self.mix(torch.cat([s, o, s * o, said, near], 1))
        z = self.drop(functional.gelu(self.norm(z)))
        z = z + functional.gelu(self.deep(z))
        cues = _attend(
            self.status_query(ends),
            self.status_key(h),
            self.status_value(h),
            self.status_position(position),
            position,
        )
        return z, self.status(torch.cat([z, self.drop(cues)], 1))

    def forward(self, *arrays: Tensor) -> tuple[Tensor, Tensor]:
        """Give [C, R] logits of relations and [C, STATE] how each candidate is stated."""
        z, state = self.look(*arrays)
        return self.relations(z), state

    def statuses(self, state: Tensor, relation: Tensor) -> Tensor:
        """Give [K, S] logits of the status of K statements, each of a relation."""
        logits: Tensor = self.status_out(functional.gelu(state * (1 + self.status_of(relation))))
        return logits


def _attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor, position: Tensor) -> Tensor:
    """Let each candidate look at the word pieces of its sentence: [C, queries x value]."""
    c, n = position.shape
    queries = bias.shape[2]
    q = query.view(c, queries, _KEY).transpose(0, 1)
    k = key.view(n, queries, _KEY).permute(1, 2, 0)
    v = value.view(n, queries, _VALUE).transpose(0, 1)
    scores = q @ k / math.sqrt(_KEY) + bias.permute(2, 0, 1)
    scores = scores.masked_fill((position == 0)[None], -1e4)
    return (scores.softmax(2) @ v).transpose(0, 1).reshape(c, queries * _VALUE)


class Reader(nn.Module):
    """The whole network."""

    def __init__(
        self, *, words: int, shapes: int, types: int, relations: int, statuses: int, pairs: int
    ) -> None:
        super().__init__()
        self.encoder = Encoder(words, shapes)
        self.tagger = Tagger(types)
        self.relater = Relater(types, relations, statuses, pairs)
