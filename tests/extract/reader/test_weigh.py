"""Which types the ends of a statement may have."""

from dataclasses import replace

from kg.extract.reader.tags import Tagged
from kg.extract.reader.weigh import Found, fitting_types, other_types
from kg.model import Span

BEIJING, ORSA = ("Beijing", "Place"), ("Orsa", "Company")
FOUND = Found(BEIJING, "pressures", ORSA, 0.9, (1.0,), Span(0, 9), Span(0, 7), Span(8, 9), True)
NAME = Tagged(Span(0, 7), "Beijing", "Place", 0, 1, 2, 0.9, "Government")


def admits(relation: str, subject: str, obj: str) -> bool:
    return (relation, subject, obj) in {
        ("pressures", "Government", "Company"),
        ("operatesIn", "Company", "Place"),
    }


def test_a_relation_tells_which_of_two_types_is_meant() -> None:
    others = other_types([(NAME, BEIJING)])
    assert others == {BEIJING: ("Government",)}
    assert fitting_types(FOUND, others, admits) == ("Government", "Company")
    assert fitting_types(FOUND, {}, admits) is None


def test_its_own_type_comes_first() -> None:
    there = replace(FOUND, subject=ORSA, relation="operatesIn", object=BEIJING)
    assert fitting_types(there, {BEIJING: ("Government",), ORSA: ("Product",)}, admits) == (
        "Company",
        "Place",
    )


def test_what_some_places_speak_for_is_possible() -> None:
    elsewhere = replace(NAME, type="Government", other=None)
    assert other_types([(replace(NAME, other=None), BEIJING), (elsewhere, BEIJING)]) == {
        BEIJING: ("Government",)
    }
