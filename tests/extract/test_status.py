"""Whole sentences and the status in which the document holds what they say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.status import StatusReader
from kg.model import Reading, Status
from kg.ontology import Ontology
from tests.extract.trees import tree, word

Read = Callable[[str], Reading]

FACTS = """
Orsa Optics confirmed reports that it supplies lenses to Kestrel Devices.
Orsa Optics supplies lenses to Kestrel Devices, according to its annual report.
Orsa Optics has not stopped supplying lenses to Kestrel Devices.
Orsa Optics plans to stop supplying lenses to Kestrel Devices.
Orsa Optics supplies lenses to Kestrel Devices.
Orsa Optics supplied lenses to Kestrel Devices last year.
Orsa Optics has bought Kestrel Devices.
Orsa Optics will go on supplying lenses to Kestrel Devices.
Marlow Freight said that Orsa Optics had bought Kestrel Devices.
Orsa Optics and Marlow Freight, which may list its shares, compete with Kestrel Devices.
Orsa Optics can supply lenses to Kestrel Devices.
"""
PLANS = """
Orsa Optics's acquisition of Kestrel Devices remains subject to approval by a court.
Orsa Optics has resolved to buy Kestrel Devices.
Fabric falls in price: Orsa Optics to supply lenses to Kestrel Devices next year
Orsa Optics and Kestrel Devices unveiled a joint venture that will start work in May.
Orsa Optics plans to buy Kestrel Devices.
Orsa Optics will buy Kestrel Devices.
Orsa Optics is going to buy Kestrel Devices.
Orsa Optics agreed to buy Kestrel Devices.
Orsa Optics said it would buy Kestrel Devices.
Kestrel Devices is to be sold to Orsa Optics.
The proposed acquisition of Kestrel Devices by Orsa Optics was welcomed.
"""
POSSIBILITIES = """
Under a draft pact, Orsa Optics may one day supply green glass to Kestrel Devices.
Orsa Optics has not ruled out buying Kestrel Devices.
Orsa Optics is open to buying Kestrel Devices.
Orsa Optics has an option to buy Kestrel Devices.
Orsa Optics will buy Kestrel Devices unless a rival outbids it.
Orsa Optics will supply lenses to Kestrel Devices if prices fall.
Orsa Optics may buy Kestrel Devices.
Orsa Optics could supply lenses to Kestrel Devices.
Orsa Optics is considering a bid for Kestrel Devices.
Orsa Optics is in talks to buy Kestrel Devices.
Orsa Optics made an offer for Kestrel Devices.
Marlow Freight, which supplies nobody, said Orsa Optics might buy Kestrel Devices.
"""
RUMOURS = """
Orsa Optics is reportedly buying Kestrel Devices.
Orsa Optics is rumoured to be buying Kestrel Devices.
Orsa Optics will buy Kestrel Devices, people familiar with the matter said.
Orsa Optics plans to buy Kestrel Devices, according to two people with knowledge of the talks.
Orsa Optics is said to be buying Kestrel Devices.
Orsa Optics is understood to have bought Kestrel Devices.
Orsa Optics is believed to supply lenses to Kestrel Devices.
Rumour has it that Orsa Optics supplies lenses to Kestrel Devices.
Some traders believe that Orsa Optics is buying Kestrel Devices.
Word in the market is that Orsa Optics is buying Kestrel Devices.
There are unsourced reports that Orsa Optics has bought Kestrel Devices.
There is talk of an acquisition of Kestrel Devices by Orsa Optics.
Orsa Optics has bought Kestrel Devices, unnamed bankers said.
Orsa Optics has bought Kestrel Devices, said two lawyers who asked not to be identified.
Orsa Optics has bought Kestrel Devices, according to a banker who spoke on condition of anonymity.
Orsa Optics has bought Kestrel Devices, according to a report that could not be verified.
An unverified press release says that Orsa Optics has bought Kestrel Devices.
Orsa Optics will buy Kestrel Devices, a Korean newspaper reported.
Orsa Optics will buy Kestrel Devices, if a leaked letter is to be believed.
Orsa Optics will close its plant and buy Kestrel Devices, two sources told a court.
"""
DENIALS = """
The rumour that Orsa Optics bought Kestrel Devices is false.
Speculation that Orsa Optics is buying Kestrel Devices is baseless.
Claims that Orsa Optics supplies lenses to Kestrel Devices are not true.
There is no truth in the rumour that Orsa Optics bought Kestrel Devices.
A letter that said Orsa Optics had bought Kestrel Devices is a hoax, both firms said.
Orsa Optics brushed aside reports that it supplies lenses to Kestrel Devices.
Orsa Optics ruled out an acquisition of Kestrel Devices.
Shareholders voted down a proposal by Orsa Optics to buy Kestrel Devices.
Orsa Optics decided against an acquisition of Kestrel Devices.
Orsa Optics stopped short of buying Kestrel Devices.
Orsa Optics has yet to supply lenses to Kestrel Devices.
Under no circumstances will Orsa Optics buy Kestrel Devices.
Neither Orsa Optics nor its rival supplies lenses to Kestrel Devices.
A newspaper wrongly described Orsa Optics as a supplier of Kestrel Devices.
Word was that Orsa Optics had bought Kestrel Devices, but the firm issued a denial.
Orsa Optics does not supply lenses to Kestrel Devices.
Orsa Optics has never supplied lenses to Kestrel Devices.
Orsa Optics denied that it would buy Kestrel Devices.
Orsa Optics refused to buy Kestrel Devices.
Orsa Optics had no plan to buy Kestrel Devices.
Orsa Optics dismissed reports that it supplies lenses to Kestrel Devices.
The rumour that Orsa Optics bought Kestrel Devices was dismissed.
"""
ENDINGS = """
Orsa Optics, which supplied lenses to Kestrel Devices, has since stopped entirely.
Orsa Optics, which supplied lenses to Kestrel Devices until 2019, makes glass.
Orsa Optics competed with Kestrel Devices before quitting the market.
Orsa Optics, a unit of Kestrel Devices before it was spun off, makes glass.
Orsa Optics has not had a stake in Kestrel Devices since 2020.
Orsa Optics sold its stake in Kestrel Devices.
Orsa Optics sold the last of its stake in Kestrel Devices.
Orsa Optics lifted its ban on Kestrel Devices.
A partnership between Orsa Optics and Kestrel Devices expired in May.
Orsa Optics was set to buy Kestrel Devices, but backed out in May.
Orsa Optics was to buy Kestrel Devices; the deal lapsed on Friday.
Orsa Optics no longer supplies lenses to Kestrel Devices.
Orsa Optics is no longer a supplier of Kestrel Devices.
Orsa Optics does not supply Kestrel Devices any longer.
Orsa Optics stopped supplying lenses to Kestrel Devices.
Orsa Optics used to supply lenses to Kestrel Devices.
Orsa Optics is a former supplier of Kestrel Devices.
Kestrel Devices, formerly a unit of Orsa Optics, reported a profit.
"""
QUESTIONS = """
Has Orsa Optics bought Kestrel Devices?
Is Orsa Optics still a supplier of Kestrel Devices today?
Investors ask whether Orsa Optics owns Kestrel Devices.
"""
CONDITIONALS = """
If Orsa Optics buys Kestrel Devices, prices will rise.
Orsa Optics would supply Kestrel Devices only if prices fell.
"""
HEADLINES = """
Orsa Optics to buy Kestrel Devices
Orsa Optics to supply lenses to Kestrel Devices
"""


def table(*parts: tuple[str, Status]) -> list[tuple[str, Status]]:
    return [(sentence, status) for sentences, status in parts for sentence in sentences.strip().splitlines()]


@pytest.mark.parametrize(
    ("sentence", "status"),
    table(
        (FACTS, Status.ASSERTED),
        (PLANS, Status.PLANNED),
        (POSSIBILITIES, Status.POSSIBLE),
        (RUMOURS, Status.RUMOURED),
        (DENIALS, Status.DENIED),
        (ENDINGS, Status.ENDED),
        (QUESTIONS, Status.POSSIBLE),
        (CONDITIONALS, Status.POSSIBLE),
        (HEADLINES, Status.PLANNED),
    ),
)
def test_status(read: Read, sentence: str, status: Status) -> None:
    claims = [
        c
        for c in read(sentence).claims
        if {"Orsa Optics", "Kestrel Devices"} == {c.subject.name, c.object.name}
    ]
    assert [c.status for c in claims] == [status]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Orsa Optics reportedly plans to buy Kestrel Devices.", Status.RUMOURED),
        ("Orsa Optics plans to consider a bid for Kestrel Devices.", Status.POSSIBLE),
        ("Orsa Optics has reportedly stopped supplying Kestrel Devices.", Status.ENDED),
        ("Orsa Optics denied that it had stopped supplying Kestrel Devices.", Status.DENIED),
        ("Orsa Optics denied that it may buy Kestrel Devices.", Status.DENIED),
    ],
)
def test_of_several_cues_the_strongest_prevails(read: Read, sentence: str, status: Status) -> None:
    assert {c.status for c in read(sentence).claims} == {status}


@pytest.mark.parametrize(
    ("sentence", "supplied", "bought"),
    [
        ("Orsa Optics supplies Kestrel Devices and may buy Marlow Freight.", Status.ASSERTED, Status.POSSIBLE),
        ("Orsa Optics, which may buy Marlow Freight, supplies Kestrel Devices.", Status.ASSERTED, Status.POSSIBLE),
        ("Orsa Optics may supply Kestrel Devices. It has bought Marlow Freight.", Status.POSSIBLE, Status.ASSERTED),
    ],
)  # fmt: skip
def test_a_cue_has_no_say_outside_its_clause(
    read: Read, sentence: str, supplied: Status, bought: Status
) -> None:
    statuses = {c.relation: c.status for c in read(sentence).claims}
    assert statuses == {"suppliesTo": supplied, "acquires": bought}


@pytest.mark.parametrize(
    ("notation", "status"),
    [
        ("sources/NNS/nsubj/5/source said/VBD/conj/1/say", Status.RUMOURED),
        ("and/CC/cc/1 sources/NNS/nsubj/6/source said/VBD/conj/1/say", Status.ASSERTED),
        ("sources/NNS/nsubj/5/source said/VBD/conj/1/say nothing/NN/dobj/5", Status.ASSERTED),
    ],
    ids=["speaker", "joined by a conjunction", "says something else"],
)
def test_a_second_main_clause_at_the_end_may_tell_who_speaks(
    ontology: Ontology, notation: str, status: Status
) -> None:
    doc = tree(f"Orsa/NNP/nsubj/1 buys/VBZ/ROOT/1/buy Kestrel/NNP/dobj/1 ,/,/punct/1 {notation}")
    assert StatusReader(ontology).read(word(doc, "buys")).status is status


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Orsa Optics supplies lenses to Kestrel Devices.", None),
        ("Marlow Freight said that Orsa Optics supplies lenses to Kestrel Devices.", "Marlow Freight"),
        ("Orsa Optics supplies lenses to Kestrel Devices, a spokesman said.", "a spokesman"),
        ("According to Marlow Freight, Orsa Optics supplies lenses to Kestrel Devices.", "Marlow Freight"),
        ("Orsa Optics denied that it supplies lenses to Kestrel Devices.", "Orsa Optics"),
        ("Orsa Optics supplies lenses to Kestrel Devices, according to two people.", "two people"),
        ("Marlow Freight said sales rose. Orsa Optics supplies lenses to Kestrel Devices.", None),
    ],
)
def test_who_speaks(read: Read, sentence: str, speaker: str | None) -> None:
    (claim,) = (c for c in read(sentence).claims if c.relation == "suppliesTo")
    assert claim.attribution == speaker


def test_the_words_of_a_frame_may_give_a_status_that_the_clause_overrules(ontology: Ontology) -> None:
    reader = StatusReader(ontology)
    offer = "Orsa/NNP/nsubj/1 made/VBD/ROOT/1/make an/DT/det/3 offer/NN/dobj/1"
    assert reader.read(word(tree(offer), "offer"), Status.POSSIBLE).status is Status.POSSIBLE
    denied = "Orsa/NNP/nsubj/3 did/VBD/aux/3/do not/RB/neg/3 make/VB/ROOT/3 an/DT/det/5 offer/NN/dobj/3"
    assert reader.read(word(tree(denied), "offer"), Status.POSSIBLE).status is Status.DENIED


def test_a_chain_of_clauses_without_end_is_cut(ontology: Ontology) -> None:
    clauses = " ".join(f"plan/VB/xcomp/{n - 1}" for n in range(1, 300))
    doc = tree(f"Orsa/NNP/nsubj/1 {clauses}".replace("xcomp/0", "ROOT/1"))
    assert StatusReader(ontology).read(doc[len(doc) - 1]).status is Status.PLANNED
