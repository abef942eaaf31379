"""Thresholds and calibration, fitted on articles that were held out of training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from kg.extract.both import FLOOR


@dataclass(frozen=True, slots=True)
class Judged:
    """A triple that the reader or the grammar found in a held-out article.

    Attributes:
        reader: The reader's weight, 0 if it did not find it.
        grammar: The grammar's confidence, 0 if it did not find it.
        right: Whether an annotator wrote it.
    """

    reader: float
    grammar: float
    right: bool


def fit(judged: Sequence[Judged], gold: int) -> dict[str, float]:
    """Fit the settings of a model's card.

    Args:
        judged: Triples of articles held out of training.
        gold: How many triples the annotators wrote in those articles.

    Returns:
        "slope" and "offset" of the reader's calibration and its "threshold"; "both_offset", "both_reader",
        "both_grammar" and "both_confidence" of what the two make of a claim together, and "both_threshold".
        Thresholds are on calibrated probabilities and give the best F1.
    """
    seen = [j for j in judged if j.reader > 0]
    right = np.array([j.right for j in seen], dtype=float)
    slope, offset = _logistic(np.stack([_logit([j.reader for j in seen]), np.ones(len(seen))], 1), right)
    alone = _sigmoid(slope * _logit([j.reader for j in seen]) + offset)
    settings = {"slope": slope, "offset": offset, "threshold": _best_threshold(alone, right, gold)}
    calibrated = _sigmoid(slope * _logit([max(j.reader, 1e-4) for j in judged]) + offset)
    weights = _logit(np.where([j.reader > 0 for j in judged], calibrated, FLOOR).clip(FLOOR, 1 - FLOOR))
    sure = np.array([j.grammar for j in judged], dtype=float)
    every = np.array([j.right for j in judged], dtype=float)
    table = np.stack([np.ones(len(judged)), weights, sure > 0, sure], 1)
    both = _logistic(table, every)
    settings |= dict(
        zip(("both_offset", "both_reader", "both_grammar", "both_confidence"), both, strict=True)
    )
    settings["both_threshold"] = _best_threshold(_sigmoid(table @ np.array(both)), every, gold)
    return {name: round(float(value), 4) for name, value in settings.items()}


def _logistic(table: np.ndarray, right: np.ndarray) -> list[float]:
    """Fit a logistic regression by maximum likelihood, with a touch of ridge."""

    def cost(w: np.ndarray) -> float:
        z = table @ w
        return float(np.logaddexp(0, z).sum() - right @ z + 0.01 * w @ w)

    return [float(v) for v in minimize(cost, np.zeros(table.shape[1]), method="BFGS").x]


def _best_threshold(probability: np.ndarray, right: np.ndarray, gold: int) -> float:
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    return float(probability[order][int(f1.argmax())])


def best_f1(judged: Sequence[Judged], gold: int) -> float:
    """Give the best F1 that the reader reaches alone at any one threshold on what it was judged on."""
    seen = sorted((j for j in judged if j.reader > 0), key=lambda j: -j.reader)
    hits = np.cumsum([j.right for j in seen])
    return float((2 * hits / (np.arange(1, len(seen) + 1) + gold)).max(initial=0.0))


def _logit(p: Sequence[float] | np.ndarray) -> np.ndarray:
    clipped = np.clip(np.asarray(p, dtype=float), 1e-4, 1 - 1e-4)
    odds: np.ndarray = np.log(clipped / (1 - clipped))
    return odds


def _sigmoid(z: np.ndarray) -> np.ndarray:
    s: np.ndarray = 1 / (1 + np.exp(-z))
    return s
