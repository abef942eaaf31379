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


@pytest.mark.parametrize(
    ("told", "later", "status"),
    [
        ("Orsa Optics agreed to buy Kestrel Devices.", "On Friday both said the deal was off.", Status.ENDED),
        (
            "Orsa Optics agreed to buy Kestrel Devices.",
            "The agreement was terminated on Friday.",
            Status.ENDED,
        ),
        ("Orsa Optics agreed to buy Kestrel Devices.", "Marlow Freight rose.", None),
        ("Orsa Optics agreed to buy Kestrel Devices.", "The deal may collapse.", None),
        ("Orsa Optics may buy Kestrel Devices.", "The talks collapsed on Friday.", Status.DENIED),
        (
            "Orsa Optics bought Kestrel Devices.",
            "The deal was called off.",
            None,
        ),  # another deal than the fact
    ],
)
def test_the_next_sentence_may_call_it_off(read: Read, told: str, later: str, status: Status | None) -> None:
    taken_back = [c.status for c in read(f"{told} {later}").claims if c.evidence.quote == later]
    assert taken_back == ([] if status is None else [status])


def test_what_lasted_and_came_to_an_end_is_no_fact_any_more(read: Read) -> None:
    reading = read("For a decade Orsa Optics supplied Kestrel Devices. That came to an end in January.")
    assert [c.status for c in reading.claims if c.relation == "suppliesTo"] == [Status.ENDED]
    assert "overturned" in {r.reason for r in reading.rejections}
