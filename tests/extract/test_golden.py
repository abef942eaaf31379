"""The golden cases: short texts, and what must and must not be read from them, written before the code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Claim
from kg.ontology import Ontology
from tests.extract.golden_score import Line, read_case, read_lines

KNOWN_MISSES = {
    ("competes-appositive", "Glance", "competesWith", "Prism", "asserted"): "",
}
"""Lines that the grammar does not find yet, each with what stands in the way."""


LINES = read_lines()
WANTED = [line for line in LINES if not line.forbidden]
FORBIDDEN = [line for line in LINES if line.forbidden]
