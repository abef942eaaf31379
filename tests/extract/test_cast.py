"""Pronouns and descriptions, and which of the names before them they mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.cast import Cast
from kg.extract.passage import Passage
from kg.model import Form, Mention, Span

CastOf = Callable[[str], tuple[Passage, Cast]]


def mention(cast: Cast, text: str) -> Mention:
    return next(m for m in cast.mentions if m.text == text)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Orsa Optics makes lenses. It also sells cameras.", "It", "Orsa Optics"),
        ("Orsa Optics met Kestrel Devices. It sells lenses.", "It", "Orsa Optics"),  # a subject outranks an object
        ("Orsa Optics said its customers were late.", "its", "Orsa Optics"),
        ("Ruth Halloran joined Orsa Optics. She makes lenses.", "She", "Ruth Halloran"),
        ("Ruth Halloran joined Orsa Optics. It makes lenses.", "It", "Orsa Optics"),
        ("Orsa Optics rose. The company makes lenses.", "company", "Orsa Optics"),
    ],
)  # fmt: skip
def test_what_points_back_means_a_name_of_its_kind(cast_of: CastOf, text: str, words: str, name: str) -> None:
    _, cast = cast_of(text)
    found = mention(cast, words)
    assert found.name == name
    assert found.form in {Form.PRONOUN, Form.DESCRIPTION}
    assert text[found.span.start : found.span.end] == found.text


def test_a_pronoun_does_not_reach_far_back(cast_of: CastOf) -> None:
    _, cast = cast_of("Orsa Optics rose. Rain fell. Snow fell. Rain fell. Snow fell. It makes lenses.")
    assert [m.text for m in cast.mentions if m.form is Form.PRONOUN] == []


@pytest.mark.parametrize(
    "text", ["It makes lenses.", "Lenses broke. It rained. The company that makes them is gone."]
)
def test_what_has_no_antecedent_means_nobody(cast_of: CastOf, text: str) -> None:
    _, cast = cast_of(text)
    assert not [m for m in cast.mentions if m.form is Form.PRONOUN or m.type == "Company"]


def test_a_description_that_says_who_it_is_points_to_nobody_else(cast_of: CastOf) -> None:
    _, cast = cast_of("Orsa Optics rose. The company that supplies Kestrel Devices fell.")
    assert not [m for m in cast.mentions if m.text == "company"]


@pytest.mark.parametrize(
    ("text", "words", "entity_type"),
    [
        ("Chinese chipmakers complained.", "Chinese chipmakers", "Group"),
        ("A dockers' strike delayed ships.", "dockers' strike", "Event"),
        ("A storm hit the Gumi plant.", "Gumi plant", "Facility"),
        ("A state regulator spoke.", "state regulator", "Agency"),
        ("Orsa Optics sells medical lenses.", "medical lenses", "Product"),
    ],
)
def test_a_description_may_be_an_entity_of_its_own(
    cast_of: CastOf, text: str, words: str, entity_type: str
) -> None:
    _, cast = cast_of(text)
    found = mention(cast, words)
    assert (found.type, found.name, found.form) == (entity_type, words, Form.DESCRIPTION)


def test_a_token_belongs_to_its_mention(cast_of: CastOf) -> None:
    passage, cast = cast_of("Shares of Orsa Optics rose.")
    (paragraph,) = passage.paragraphs
    at = [cast.at(paragraph, token) for token in paragraph.doc]
    assert [m.text if m else None for m in at] == [None, None, "Orsa Optics", "Orsa Optics", None, None]


def test_an_end_of_a_claim_carries_every_surface_form(cast_of: CastOf) -> None:
    _, cast = cast_of("Orsa Optics (NYSE: ORS) rose. Orsa makes lenses. It grew.")
    argument = cast.argument(mention(cast, "It"))
    assert argument.name == "Orsa Optics"
    assert argument.forms == ("ORS", "Orsa", "Orsa Optics")


def test_the_topic_is_the_nearest_earlier_name_of_a_type(cast_of: CastOf) -> None:
    text = "Orsa Optics met Kestrel Devices. Ruth Halloran spoke."
    _, cast = cast_of(text)
    end = Span(len(text) - 1, len(text))
    topic = cast.topic(end, frozenset({"Company"}))
    assert topic is not None
    assert topic.name == "Kestrel Devices"
    assert cast.topic(Span(0, 1), frozenset({"Company"})) is None
    assert cast.topic(end, frozenset({"Exchange"})) is None


def test_mentions_are_in_order_of_the_text(cast_of: CastOf) -> None:
    _, cast = cast_of("It rained. Orsa Optics said its plant in Chile makes lenses. The company rose.")
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda m: m.span)
