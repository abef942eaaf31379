"""The paraphrases: a floor under how many are read, and none with a firmer status than its text gives it."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Reading
from kg.ontology import Ontology
from tests.extract.paraphrase_score import paraphrases

FLOOR = 60
"""Paraphrases that must be found, of 120; `python -m tests.extract.paraphrase_score` prints them all."""


def test_enough_paraphrases_are_read(read: Callable[[str], Reading], ontology: Ontology) -> None:
    lines = paraphrases()
    statuses = [line.found_in(read(line.text).claims, ontology) for line in lines]
    assert sum(map(bool, statuses)) >= FLOOR
    firmer = [
        line for line, found in zip(lines, statuses, strict=True) if "asserted" in found - {line.status}
    ]
    assert len(firmer) <= 2


def test_every_relation_type_has_three(ontology: Ontology) -> None:
    counted = [line.relation for line in paraphrases()]
    assert {name: counted.count(name) for name in ontology.relation_types} == dict.fromkeys(
        ontology.relation_types, 3
    )
