"""Names that the tagger does not see, or sees as something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.cast import Cast
from kg.extract.passage import Passage
from kg.model import Form, Reading

CastOf = Callable[[str], tuple[Passage, Cast]]


@pytest.mark.parametrize(
    ("text", "name", "entity_type"),
    [
        ("Fennbank will lend 800 million crowns to Kestrel Devices.", "Fennbank", "Company"),
        ("Kestrel Devices will sell its mast business Towerfold.", "Towerfold", "Company"),
        ("Kestrel Devices has a small stake in Fabrineth.", "Fabrineth", "Company"),
        (
            "Calder Fertiliser denied that it supplies potash to Kestrel Devices.",
            "Calder Fertiliser",
            "Company",
        ),
        ("Orsagarde has yet to ship a cell to Kestrel Devices.", "Orsagarde", "Company"),
        ("Kestrel Devices supplies lithium to Fabrineth.", "Fabrineth", "Company"),
        ('"We buy glass," Orsabank chief executive Ana Ruiz said.', "Orsabank", "Company"),
    ],
)
def test_a_name_is_what_its_slot_takes(cast_of: CastOf, text: str, name: str, entity_type: str) -> None:
    _, cast = cast_of(text)
    assert (name, entity_type) in {(m.text, m.type) for m in cast.mentions if m.form is Form.NAME}


@pytest.mark.parametrize(
    "text",
    ["Rain fell.", "Snow fell on Monday.", "Deputy Chief Executive Ana Ruiz left."],
)
def test_a_capital_alone_is_no_name(cast_of: CastOf, text: str) -> None:
    _, cast = cast_of(text)
    assert not [m.text for m in cast.mentions if m.type == "Company"]


def test_we_are_whom_the_speaker_speaks_for(read: Callable[[str], Reading]) -> None:
    reading = read(
        '"We do not own shares in Kestrel Devices," said Ana Ruiz, chief investment officer of Orsa Optics.'
    )
    stakes = {
        (c.subject.name, c.object.name, c.status) for c in reading.claims if c.relation == "holdsStakeIn"
    }
    assert stakes == {("Orsa Optics", "Kestrel Devices", "denied")}


def test_we_without_a_speaker_are_nobody(cast_of: CastOf) -> None:
    _, cast = cast_of("We sell glass. Orsa Optics rose.")
    assert not [m for m in cast.mentions if m.form is Form.PRONOUN]
