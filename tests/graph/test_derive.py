"""What follows from what: states from events, and members from groups; never firmer than what it follows from."""

from __future__ import annotations

import random
from dataclasses import replace
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import Graph
from kg.graph.belief import WEIGHTS
from kg.graph.supports import MEMBERSHIP
from kg.model import Claim, Relation, Status
from kg.ontology import Brought
from tests.graph.builders import ANY, KnownThing, Names, argument, claim, document, graph_of, relation_type
from tests.graph.builders import vocabulary as vocabulary_of

S = Status
ENDS = ANY | {"Group"}
TYPES = (
    relation_type("takes", kind="event", brings=Brought("unitOf", inverse=True)),
    relation_type("merges", kind="event", brings=Brought("tied"), half_life=50.0),
    relation_type("unitOf", half_life=100.0),
    relation_type("tied", symmetric=True),
    relation_type("presses", range=ENDS, expands_groups="object"),
    relation_type("seat", gives_nationality=True),
)
ONTOLOGY = replace(
    vocabulary_of(*TYPES),
    group_kinds={"firms": frozenset(), "chipmakers": frozenset({"semiconductors"})},
)
NAMES = Names(
    KnownThing("place:xa", "Place", "Arvenia", country="XA", demonyms=("Arvenian",)),
    KnownThing("place:xb", "Place", "North Bela", country="XB", demonyms=("North Belan",)),
    KnownThing("company:orsa", "Company", "Orsa", country="XA", sector="semiconductors"),
    KnownThing("company:kestrel", "Company", "Kestrel", country="XA", sector="retail"),
    KnownThing("company:lumen", "Company", "Lumen", country="XB", sector="semiconductors"),
)
ORSA = argument("Orsa", known_as="company:orsa")
KESTREL = argument("Kestrel", known_as="company:kestrel")
LUMEN = argument("Lumen", known_as="company:lumen")
FABRINET = argument("Fabrinet")
ARVENIA = argument("Arvenia", "Place", known_as="place:xa")
BELA = argument("North Bela", "Place", known_as="place:xb")
ONE = document("d1", "2025-01-01", publisher="Kurier")
TWO = document("d2", "2025-02-01", publisher="Norpress")
THREE = document("d3", "2025-03-01")


def group(name: str):
    return argument(name, "Group")


def world(*claims: Claim) -> Graph:
    return graph_of(claims, [ONE, TWO, THREE], ONTOLOGY, NAMES)


def edges(graph: Graph, kind: str) -> dict[tuple[str, str], Relation]:
    name = {key: entity.name for key, entity in graph.entities.items()}
    return {(name[r.subject], name[r.object]): r for r in graph.relations.values() if r.type == kind}


def only(graph: Graph, kind: str) -> Relation:
    (relation,) = edges(graph, kind).values()
    return relation


def test_a_completed_event_brings_its_state_about_and_says_so():
    graph = world(claim(ORSA, "takes", KESTREL, at=THREE, confidence=0.8))
    event, state = only(graph, "takes"), edges(graph, "unitOf")["Kestrel", "Orsa"]
    assert state.derived_from == (event.id,)
    assert (state.claims, state.counts, state.first_published) == (event.claims, event.counts, "2025-03-01")
    assert (state.belief, state.status) == (pytest.approx(0.8), S.ASSERTED)
    assert (event.derived_from, graph.stated_claims(state)) == ((), ())


@pytest.mark.parametrize("status", list(Status))
def test_the_state_has_the_status_of_the_event_and_denied_and_ended_events_bring_none(status):
    graph = world(claim(ORSA, "takes", KESTREL, status, at=THREE))
    assert [r.status for r in edges(graph, "unitOf").values()] == ([status] if status in WEIGHTS else [])


def test_the_state_ages_and_the_event_may_age_faster():
    taken, merged = claim(ORSA, "takes", KESTREL, at=ONE), claim(ORSA, "merges", KESTREL, at=ONE)
    graph = world(taken, merged)
    assert only(graph, "takes").belief == 1.0
    assert only(graph, "unitOf").belief == pytest.approx(2 ** (-59 / 100))
    assert only(graph, "tied").belief == pytest.approx(only(graph, "merges").belief)


def test_what_is_stated_and_derived_is_one_relation_whose_supports_are_told_apart():
    stated = claim(KESTREL, "tied", ORSA, at=TWO, confidence=0.5)
    graph = world(claim(ORSA, "merges", KESTREL, at=THREE, confidence=0.6), stated)
    relation = only(graph, "tied")
    assert relation.derived_from == (only(graph, "merges").id,)
    assert graph.stated_claims(relation) == (stated,)
    assert (len(relation.claims), relation.origins) == (2, 2)
    assert relation.belief == pytest.approx(1 - 0.5 * 0.4)


def test_one_story_that_states_both_event_and_state_counts_once():
    graph = world(
        claim(ORSA, "merges", KESTREL, at=THREE, confidence=0.6),
        claim(KESTREL, "tied", ORSA, at=THREE, confidence=0.5),
    )
    assert only(graph, "tied").belief == pytest.approx(0.6)


def test_a_sale_ends_what_a_takeover_brought_about():
    graph = world(claim(ORSA, "takes", KESTREL, at=ONE), claim(KESTREL, "unitOf", ORSA, S.ENDED, at=TWO))
    state = only(graph, "unitOf")
    assert (state.belief, state.status) == (0.0, S.ENDED)
    assert only(graph, "takes").status is S.ASSERTED


def test_a_denied_state_is_doubted_although_the_event_is_not():
    graph = world(claim(ORSA, "merges", KESTREL, at=THREE), claim(ORSA, "tied", KESTREL, S.DENIED, at=THREE))
    assert only(graph, "tied").belief == pytest.approx(0.5)


def test_a_state_that_the_vocabulary_does_not_admit_is_not_derived():
    narrow = relation_type("unitOf", domain=frozenset({"Facility"}))
    ontology = vocabulary_of(*(narrow if kind.name == "unitOf" else kind for kind in TYPES))
    graph = graph_of([claim(ORSA, "takes", KESTREL, at=ONE)], [ONE], ontology, NAMES)
    assert [r.type for r in graph.relations.values()] == ["takes"]


def test_what_is_said_of_a_group_reaches_the_companies_of_its_country():
    graph = world(
        claim(BELA, "presses", group("the Arvenian firms"), S.PLANNED, at=THREE, confidence=0.8),
        claim(ORSA, "takes", KESTREL, S.DENIED, at=ONE),
        claim(LUMEN, "tied", FABRINET, at=ONE),
    )
    found = edges(graph, "presses")
    said = found["North Bela", "the Arvenian firms"]
    assert set(found) - {("North Bela", "the Arvenian firms")} == {
        ("North Bela", "Orsa"),
        ("North Bela", "Kestrel"),
    }
    for member in ("Orsa", "Kestrel"):
        derived = found["North Bela", member]
        assert (derived.derived_from, derived.claims) == ((said.id,), said.claims)
        assert (derived.status, derived.belief) == (S.PLANNED, pytest.approx(MEMBERSHIP * said.belief))


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("Arvenian firms", {"Orsa", "Kestrel"}),
        ("Arvenian chipmakers", {"Orsa"}),
        ("North Belan chipmakers", {"Lumen"}),
        ("small Arvenian firms", set()),
        ("Arvenian officials", set()),
        ("Arvenian", set()),
        ("chipmakers", set()),
        ("Arvenian " * 1000 + "firms", set()),
    ],
)
def test_a_group_is_a_nationality_and_a_kind_and_nothing_else(name, reached):
    graph = world(
        claim(FABRINET, "presses", group(name), at=ONE),
        claim(ORSA, "tied", KESTREL, at=ONE),
        claim(LUMEN, "tied", KESTREL, at=ONE),
    )
    assert {obj for _, obj in edges(graph, "presses")} - {name} == reached


def test_denied_and_ended_pressure_on_a_group_reaches_nobody():
    for status in (S.DENIED, S.ENDED):
        graph = world(
            claim(BELA, "presses", group("Arvenian firms"), status, at=ONE),
            claim(ORSA, "tied", LUMEN, at=ONE),
        )
        assert set(edges(graph, "presses")) == {("North Bela", "Arvenian firms")}


def test_a_nationality_that_texts_tell_counts_at_its_belief_where_the_gazetteer_knows_none():
    graph = world(
        claim(BELA, "presses", group("Arvenian firms"), at=THREE),
        claim(FABRINET, "seat", ARVENIA, at=THREE, confidence=0.8),
        claim(LUMEN, "seat", ARVENIA, at=THREE),
    )
    found = edges(graph, "presses")
    assert set(found) == {("North Bela", "Arvenian firms"), ("North Bela", "Fabrinet")}
    derived = found["North Bela", "Fabrinet"]
    told = edges(graph, "seat")["Fabrinet", "Arvenia"]
    assert set(derived.derived_from) == {found["North Bela", "Arvenian firms"].id, told.id}
    assert derived.belief == pytest.approx(MEMBERSHIP * 0.8)
    assert not set(told.claims) & set(derived.claims)


def test_an_unlikely_nationality_is_none():
    graph = world(
        claim(BELA, "presses", group("Arvenian firms"), at=ONE),
        claim(FABRINET, "seat", ARVENIA, at=THREE, confidence=0.4),
    )
    assert len(edges(graph, "presses")) == 1


def test_what_is_said_of_a_member_itself_decides_its_status():
    graph = world(
        claim(BELA, "presses", group("Arvenian firms"), at=ONE),
        claim(BELA, "presses", ORSA, S.RUMOURED, at=TWO),
        claim(BELA, "presses", KESTREL, S.DENIED, at=TWO),
    )
    found = edges(graph, "presses")
    orsa, kestrel = found["North Bela", "Orsa"], found["North Bela", "Kestrel"]
    assert (orsa.status, kestrel.status) == (S.RUMOURED, S.DENIED)
    assert orsa.belief == pytest.approx(1 - (1 - MEMBERSHIP) * (1 - WEIGHTS[S.RUMOURED]))
    assert kestrel.belief == pytest.approx(MEMBERSHIP / 2)
    assert [c.status for c in graph.stated_claims(orsa)] == [S.RUMOURED]


THINGS = st.sampled_from([ORSA, KESTREL, LUMEN, FABRINET, ARVENIA, group("Arvenian firms")])
FACTS = st.lists(
    st.tuples(
        THINGS,
        st.sampled_from(sorted(kind.name for kind in TYPES)),
        THINGS,
        st.sampled_from(list(Status)),
        st.sampled_from([ONE, TWO, THREE]),
        st.floats(0, 1),
    ),
    max_size=12,
)


@given(FACTS, st.randoms(use_true_random=False))
def test_derived_belief_never_exceeds_what_it_follows_from_and_no_order_matters(
    told, rng: random.Random
) -> None:
    claims = [
        claim(s, r, o, status, at=at, confidence=c, start=i)
        for i, (s, r, o, status, at, c) in enumerate(told)
    ]
    graph = world(*claims)
    again = world(*rng.sample(claims, len(claims)))
    assert list(graph.relations.items()) == list(again.relations.items())
    assert set(graph.claims) == {key for r in graph.relations.values() for key in r.claims}
    for relation in graph.relations.values():
        if relation.derived_from and not graph.stated_claims(relation):
            bases = [graph.relations[key] for key in relation.derived_from]
            assert relation.belief <= 1 - prod(1 - b.belief for b in bases) + 1e-12
            assert relation.status in {base.status for base in bases}
        if not relation.derived_from:
            stated = graph_of(graph.evidence_of(relation), [ONE, TWO, THREE], ONTOLOGY, NAMES)
            assert stated.relations[relation.id].belief == relation.belief
