"""Later sentences that overturn what earlier ones told as hearsay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading, Status

Read = Callable[[str], Reading]
RUMOUR = "Orsa Optics plans to buy Kestrel Devices, people familiar with the matter said."


def statuses(reading: Reading) -> list[tuple[str, str, Status]]:
    return sorted(
        (c.subject.name, c.object.name, c.status) for c in reading.claims if c.relation == "acquires"
    )


@pytest.mark.parametrize(
    "denial",
    [
        "Orsa Optics dismissed the reports.",
        "Kestrel Devices denied the report on Tuesday.",
        "The speculation was dismissed by Orsa Optics.",
        "Orsa Optics denied this.",
    ],
)
def test_a_denial_of_the_report_denies_the_rumour(read: Read, denial: str) -> None:
    reading = read(f"{RUMOUR} {denial}")
    ends = ("Orsa Optics", "Kestrel Devices")
    assert statuses(reading) == [(*ends, Status.DENIED), (*ends, Status.RUMOURED)]
    (denied,) = (c for c in reading.claims if c.status is Status.DENIED)
    assert denied.evidence.quote == denial
    assert denied.evidence.rule == "overturned"


@pytest.mark.parametrize(
    "other",
    [
        "Orsa Optics rejected an offer.",  # not a report
        "Marlow Freight opened a plant.",
        "Orsa Optics confirmed the report.",
        "Marlow Freight denied reports of a fire.",  # other reports
    ],
)
def test_other_sentences_do_not(read: Read, other: str) -> None:
    assert statuses(read(f"{RUMOUR} {other}")) == [("Orsa Optics", "Kestrel Devices", Status.RUMOURED)]


def test_a_denial_does_not_reach_forward(read: Read) -> None:
    reading = read(f"Orsa Optics dismissed the reports. {RUMOUR}")
    assert statuses(reading) == [("Orsa Optics", "Kestrel Devices", Status.RUMOURED)]


def test_a_fact_is_not_overturned(read: Read) -> None:
    reading = read("Orsa Optics bought Kestrel Devices. Orsa Optics dismissed the reports.")
    assert statuses(reading) == [("Orsa Optics", "Kestrel Devices", Status.ASSERTED)]


def test_a_denial_is_about_the_rumour_that_shares_its_names(read: Read) -> None:
    other = "Marlow Freight plans to buy Calder Steel, people familiar with the matter said."
    reading = read(f"{RUMOUR} {other} Kestrel Devices dismissed the report.")
    assert (("Orsa Optics", "Kestrel Devices", Status.DENIED)) in statuses(reading)
    assert (("Marlow Freight", "Calder Steel", Status.DENIED)) not in statuses(reading)
