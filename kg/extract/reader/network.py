"""The model on disk, and running it. onnxruntime and tokenizers live here and nowhere else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from kg.errors import ExtractionError
from kg.extract.reader.candidates import Candidates
from kg.extract.reader.windows import Window

MODEL = Path(__file__).parent / "model"
"""The folder of the model that comes with the package."""

CARD = "card.json"
FILES = ("encoder.onnx", "relater.onnx", "status.onnx", "tokenizer.json")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is and how it is to be read.

    Attributes:
        types: Entity types in the order of its tags.
        relations: Relation types in the order of its outputs.
        statuses: Statuses in the order of its outputs.
        settings: Thresholds and calibration, fitted on articles that were held out of training.
        hashes: BLAKE2b of each file, 128 bits in hexadecimal digits.
    """

    types: tuple[str, ...]
    relations: tuple[str, ...]
    statuses: tuple[str, ...]
    settings: Mapping[str, float]
    hashes: Mapping[str, str]


class Network:
    """A trained model, ready to run on one core.

    A window is run by itself, never in a batch: its outcome cannot depend on what else is read.

    Attributes:
        card: What the model is.
        tokenizer: Its vocabulary.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        """Load a model.

        Raises:
            ExtractionError: If a file is missing or is not the one that the card names.
        """
        self.card = read_card(folder)
        content = {name: _checked(folder / name, self.card.hashes.get(name, "")) for name in FILES}
        self.tokenizer = Tokenizer.from_str(content["tokenizer.json"].decode())
        self._encoder = _session(content["encoder.onnx"])
        self._relater = _session(content["relater.onnx"])
        self._status = _session(content["status.onnx"])

    def encode(self, window: Window) -> tuple[Floats, Floats]:
        """Run the encoder.

        Returns:
            [L, W] what each word piece means where it stands, and [L, 2T + 1] the weights of its tags.
        """
        ids, shapes = (np.array([part], dtype=np.int64) for part in (window.ids, window.shapes))
        hidden, tags = self._encoder.run(None, {"ids": ids, "shapes": shapes})
        return hidden[0], tags[0]

    def relate(
        self, hidden: Floats, candidates: Candidates, unit_type: npt.NDArray[np.int64]
    ) -> tuple[Floats, Floats]:
        """Weigh candidates.

        Args:
            hidden: Of `encode`.
            candidates: C pairs with a sentence.
            unit_type: Type number of each unit of the candidates.

        Returns:
            [C, R] logits of the relations, and [C, H] how each candidate is stated.
        """
        c = candidates
        arrays = {
            "hidden": hidden,
            "unit_first": c.unit_first,
            "unit_last": c.unit_last,
            "unit_type": unit_type,
            "subject": c.subject,
            "object": c.object,
            "distance": c.distance,
            "frequency": c.frequency,
            "position": c.position,
            "order": c.order,
            "apart": c.apart,
        }
        relations, state = self._relater.run(None, arrays)
        return relations, state

    def statuses(self, state: Floats, relation: npt.NDArray[np.int64]) -> Floats:
        """Weigh the statuses of statements.

        Args:
            state: [K, H] of `relate`: how each is stated.
            relation: [K] number of the relation of each.

        Returns:
            [K, S] logits.
        """
        logits: Floats = self._status.run(None, {"state": state, "relation": relation})[0]
        return logits


def read_card(folder: Path = MODEL) -> Card:
    """Read what a model is without loading it.

    Raises:
        ExtractionError: If there is no such model.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        types, relations, statuses = (tuple(card[name]) for name in ("types", "relations", "statuses"))
        return Card(types, relations, statuses, card["settings"], card["hashes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExtractionError(
            f"the reader's model card cannot be read ({error})", place=str(folder / CARD), remedy=_REINSTALL
        ) from error


def _checked(path: Path, wanted: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ExtractionError(
            f"a file of the reader's model cannot be read ({error.strerror})",
            place=str(path),
            remedy=_REINSTALL,
        ) from error
    if hashlib.blake2b(content, digest_size=16).hexdigest() != wanted:
        raise ExtractionError(
            "a file of the reader's model is not the one that its card names",
            place=str(path),
            remedy=_REINSTALL,
        )
    return content


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers are processes
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


_REINSTALL = "install the package again, or read by grammar alone (--extractor grammar)"
