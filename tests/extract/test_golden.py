"""The golden cases: short texts, and what must and must not be read from them, written before the code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from kg.extract.grammar import GrammarExtractor
from kg.model import Claim
from kg.ontology import Ontology
from tests.extract.golden_score import GOLDEN, Line, read_cases, read_lines

KNOWN_MISSES = {
    (
        "competes-appositive",
        "Glance",
        "competesWith",
        "Prism",
        "asserted",
    ): "a product of one word, seen once",
    ("headline-firmer-than-body", "Tom Arvidsson", "holdsPositionIn", "Marlow Freight", "asserted"): (
        "two headlines in one line, parsed as one"
    ),
    ("homonym-orange", "Orange", "competesWith", "Bouygues Telecom", "asserted"): (
        "an everyday word that opens its sentence"
    ),
    ("homonym-orange", "Orange", "headquarteredIn", "French", "asserted"): (
        "an everyday word that opens its sentence"
    ),
    ("homonym-orange", "Christel Heydemann", "holdsPositionIn", "Orange", "asserted"): (
        "an everyday word that opens its sentence"
    ),
    ("passive-acquisition", "Calder Rolling", "suppliesTo", "Anchor Yards", "asserted"): (
        '"both companies" names who follows'
    ),
    ("passive-acquisition", "Calder Rolling", "suppliesTo", "Tidewater Cranes", "asserted"): (
        '"both companies" names who follows'
    ),
    ("relative-clause-owner", "Calder Rolling", "suppliesTo", "Tidewater Cranes", "asserted"): (
        "goods that go to somebody are no frame"
    ),
}
"""Claims that are not read yet, each with what stands in the way: case, subject, relation type, object, status."""

LINES = read_lines()


def parameters(lines: Iterable[Line]) -> list[object]:
    """Make a test of each line; a known miss must go on missing, or leave the list."""
    marks = {key: pytest.mark.xfail(strict=True, reason=cause) for key, cause in KNOWN_MISSES.items()}
    return [
        pytest.param(line, id=line.id, marks=[marks[line.key]] if line.key in marks else []) for line in lines
    ]


@pytest.fixture(scope="session")
def claims(extractor: GrammarExtractor) -> Mapping[str, tuple[Claim, ...]]:
    return read_cases(extractor)


@pytest.mark.parametrize("line", parameters(line for line in LINES if not line.forbidden))
def test_what_must_be_read(line: Line, claims: Mapping[str, tuple[Claim, ...]], ontology: Ontology) -> None:
    assert any(line.matches(claim, ontology) for claim in claims[line.case])


@pytest.mark.parametrize("line", parameters(line for line in LINES if line.forbidden))
def test_what_must_not_be_read(
    line: Line, claims: Mapping[str, tuple[Claim, ...]], ontology: Ontology
) -> None:
    assert not [claim for claim in claims[line.case] if line.matches(claim, ontology)]


def test_every_known_miss_names_a_line() -> None:
    assert set(KNOWN_MISSES) <= {line.key for line in LINES if not line.forbidden}


def test_the_cases_are_whole() -> None:
    assert {line.case for line in LINES} == {path.parent.name for path in GOLDEN.glob("*/document.txt")}
    assert len({line.key for line in LINES}) == len(LINES)
