"""Which names become one entity, and which must not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnknownNameError
from kg.model import Argument, Claim, content_id
from kg.normalize import name_key
from kg.resolve import Resolution, resolve
from tests.graph.builders import KnownThing, Names, argument, claim, document, judgement

ORSA = KnownThing("company:orsa", "Company", "Orsa Holdings", ("Orsa Optics",), (("ticker", "XNYS:ORS"),))
KESTREL = argument("Kestrel")


def claims_about(*arguments: Argument) -> list[Claim]:
    """State one claim about each argument, each in a document of its own."""
    return [claim(a, "supplies", KESTREL, at=document(f"d{i}")) for i, a in enumerate(arguments)]


def ids(resolution: Resolution, *arguments: Argument) -> list[str]:
    return [resolution.entity_of(a) for a in arguments]


def hashed(name: str, kind: str = "Company") -> str:
    return content_id("e", kind, name_key(name))


def test_the_id_is_the_gazetteers_else_the_hash_of_type_and_key():
    known, unknown = argument("Orsa", known_as=ORSA.id), argument("Fabrinet Inc")
    resolution = resolve(claims_about(known, unknown), gazetteer=Names(ORSA))
    assert ids(resolution, known, unknown) == [ORSA.id, hashed("fabrinet")]


def test_a_known_entity_has_the_gazetteers_name_and_identifiers_and_every_name_met():
    met = [argument("Orsa", known_as=ORSA.id, forms=["ORS"]), argument("Orsa Group", known_as=ORSA.id)]
    entity = resolve(claims_about(*met), gazetteer=Names(ORSA)).entities[ORSA.id]
    assert (entity.type, entity.name, entity.identifiers) == ("Company", ORSA.name, ORSA.identifiers)
    assert entity.names == ("ORS", "Orsa", "Orsa Group", "Orsa Holdings")


def test_an_unknown_entity_is_shown_by_the_name_of_most_documents_then_the_longest_then_the_first():
    names = [argument(n) for n in ("FABRINET", "Fabrinet Inc", "Fabrinet Inc", "FABRINET", "fabrinet")]
    entity = resolve(claims_about(*names), gazetteer=Names()).entities[hashed("fabrinet")]
    assert entity.name == "Fabrinet Inc"


def test_one_long_document_does_not_outvote_two():
    long = [claim("FABRINET", "supplies", "Kestrel", at=document("d1"), start=i) for i in range(9)]
    short = [claim("Fabrinet Co", "supplies", "Kestrel", at=document(key)) for key in ("d2", "d3")]
    assert resolve(long + short, gazetteer=Names()).entities[hashed("fabrinet")].name == "Fabrinet Co"


def test_one_name_under_two_actor_types_is_one_entity_of_the_type_of_most_documents():
    types = ["Organization", "Company", "Organization"]
    names = [argument("Lumen Alliance", kind) for kind in types]
    resolution = resolve(claims_about(*names), gazetteer=Names())
    assert set(ids(resolution, *names)) == {hashed("lumen alliance", "Organization")}
    assert resolution.entities[hashed("lumen alliance", "Organization")].type == "Organization"


def test_actor_types_in_equal_numbers_go_by_the_alphabet():
    names = [argument("Lumen", "Company"), argument("Lumen", "Agency"), argument("Lumen", "Organization")]
    assert set(ids(resolve(claims_about(*names), gazetteer=Names()), *names)) == {hashed("lumen", "Agency")}


@pytest.mark.parametrize("kind", ["Person", "Product", "Place", "Facility"])
def test_one_name_under_types_that_exclude_each_other_stays_two_entities(kind):
    names = [argument("Orsa", "Company"), argument("Orsa", kind)]
    assert len(set(ids(resolve(claims_about(*names), gazetteer=Names()), *names))) == 2


@pytest.mark.parametrize("name", ["Orsa Holdings", "ORSA HOLDINGS", "Orsa Optics"])
@pytest.mark.parametrize("kind", ["Company", "Organization"])
def test_a_name_joins_the_gazetteer_entity_that_answers_to_it(name, kind):
    linked, unlinked = argument("Orsa", known_as=ORSA.id), argument(name, kind)
    resolution = resolve(claims_about(linked, unlinked), gazetteer=Names(ORSA))
    assert ids(resolution, linked, unlinked) == [ORSA.id, ORSA.id]
    assert resolution.entities[ORSA.id].type == "Company"


def test_a_name_does_not_join_under_an_incompatible_type():
    linked, unlinked = argument("Orsa", known_as=ORSA.id), argument("Orsa Optics", "Product")
    resolution = resolve(claims_about(linked, unlinked), gazetteer=Names(ORSA))
    assert resolution.entity_of(unlinked) == hashed("orsa optics", "Product")


def test_a_name_of_two_gazetteer_entities_joins_neither():
    other = KnownThing("company:orsa-2", "Company", "Orsa Optics")
    met = [argument("A", known_as=ORSA.id), argument("B", known_as=other.id), argument("Orsa Optics")]
    resolution = resolve(claims_about(*met), gazetteer=Names(ORSA, other))
    assert ids(resolution, *met) == [ORSA.id, other.id, hashed("orsa optics")]


def test_a_name_that_is_an_everyday_word_joins_nothing_by_itself():
    gap = KnownThing("company:gap", "Company", "Gap", ambiguous=True)
    met = [argument("Gap", known_as=gap.id), argument("Gap")]
    assert len(set(ids(resolve(claims_about(*met), gazetteer=Names(gap)), *met))) == 2


def test_an_id_that_the_gazetteer_has_forgotten_still_names_one_entity():
    met = [argument("Orsa", known_as="company:gone"), argument("Orsa Optics", known_as="company:gone")]
    resolution = resolve(claims_about(*met), gazetteer=Names())
    assert resolution.entities["company:gone"].name == "Orsa Optics"


def test_a_judgement_makes_two_names_one_and_the_smallest_id_wins():
    a, b = argument("Fabrinet"), argument("Lensworks")
    verdict = judgement("same", hashed("fabrinet"), hashed("lensworks"))
    resolution = resolve(claims_about(a, b), gazetteer=Names(), judgements=[verdict])
    assert set(ids(resolution, a, b)) == {min(hashed("fabrinet"), hashed("lensworks"))}


def test_a_judgement_can_give_a_name_to_a_gazetteer_entity_that_no_claim_names():
    a = argument("Lensworks")
    verdict = judgement("same", hashed("lensworks"), ORSA.id)
    resolution = resolve(claims_about(a), gazetteer=Names(ORSA), judgements=[verdict])
    assert resolution.entities[resolution.entity_of(a)].identifiers == ORSA.identifiers


def test_judgements_reach_through_an_entity_that_no_claim_names():
    a, b = argument("Fabrinet"), argument("Lensworks")
    chain = [
        judgement("same", hashed("fabrinet"), "e-gone"),
        judgement("same", "e-gone", hashed("lensworks")),
    ]
    resolution = resolve(claims_about(a, b), gazetteer=Names(), judgements=chain)
    assert len(set(ids(resolution, a, b))) == 1
    assert "e-gone" not in resolution.entities


def test_different_outranks_a_rule():
    names = [argument("Lumen", "Company"), argument("Lumen", "Organization"), argument("Lumen", "Agency")]
    verdict = judgement("different", hashed("lumen"), hashed("lumen", "Organization"))
    resolved = ids(resolve(claims_about(*names), gazetteer=Names(), judgements=[verdict]), *names)
    assert resolved[0] != resolved[1]
    assert resolved[2] in resolved[:2]


def test_different_stops_a_chain_of_same_and_the_newer_link_stands():
    a, b, c = (argument(n) for n in ("Ax", "Bx", "Cx"))
    verdicts = [
        judgement("different", hashed("ax"), hashed("cx"), "2025-01-01T00:00:00Z"),
        judgement("same", hashed("ax"), hashed("bx"), "2025-01-02T00:00:00Z"),
        judgement("same", hashed("bx"), hashed("cx"), "2025-01-03T00:00:00Z"),
    ]
    for order in (verdicts, verdicts[::-1]):
        resolved = ids(resolve(claims_about(a, b, c), gazetteer=Names(), judgements=order), a, b, c)
        assert resolved[0] != resolved[1] == resolved[2]


@pytest.mark.parametrize(
    ("verdicts", "entities"),
    [(["same", "different"], 2), (["different", "same"], 1)],
)
def test_the_latest_verdict_on_a_pair_counts(verdicts, entities):
    a, b = argument("Ax"), argument("Bx")
    judgements = [
        judgement(v, hashed("ax"), hashed("bx"), f"2025-01-0{i}T00:00:00Z") for i, v in enumerate(verdicts, 1)
    ]
    resolution = resolve(claims_about(a, b), gazetteer=Names(), judgements=judgements)
    assert len(set(ids(resolution, a, b))) == entities


def test_government_and_place_are_not_merged_even_by_judgement():
    acts, lies = argument("Norland", "Government"), argument("Norland", "Place")
    verdict = judgement("same", hashed("norland", "Government"), hashed("norland", "Place"))
    resolution = resolve(claims_about(acts, lies), gazetteer=Names(), judgements=[verdict])
    assert len(set(ids(resolution, acts, lies))) == 2


def test_judgements_about_claims_are_passed_over():
    a = argument("Ax")
    resolution = resolve(claims_about(a), gazetteer=Names(), judgements=[judgement("confirm", "c-1")])
    assert set(resolution.entities) == {hashed("ax"), hashed("kestrel")}


def test_an_argument_of_no_resolved_claim_is_told_apart():
    with pytest.raises(UnknownNameError, match="'Nobody'"):
        resolve([], gazetteer=Names()).entity_of(argument("Nobody"))


arguments = st.builds(
    argument,
    st.sampled_from(["Orsa", "Orsa Optics", "Lumen", "LUMEN Inc", "Norland"]),
    st.sampled_from(["Company", "Organization", "Agency", "Government", "Place"]),
    known_as=st.sampled_from([None, None, ORSA.id]),
)
keys = st.sampled_from([hashed(n, k) for n in ("lumen", "norland") for k in ("Company", "Agency", "Place")])
verdicts = st.builds(
    judgement,
    st.sampled_from(["same", "different"]),
    keys,
    keys,
    st.sampled_from(["2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"]),
)


@given(st.lists(arguments, max_size=12), st.lists(verdicts, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_claims_and_judgements_changes_nothing(met, judgements, rng: random.Random):
    claims = claims_about(*met)
    first = resolve(claims, gazetteer=Names(ORSA), judgements=judgements)
    shuffled, judged = rng.sample(claims, len(claims)), rng.sample(judgements, len(judgements))
    second = resolve(shuffled, gazetteer=Names(ORSA), judgements=judged)
    assert list(first.entities.items()) == list(second.entities.items())
    assert ids(first, *met) == ids(second, *met)


@given(st.lists(arguments, max_size=12), st.lists(verdicts, max_size=6))
def test_no_merge_breaks_a_constraint(met, judgements):
    resolution = resolve(claims_about(*met), gazetteer=Names(ORSA), judgements=judgements)
    kinds: dict[str, set[str]] = {}
    for a in met:
        # The gazetteer's type outranks that of a linked mention.
        kinds.setdefault(resolution.entity_of(a), set()).add("Company" if a.known_as else a.type)
    assert not any({"Government", "Place"} <= of_entity for of_entity in kinds.values())
    latest = {}
    for j in sorted(judgements, key=lambda j: (j.recorded, j.verdict == "different")):
        latest[frozenset((j.target, j.other))] = j
    met_ids = {hashed(a.name, a.type): a for a in met if a.known_as is None}
    for j in latest.values():
        if j.verdict == "different" and j.target != j.other and {j.target, j.other} <= met_ids.keys():
            ends = (met_ids[j.target], met_ids[j.other])
            assert resolution.entity_of(ends[0]) != resolution.entity_of(ends[1])


def test_a_description_without_a_name_is_another_thing_in_every_document():
    named, plant = argument("Orsa"), argument("plant", "Facility")
    first, second = document("d1"), document("d2")
    resolution = resolve([claim(named, "makes", plant, at=d) for d in (first, second)], gazetteer=Names())
    assert resolution.entity_of(plant, first.id) != resolution.entity_of(plant, second.id)
    assert resolution.entity_of(named, first.id) == resolution.entity_of(named, second.id)
