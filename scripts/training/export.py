"""The trained network as the files that the package ships."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from examples import STATUSES, Vocabulary
from model import STATE, Reader
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.reader.network import CARD, FILES

_MANY_ROWS = 5000

_SMALL = 4096
"""Numbers in a weight below which halving its size is not worth a node."""


class _Encode(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.reader.encoder(ids, shapes)
        return hidden, self.reader.tagger(hidden)


class _Statuses(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.relater = reader.relater

    def forward(self, state: Tensor, relation: Tensor) -> Tensor:
        return self.relater.statuses(state, relation)


def export(reader: Reader, vocabulary: Vocabulary, tokenizer: str, folder: Path) -> None:
    """Write the model's files, and a card that says what its outputs mean and nothing else yet.

    The encoder's matrices are bytes and are multiplied as such (dynamic quantisation, a scale for each column); other
    weights are kept as half-precision numbers and widened when they are loaded.

    Args:
        reader: The trained network.
        vocabulary: What its outputs mean.
        tokenizer: The encoder's vocabulary as a tokenizer's JSON.
        folder: Where to write; made if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reader.eval()
    _write_encoder(reader, folder / "encoder.onnx")
    _write_relater(reader, folder / "relater.onnx")
    _write_statuses(reader, folder / "status.onnx")
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    _write_card(
        folder,
        {
            "types": vocabulary.types,
            "relations": vocabulary.relations,
            "statuses": [str(s) for s in STATUSES],
            "settings": {},
            "hashes": {
                n: hashlib.blake2b((folder / n).read_bytes(), digest_size=16).hexdigest() for n in FILES
            },
        },
    )


def complete_card(folder: Path, more: Mapping[str, object]) -> None:
    """Write more into the card of an exported model: settings, training data, figures."""
    _write_card(folder, json.loads((folder / CARD).read_text(encoding="utf-8")) | dict(more))


def _write_card(folder: Path, content: Mapping[str, object]) -> None:
    last = "settings", "figures", "hashes"
    names = sorted(content, key=lambda n: (n in last, last.index(n) if n in last else 0))
    ordered = {name: content[name] for name in names}
    (folder / CARD).write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_encoder(reader: Reader, path: Path) -> None:
    pieces = torch.export.Dim("pieces", min=3, max=512)
    ids = torch.randint(0, 1000, (1, 40))
    shapes = torch.randint(0, 8, (1, 40))
    program = torch.onnx.export(
        _Encode(reader),
        (ids, shapes),
        input_names=["ids", "shapes"],
        output_names=["hidden", "tags"],
        dynamic_shapes={"ids": {1: pieces}, "shapes": {1: pieces}},
        dynamo=True,
        verbose=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        wide, narrow = Path(folder) / "wide.onnx", Path(folder) / "narrow.onnx"
        onnx.save(program.model_proto, wide)
        quantize_dynamic(
            wide,
            narrow,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
        model = onnx.load(narrow)
    _halved(model, path)


def _write_statuses(reader: Reader, path: Path) -> None:
    some = torch.export.Dim("statements", min=2, max=200_000)
    program = torch.onnx.export(
        _Statuses(reader),
        (torch.randn(7, STATE), torch.randint(0, 3, (7,))),
        input_names=["state", "relation"],
        output_names=["statuses"],
        dynamic_shapes={"state": {0: some}, "relation": {0: some}},
        dynamo=True,
        verbose=False,
    )
    _halved(program.model_proto, path)


def _write_relater(reader: Reader, path: Path) -> None:
    pieces, units, candidates = (
        torch.export.Dim(name, min=2, max=most)
        for name, most in (("pieces", 512), ("units", 4096), ("candidates", 200_000))
    )
    c, u, n = 7, 5, 40

    def draw(high: int, *shape: int) -> Tensor:
        return torch.randint(0, high, shape)

    arrays = {
        "hidden": (torch.randn(n, reader.encoder.words.embedding_dim), {0: pieces}),
        "unit_first": (draw(n, u), {0: units}),
        "unit_last": (draw(n, u), {0: units}),
        "unit_type": (draw(3, u), {0: units}),
        "subject": (draw(u, c), {0: candidates}),
        "object": (draw(u, c), {0: candidates}),
        "distance": (draw(3, c, 2), {0: candidates}),
        "frequency": (draw(3, c, 2), {0: candidates}),
        "position": (draw(7, c, n), {0: candidates, 1: pieces}),
        "order": (draw(3, c), {0: candidates}),
        "apart": (draw(9, c, 2), {0: candidates}),
    }
    program = torch.onnx.export(
        reader.relater,
        tuple(value for value, _ in arrays.values()),
        input_names=list(arrays),
        output_names=["relations", "state"],
        dynamic_shapes={"arrays": tuple(dims for _, dims in arrays.values())},
        dynamo=True,
        verbose=False,
    )
    _halved(program.model_proto, path)


def _halved(model: onnx.ModelProto, path: Path) -> None:
    """Keep the large weights as half-precision numbers, each with a node that widens it; word vectors as bytes."""
    kept, nodes = [], []
    gathers = {node.input[0]: node for node in model.graph.node if node.op_type == "Gather"}
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.name in gathers and len(values) > _MANY_ROWS:
            kept += _in_bytes(model, gathers[weight.name], values)
            continue
        if weight.data_type != TensorProto.FLOAT or values.size < _SMALL:
            kept.append(weight)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{weight.name}.half")
        kept.append(half)
        nodes.append(helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    old = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*nodes, *old])
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _in_bytes(model: onnx.ModelProto, gather: onnx.NodeProto, rows: np.ndarray) -> list[TensorProto]:
    """Keep a table's rows as bytes with a scale each; what is looked up is widened."""
    name, found = gather.input[0], gather.output[0]
    scale = np.abs(rows).max(axis=1, keepdims=True).clip(1e-8) / 127
    tensors = [
        numpy_helper.from_array(np.round(rows / scale).astype(np.int8), f"{name}.bytes"),
        numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
    ]
    index, at = gather.input[1], list(model.graph.node).index(gather)
    model.graph.node.remove(gather)
    nodes = [
        helper.make_node("Gather", [tensors[0].name, index], [f"{found}.bytes"]),
        helper.make_node("Gather", [tensors[1].name, index], [f"{found}.scale"]),
        helper.make_node("Cast", [f"{found}.bytes"], [f"{found}.wide"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{found}.wide", f"{found}.scale"], [found]),
    ]
    for offset, node in enumerate(nodes):
        model.graph.node.insert(at + offset, node)
    return tensors
