"""Direct exposure: who, through what, how much, in which bucket, on whose word."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnknownNameError
from kg.exposure import Effect, Exposure, ExposureReport, exposures
from kg.exposure.direct import strongest
from kg.graph import find_entity
from kg.graph.belief import DENIAL, WEIGHTS
from kg.graph.supports import MEMBERSHIP
from kg.model import Status
from kg.ontology import Brought
from tests.graph.builders import (
    ANY,
    KnownThing,
    Names,
    argument,
    claim,
    document,
    graph_of,
    relation_type,
    vocabulary,
)

ONTOLOGY = vocabulary(
    relation_type("hits", exposed="object", transmission=0.5),
    relation_type("leansOn", exposed="subject", transmission=0.3),
    relation_type("ties", exposed="both", transmission=0.2),
    relation_type(
        "rivals", exposed="both", effect=-1, transmission=0.1, channel="competition", symmetric=True
    ),
    relation_type("lists", exposed="none", effect=0),
    relation_type("fades", half_life=100.0, transmission=1.0),
)
S = Status
ONE = document("d1", "2025-01-01", publisher="Kurier", name="one.txt")
TWO = document("d2", "2025-04-11", publisher="Norpress")


def report(*claims, of: str = "Orsa") -> ExposureReport:
    graph = graph_of(claims, [ONE, TWO], ONTOLOGY)
    return exposures(graph, ONTOLOGY, find_entity(graph, of).id)


def only(*claims, of: str = "Orsa") -> Exposure:
    (exposure,) = report(*claims, of=of).exposures
    return exposure


@pytest.mark.parametrize(
    ("relation", "subject_exposed", "object_exposed"),
    [
        ("hits", False, True),
        ("leansOn", True, False),
        ("ties", True, True),
        ("rivals", True, True),
        ("lists", False, False),
    ],
)
def test_the_vocabulary_says_who_becomes_exposed(relation, subject_exposed, object_exposed):
    stated = claim("Orsa", relation, "Kestrel", at=ONE)
    assert bool(report(stated, of="Orsa").exposures) is subject_exposed
    assert bool(report(stated, of="Kestrel").exposures) is object_exposed


def test_expected_is_belief_times_transmission_with_the_sign_of_the_effect():
    assert only(claim("Kestrel", "hits", "Orsa", at=ONE, confidence=0.8)).effect.expected == pytest.approx(
        0.4
    )
    rival = only(claim("Kestrel", "rivals", "Orsa", S.RUMOURED, at=ONE))
    assert rival.effect.expected == pytest.approx(-0.1 * WEIGHTS[S.RUMOURED])
    assert str(rival.effect.confirmed) == "0.0"
    assert (rival.source.name, rival.channel, rival.order) == ("Kestrel", "competition", 1)


def test_relations_of_one_pair_and_channel_count_once_by_the_strongest_that_holds():
    both = only(
        claim("Kestrel", "hits", "Orsa", at=ONE, confidence=0.6),
        claim("Kestrel", "ties", "Orsa", at=ONE, confidence=0.5),
    )
    assert both.effect.expected == pytest.approx(0.5 * 0.6 + 0.2 * 0.5 * (1 - 0.6))
    assert [[step.relation for step in path] for path in both.paths] in (
        [["hits"], ["ties"]],
        [["ties"], ["hits"]],
    )
    assert len(both.assumptions) == 2


def test_channels_and_signs_are_kept_apart():
    found = report(
        claim("Kestrel", "hits", "Orsa", at=ONE), claim("Kestrel", "rivals", "Orsa", at=ONE)
    ).exposures
    assert [(e.channel, e.effect.expected) for e in found] == [
        ("supply", pytest.approx(0.5)),
        ("competition", pytest.approx(-0.1)),
    ]


def test_buckets_add_plans_and_then_everything_said():
    effect = only(
        claim("Kestrel", "hits", "Orsa", S.ASSERTED, at=ONE, confidence=0.5),
        claim("Kestrel", "hits", "Orsa", S.PLANNED, at=TWO),
        claim("Kestrel", "hits", "Orsa", S.RUMOURED, at=TWO, start=40),
    ).effect
    assert effect.confirmed == pytest.approx(0.25)
    assert effect.planned == pytest.approx(0.5 * (0.5 + 0.5 * WEIGHTS[S.PLANNED]))
    assert effect.disputed == pytest.approx(effect.planned)
    assert effect.expected == pytest.approx(effect.disputed)


@pytest.mark.parametrize(
    ("status", "in_buckets"),
    [
        (S.ASSERTED, (True, True, True)),
        (S.PLANNED, (False, True, True)),
        (S.RUMOURED, (False, False, True)),
        (S.POSSIBLE, (False, False, True)),
    ],
)
def test_each_status_enters_at_its_bucket(status, in_buckets):
    effect = only(claim("Kestrel", "hits", "Orsa", status, at=ONE)).effect
    assert tuple(share > 0 for share in (effect.confirmed, effect.planned, effect.disputed)) == in_buckets


def test_what_is_contradicted_is_disputed_at_its_full_support():
    effect = only(
        claim("Kestrel", "hits", "Orsa", at=ONE),
        claim("Kestrel", "hits", "Orsa", S.DENIED, at=TWO, confidence=0.8),
    ).effect
    assert (effect.confirmed, effect.planned) == (0.0, 0.0)
    assert effect.disputed == pytest.approx(0.5)
    assert effect.expected == pytest.approx(0.5 * (1 - DENIAL * 0.8))


@pytest.mark.parametrize("status", [S.DENIED, S.ENDED])
def test_what_is_denied_or_ended_is_out(status):
    rumour = claim("Kestrel", "hits", "Orsa", S.RUMOURED, at=ONE)
    assert report(rumour, claim("Kestrel", "hits", "Orsa", status, at=TWO)).exposures == ()


def test_buckets_age_as_belief_does():
    effect = only(claim("Kestrel", "fades", "Orsa", at=ONE)).effect
    assert [effect.expected, effect.confirmed, effect.disputed] == [pytest.approx(0.5)] * 3


def test_the_default_share_is_shown_as_an_assumption():
    (assumption,) = only(claim("Kestrel", "hits", "Orsa", at=ONE)).assumptions
    assert "hits transmits 50% of a loss at the source" in assumption
    assert "default" in assumption


def test_a_path_quotes_the_words_that_support_it_most():
    exposure = only(
        claim("Kestrel", "hits", "Orsa", S.RUMOURED, at=TWO),
        claim("Kestrel", "hits", "Orsa", at=ONE, confidence=0.9),
    )
    ((step,),) = exposure.paths
    shown = step.as_json()
    assert (shown.pop("from")["name"], shown.pop("to")["name"]) == ("Kestrel", "Orsa")
    assert shown == {
        "relation": "hits",
        "quote": "Kestrel hits Orsa",
        "document": "one.txt",
        "published": "2025-01-01",
        "status": "asserted",
        "derived_from": [],
    }


def test_the_strongest_expected_effect_comes_first_whatever_its_sign():
    found = report(
        claim("Adler", "ties", "Orsa", S.RUMOURED, at=ONE),
        claim("Kestrel", "rivals", "Orsa", at=ONE),
        claim("Lumen", "hits", "Orsa", at=ONE),
    ).exposures
    assert [e.source.name for e in found] == ["Lumen", "Kestrel", "Adler"]


def test_the_report_has_the_promised_shape():
    shown = report(
        claim("Kestrel", "hits", "Orsa", at=ONE), claim("Orsa", "lists", "Lumen", at=TWO)
    ).as_json()
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["entity"]["name"], shown["as_of"]) == ("Orsa", "2025-04-11")
    assert shown["coverage"] == {"documents": 2, "publishers": 2, "first": "2025-01-01", "last": "2025-04-11"}
    (exposure,) = shown["exposures"]
    keys = "entity channel order expected p5 p50 p95 confirmed planned disputed assumptions paths"
    assert list(exposure) == keys.split()
    assert (exposure["order"], exposure["p5"], exposure["p50"], exposure["p95"]) == (1, None, None, None)


def test_no_relation_found_is_not_no_coverage():
    covered = report(claim("Orsa", "lists", "Kestrel", at=ONE))
    assert (covered.finding, covered.coverage.documents) == ("no relation found", 1)
    named = report(claim("Orsa", "hits", "Orsa", at=ONE))
    assert (named.finding, named.coverage.documents, named.coverage.first) == ("no coverage", 0, None)
    assert report(claim("Kestrel", "hits", "Orsa", at=ONE)).finding == "exposed"


def test_an_unknown_id_is_told():
    with pytest.raises(UnknownNameError, match="'nobody'"):
        exposures(graph_of([], []), ONTOLOGY, "nobody")


shares = st.floats(0, 1)


@given(st.lists(st.tuples(shares, shares), max_size=6))
def test_the_strongest_that_holds_is_the_mean_over_all_worlds(pairs):
    worlds = [(0.0, 1.0)]
    for transmission, probability in pairs:
        worlds = [
            outcome
            for best, p in worlds
            for outcome in ((max(best, transmission), p * probability), (best, p * (1 - probability)))
        ]
    assert strongest(pairs) == pytest.approx(sum(best * p for best, p in worlds), abs=1e-12)
    assert strongest(pairs[::-1]) == strongest(pairs)


told = st.lists(
    st.tuples(
        st.sampled_from(list(S)), st.sampled_from([ONE, TWO]), shares, st.sampled_from(["hits", "ties"])
    ),
    min_size=1,
    max_size=6,
)


@given(told)
def test_buckets_never_fall_from_one_to_the_next_and_bound_what_is_expected(stated):
    claims = [
        claim("Kestrel", relation, "Orsa", status, at=info, confidence=c, start=i)
        for i, (status, info, c, relation) in enumerate(stated)
    ]
    for exposure in report(*claims).exposures:
        e = exposure.effect
        assert 0 <= e.confirmed <= e.planned + 1e-12
        assert e.planned <= e.disputed + 1e-12
        assert e.expected <= e.disputed + 1e-12


DERIVING = replace(
    vocabulary(
        relation_type("takes", kind="event", exposed="both", brings=Brought("unitOf", inverse=True)),
        relation_type("unitOf", exposed="both", transmission=0.8),
        relation_type("presses", range=ANY | {"Group"}, transmission=0.2, expands_groups="object"),
    ),
    group_kinds={"firms": frozenset()},
)
NAMES = Names(
    KnownThing("place:xa", "Place", "Arvenia", country="XA", demonyms=("Arvenian",)),
    KnownThing("company:orsa", "Company", "Orsa", country="XA"),
)
ORSA = argument("Orsa", known_as="company:orsa")
FIRMS = argument("Arvenian firms", "Group")


def derived(*claims) -> ExposureReport:
    graph = graph_of(claims, [ONE, TWO], DERIVING, NAMES)
    return exposures(graph, DERIVING, "company:orsa")


def test_an_event_and_the_state_that_it_brought_about_count_once():
    (exposure,) = derived(claim(ORSA, "takes", "Kestrel", at=TWO, confidence=0.5)).exposures
    assert exposure.effect == Effect(*[pytest.approx(0.8 * 0.5)] * 4)
    ((step,),) = exposure.paths
    assert (step.relation, step.derived_from, step.quote) == (
        "unitOf",
        ("Orsa takes Kestrel",),
        "Orsa takes Kestrel",
    )
    assert "Orsa takes Kestrel: so Kestrel unitOf Orsa once that is complete" in exposure.assumptions


def test_a_state_that_has_ended_takes_its_event_with_it():
    taken, sold = (
        claim(ORSA, "takes", "Kestrel", at=ONE),
        claim("Kestrel", "unitOf", ORSA, S.ENDED, at=TWO),
    )
    assert derived(taken).exposures
    assert not derived(taken, sold).exposures


@pytest.mark.parametrize("status", [S.ASSERTED, S.PLANNED, S.RUMOURED])
def test_what_is_said_of_a_group_reaches_a_member_with_its_words_and_the_assumption(status):
    report = derived(
        claim("Kestrel", "presses", FIRMS, status, at=ONE), claim(ORSA, "takes", "Lumen", S.DENIED, at=TWO)
    )
    (exposure,) = report.exposures
    assert exposure.source.name == "Kestrel"
    assert exposure.effect.expected == pytest.approx(0.2 * MEMBERSHIP * WEIGHTS[status])
    assert exposure.effect.confirmed == pytest.approx(0.2 * MEMBERSHIP * (status is S.ASSERTED))
    assert exposure.effect.disputed == pytest.approx(exposure.effect.expected)
    ((step,),) = exposure.paths
    assert (step.object.name, step.quote) == ("Orsa", "Kestrel presses Arvenian firms")
    assert step.derived_from == ("Kestrel presses Arvenian firms",)
    assert exposure.assumptions[-1] == (
        f"Orsa is taken to be one of “Arvenian firms”: its country is known to fit; assumed {MEMBERSHIP}"
    )
    assert report.coverage.documents == 1
