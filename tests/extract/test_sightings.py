"""First opinions about names, before the document has its say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kg.extract.passage import Passage
from kg.extract.sightings import Sighting, find_sightings
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

Sight = Callable[[str], list[Sighting]]


@pytest.fixture
def sight(parsed: Callable[[str], Passage], gazetteer: Gazetteer, ontology: Ontology) -> Sight:
    return lambda text: find_sightings(parsed(text), gazetteer=gazetteer, ontology=ontology)


def texts(sightings: list[Sighting]) -> list[str]:
    return [sighting.text for sighting in sightings]


def test_the_gazetteer_is_asked_first(sight: Sight) -> None:
    (alibaba,) = sight("Shares of Alibaba fell.")
    assert alibaba.known[0].id == "company:alibaba-group"
    assert alibaba.type == "Company"


def test_a_name_is_seen_by_the_word_that_ends_it(sight: Sight) -> None:
    found = {s.text: s for s in sight("The unit hired Corvane Lens Systems, a maker of Prism Optics.")}
    assert found["Corvane Lens Systems"].type == "Company"
    assert found["Corvane Lens Systems"].shaped


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orsa Optics' lenses are good.", "Orsa Optics"),
        ("The Orsa Optics's plant closed.", "Orsa Optics"),
        ("They met Orsa Optics, which makes lenses.", "Orsa Optics"),
        ("He praised \u201cOrsa Optics\u201d on Monday.", "Orsa Optics"),
        ("Shares of Orsa Optics Inc. fell.", "Orsa Optics Inc."),
    ],
)
def test_a_name_is_trimmed(sight: Sight, text: str, name: str) -> None:
    assert name in texts(sight(text))


@pytest.mark.parametrize(
    "text", ["Sales in May rose.", "The CEO spoke on Monday.", "The target was missed.", "We pick an apple."]
)
def test_everyday_words_are_no_names(sight: Sight, text: str) -> None:
    assert sight(text) == []


def test_an_everyday_word_that_is_used_as_a_name_is_one(sight: Sight) -> None:
    found = sight("Investors in Apple and in Orsa Optics were pleased.")
    assert "Apple" in texts(found)


def test_sightings_are_in_order_and_apart(sight: Sight) -> None:
    found = sight(
        "Bank of China Ltd and China Mobile Ltd met Orsa Optics and New York Power Systems in Hong Kong."
    )
    assert found == sorted(found, key=lambda s: s.span)
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start


def test_a_headline_is_marked(sight: Sight) -> None:
    found = sight("Orsa Optics Snaps Up Kestrel Devices\n\nOrsa Optics rose.")
    assert {s.heading for s in found if s.span.start < 36} == {True}
    assert {s.heading for s in found if s.span.start > 36} == {False}
