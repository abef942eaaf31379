"""Frames: trigger, slots and types, with the vocabulary that ships."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract import frames as module
from kg.extract.frames import Frames, state_roles
from kg.extract.passage import Passage
from kg.gazetteer import Gazetteer
from kg.model import Form, Mention, Reading, Span
from kg.ontology import Ontology

Read = Callable[[str], Reading]


def triples(reading: Reading) -> list[tuple[str, str, str]]:
    return sorted((c.subject.name, c.relation, c.object.name) for c in reading.claims)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orsa Optics supplies lenses to Kestrel Devices.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Orsa Optics supplies Kestrel Devices with lenses.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Kestrel Devices buys its lenses from Orsa Optics.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Kestrel Devices is supplied by Orsa Optics.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Orsa Optics, a supplier of Kestrel Devices, rose.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Orsa Optics' customers include Kestrel Devices.", ("Orsa Optics", "suppliesTo", "Kestrel Devices")),
        ("Kestrel Devices, which Orsa Optics owns, rose.", ("Kestrel Devices", "subsidiaryOf", "Orsa Optics")),
        ("Orsa Optics bought Kestrel Devices.", ("Orsa Optics", "acquires", "Kestrel Devices")),
        ("Kestrel Devices was bought by Orsa Optics.", ("Orsa Optics", "acquires", "Kestrel Devices")),
        ("Kestrel Devices was sold to Orsa Optics.", ("Orsa Optics", "acquires", "Kestrel Devices")),
        ("Beijing has barred Orsa Optics.", ("Beijing", "restricts", "Orsa Optics")),
        ("Orsa Optics is headquartered in Seoul.", ("Orsa Optics", "headquarteredIn", "Seoul")),
    ],
)  # fmt: skip
def test_one_relation_is_said_in_many_ways(read: Read, text: str, expected: tuple[str, str, str]) -> None:
    assert triples(read(text)) == [expected]


def test_every_member_of_a_list_fills_the_slot(read: Read) -> None:
    assert triples(
        read("Orsa Optics sells lenses to Kestrel Devices and to Calder Steel and Marlow Freight.")
    ) == [
        ("Orsa Optics", "suppliesTo", "Calder Steel"),
        ("Orsa Optics", "suppliesTo", "Kestrel Devices"),
        ("Orsa Optics", "suppliesTo", "Marlow Freight"),
    ]


def test_the_ends_of_a_symmetric_relation_pair_with_each_other(read: Read) -> None:
    assert triples(read("Orsa Optics, Kestrel Devices and Marlow Freight teamed up in May.")) == [
        ("Kestrel Devices", "partnersWith", "Marlow Freight"),
        ("Orsa Optics", "partnersWith", "Kestrel Devices"),
        ("Orsa Optics", "partnersWith", "Marlow Freight"),
    ]
    assert triples(read("Orsa Optics has long competed with Kestrel Devices.")) == [
        ("Orsa Optics", "competesWith", "Kestrel Devices")
    ]


def test_who_buys_a_plant_does_not_buy_its_owner(read: Read) -> None:
    for text in (
        "Orsa Optics bought a plant of Kestrel Devices.",
        "Orsa Optics bought Kestrel Devices' plant.",
    ):
        assert ("Orsa Optics", "acquires", "Kestrel Devices") not in triples(read(text))
        assert ("Orsa Optics", "acquires", "plant") in triples(read(text))


def test_who_adopts_a_firms_product_adopts_the_firm(read: Read) -> None:
    (claim,) = read("Orsa Optics adopted Nvidia's software stack.").claims
    assert (claim.object.name, dict(claim.qualifiers)["product"]) == ("Nvidia", "Nvidia's software stack")


def test_whose_thing_is_bought_is_not_bought(read: Read) -> None:
    assert triples(read("Orsa Optics bought Kestrel Devices' steel.")) == []


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Orsa Optics is a supplier of lenses to Kestrel Devices.", "lenses"),
        ("Orsa Optics is a supplier of Kestrel Devices.", None),
        ("Orsa Optics supplies Kestrel Devices with lenses.", "lenses"),
    ],
)
def test_what_is_supplied_is_not_who_is_supplied(read: Read, text: str, product: str | None) -> None:
    (claim,) = read(text).claims
    assert claim.object.name == "Kestrel Devices"
    assert dict(claim.qualifiers).get("product") == product


def test_some_words_mean_it_only_with_an_infinitive(read: Read) -> None:
    assert triples(read("Beijing ordered Orsa Optics.")) == []
    assert triples(read("Beijing ordered Orsa Optics to open its shops.")) == [
        ("Beijing", "pressures", "Orsa Optics")
    ]


def test_a_frame_may_narrow_the_types_of_its_ends(read: Read) -> None:
    assert triples(read("Orsa Optics uses Kestrel Devices.")) == []
    assert ("Orsa Optics", "integrates", "Nvidia") in triples(read("Orsa Optics adopted Nvidia."))


def test_a_pronoun_of_both_ends_is_no_claim(read: Read) -> None:
    assert triples(read("Orsa Optics rose. It supplies itself.")) == []


def test_a_word_of_a_name_triggers_nothing(read: Read) -> None:
    assert triples(read("Shares of Rival Foods and of Kestrel Devices rose.")) == []


def test_longer_lemmas_shadow_shorter_ones(parsed: Callable[[str], Passage], ontology: Ontology) -> None:
    (sentence,) = (s for _, s in parsed("Ruth Halloran is the vice president of Orsa Optics.").sentences())
    lemmas = [
        lemma
        for token, _, lex in Frames(ontology).triggers(sentence)
        if token.text == "president"
        for lemma in lex.lemmas
        if lemma.endswith("president")
    ]
    assert "vice president" in lemmas
    (claim,) = [c for c in Frames(ontology).triggers(sentence) if c[0].text == "president"]
    assert claim[1].name == "holdsPositionIn"


def test_pairs_without_end_are_cut(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Orsa Optics sells lenses to Kestrel Devices, Calder Steel and Marlow Freight."
    assert len(triples(read(text))) == 3
    monkeypatch.setattr(module, "_MAX_PAIRS", 2)
    assert len(triples(read(text))) == 2


def test_a_state_has_two_roles_and_nobody_else_has(gazetteer: Gazetteer) -> None:
    china = Mention(Span(0, 5), "China", "Place", "China", Form.NAME, "place:cn")
    (government,) = state_roles(china, gazetteer)
    assert (government.type, government.known_as) == ("Government", "gov:cn")
    (place,) = state_roles(government, gazetteer)
    assert (place.type, place.known_as) == ("Place", "place:cn")
    company = Mention(Span(0, 7), "Alibaba", "Company", "Alibaba", Form.NAME, "company:alibaba-group")
    unknown = Mention(Span(0, 4), "Orsa", "Place", "Orsa")
    assert not list(state_roles(company, gazetteer))
    assert not list(state_roles(unknown, gazetteer))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orsa Optics has fitted sensors from Kestrel Devices.", ("Orsa Optics", "integrates", "Kestrel Devices")),
        (
            "Orsa Optics financed the dam that Kestrel Devices built.",
            ("Orsa Optics", "finances", "Kestrel Devices"),
        ),
        (
            "Talks between Orsa Optics and Kestrel Devices over a joint venture went on.",
            ("Orsa Optics", "jointVentureWith", "Kestrel Devices"),
        ),
        (
            "The fine that the Federal Trade Commission had imposed on Orsa Optics was large.",
            ("Federal Trade Commission", "penalises", "Orsa Optics"),
        ),
        ("Orsa Optics and Kestrel Devices are rivals.", ("Orsa Optics", "competesWith", "Kestrel Devices")),
        ("Orsa Optics merges with Kestrel Devices: the firms signed on Monday.",
         ("Orsa Optics", "mergesWith", "Kestrel Devices")),
        ("Maria Gonzalez will succeed Peter Schmidt as chairman of Orsa Optics.",
         ("Maria Gonzalez", "holdsPositionIn", "Orsa Optics")),
        ("Canada put a duty on steel pipe from Vietnam.", ("Canada", "imposesTariffOn", "Vietnam")),
    ],
)  # fmt: skip
def test_ends_are_found_around_a_phrase(
    read: Callable[[str], Reading], text: str, expected: tuple[str, str, str]
) -> None:
    assert expected in {(c.subject.name, c.relation, c.object.name) for c in read(text).claims}


@pytest.mark.parametrize(
    "text",
    ["Orsa Optics made an offer for Kestrel Devices.", "Orsa Optics sold its stake to Kestrel Devices."],
)
def test_what_is_no_goods_is_not_supplied(read: Callable[[str], Reading], text: str) -> None:
    assert not [c for c in read(text).claims if c.relation in {"suppliesTo", "manufacturesFor"}]
