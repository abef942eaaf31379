"""Constructions that fix both ends of a relation by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.cast import Cast
from kg.extract.constructions import CONSTRUCTIONS
from kg.extract.passage import Passage
from kg.gazetteer import Gazetteer
from kg.ontology import CONSTRUCTIONS as DECLARED

CastOf = Callable[[str], tuple[Passage, Cast]]
Constructed = Callable[[str, str], list[tuple[str, str]]]


@pytest.fixture
def constructed(cast_of: CastOf, gazetteer: Gazetteer) -> Constructed:
    """Give the names that a construction joins in a text."""

    def ends(construction: str, text: str) -> list[tuple[str, str]]:
        return [
            (c.subject.name, c.object.name) for c in CONSTRUCTIONS[construction](*cast_of(text), gazetteer)
        ]

    return ends


@pytest.mark.parametrize(
    ("construction", "text", "ends"),
    [
        ("ticker", "Shares of Orsa Optics (NYSE: ORSA) rose.", [("Orsa Optics", "NYSE")]),
        ("ticker", "Orsa Optics rose, Kestrel Devices (LSE: KDV) fell.", [("Kestrel Devices", "LSE")]),
        ("ticker", "Shares of Orsa Optics (ORSA.L) rose.", []),
        ("ticker", "Shares of Orsa Optics fell (NYSE: ORSA).", []),
        ("based", "Seoul-based Orsa Optics rose.", [("Orsa Optics", "Seoul")]),
        ("based", "Kestrel Devices, the Boston-based lens maker, fell.", [("Kestrel Devices", "Boston")]),
        ("based", "Cloud-based Orsa Optics rose.", []),
        ("nationality", "The Dutch firm Kestrel Devices fell.", [("Kestrel Devices", "Netherlands")]),
        ("nationality", "Japan's Marlow Freight rose.", [("Marlow Freight", "Japan")]),
        ("nationality", "Chinese e-commerce giant Alibaba grew.", [("Alibaba", "China")]),
        ("nationality", "Chinese customers of Orsa Optics complained.", []),
        ("owned", "Orsa-owned Kestrel Devices fell. Orsa Optics rose.", [("Kestrel Devices", "Orsa Optics")]),
        ("owned", "State-owned Kestrel Devices fell.", []),
        ("possessive", "Orsa Optics' Marlow Freight rose.", [("Marlow Freight", "Orsa Optics")]),
        ("possessive", "Orsa Optics' rival Marlow Freight rose.", []),
        ("possessive", "Japan's Marlow Freight rose.", []),
    ],
)  # fmt: skip
def test_construction(
    constructed: Constructed, construction: str, text: str, ends: list[tuple[str, str]]
) -> None:
    assert constructed(construction, text) == ends


def test_every_construction_that_a_vocabulary_may_name_is_there() -> None:
    assert set(CONSTRUCTIONS) == DECLARED
