"""The minimal pairs of statuses: a floor under how many passages are read, and read with the right status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kg.model import Reading, Status
from kg.ontology import Ontology
from tests.extract.status_pairs_score import passages

FOUND, RIGHT = 320, 315
"""Passages that must be found, and read right, of 352; `python -m tests.extract.status_pairs_score` prints more."""


def test_enough_statuses_are_read_right(read: Callable[[str], Reading], ontology: Ontology) -> None:
    given = [(p, p.given(read(p.text).claims, ontology)) for p in passages()]
    assert sum(bool(statuses) for _, statuses in given) >= FOUND
    assert sum(passage.is_right(statuses) for passage, statuses in given) >= RIGHT
    firmer = [p for p, statuses in given if "asserted" in statuses and p.status != "asserted"]
    assert len(firmer) <= 4


def test_the_pairs_are_pairs_of_the_vocabulary(ontology: Ontology) -> None:
    sides = passages()
    assert {p.relation for p in sides} <= set(ontology.relation_types)
    assert {p.status for p in sides} == {status.value for status in Status}
    assert set(Counter(p.pair for p in sides).values()) == {2}
