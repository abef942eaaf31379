"""Belief and the prevailing status: hand-computed cases, and what must hold of every case."""

from __future__ import annotations

import random
from datetime import date
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.belief import (
    DENIAL,
    WEIGHTS,
    Report,
    Reports,
    belief,
    contradicted,
    prevailing_status,
    reports,
    support,
)
from kg.model import Claim, DocumentInfo, Status
from tests.graph.builders import claim, document

S = Status
DAY = [date(2025, 1, 1 + i) for i in range(9)]
NOW = date(2025, 12, 31)


def said(*origins: tuple[Status, float] | tuple[Status, float, date | None]) -> Reports:
    """Make reports of one status for each origin: (status, confidence[, day])."""
    return [{status: Report(confidence, *(day or [None]))} for status, confidence, *day in origins]


def held(*origins: tuple[Status, float] | tuple[Status, float, date | None]) -> float:
    return belief(said(*origins), half_life=None, reference=NOW)


@pytest.mark.parametrize("status", WEIGHTS)
def test_one_claim_is_worth_its_confidence_times_the_weight_of_its_status(status):
    assert held((status, 0.8)) == pytest.approx(0.8 * WEIGHTS[status])


@pytest.mark.parametrize("status", [S.DENIED, S.ENDED])
def test_denials_and_endings_support_nothing(status):
    assert held((status, 0.9)) == 0.0


def test_independent_assertions_combine_by_noisy_or():
    assert held((S.ASSERTED, 0.5), (S.ASSERTED, 0.6), (S.ASSERTED, 0.7)) == pytest.approx(1 - 0.5 * 0.4 * 0.3)


def test_no_number_of_rumours_makes_a_fact():
    assert WEIGHTS[S.RUMOURED] * 0.99 < held(*[(S.RUMOURED, 0.9)] * 20) <= WEIGHTS[S.RUMOURED]


def test_no_plan_alone_passes_for_a_fact():
    assert held(*[(S.PLANNED, 1.0)] * 20) < 0.5


def test_a_rumour_supports_what_an_uncertain_assertion_leaves_open():
    # The assertion is real with 0.6; if it is not, the rumour, real with 0.5, is what remains.
    assert held((S.ASSERTED, 0.6), (S.RUMOURED, 0.5)) == pytest.approx(0.6 + 0.4 * 0.5 * WEIGHTS[S.RUMOURED])


def test_a_denial_halves_and_two_quarter():
    assert held((S.ASSERTED, 0.9), (S.DENIED, 1.0)) == pytest.approx(0.9 * (1 - DENIAL))
    assert held((S.ASSERTED, 0.9), (S.DENIED, 1.0), (S.DENIED, 1.0)) == pytest.approx(0.9 * (1 - DENIAL) ** 2)


def test_a_denial_counts_no_more_once_the_relation_is_asserted_on_a_later_day():
    assert held((S.DENIED, 1.0, DAY[0]), (S.ASSERTED, 1.0, DAY[1])) == 1.0
    assert held((S.DENIED, 1.0, DAY[1]), (S.ASSERTED, 1.0, DAY[1])) == pytest.approx(1 - DENIAL)
    assert held((S.DENIED, 1.0, DAY[0]), (S.RUMOURED, 1.0, DAY[1])) == pytest.approx(
        WEIGHTS[S.RUMOURED] * (1 - DENIAL)
    )


def test_an_ending_overrides_what_was_said_before_it_and_on_its_day():
    assert held((S.ASSERTED, 1.0, DAY[0]), (S.ENDED, 0.9, DAY[1])) == pytest.approx(0.1)
    assert held((S.ASSERTED, 1.0, DAY[1]), (S.ENDED, 0.9, DAY[1])) == pytest.approx(0.1)


def test_an_ending_does_not_override_what_is_said_later():
    assert held((S.ENDED, 1.0, DAY[0]), (S.ASSERTED, 0.8, DAY[1])) == pytest.approx(0.8)


def test_undated_claims_count_as_older_than_every_dated_one():
    assert held((S.ASSERTED, 1.0, None), (S.ENDED, 1.0, DAY[0])) == 0.0
    assert held((S.ENDED, 1.0, None), (S.ASSERTED, 1.0, DAY[0])) == 1.0


def test_states_age_by_their_half_life_and_undated_ones_do_not():
    today = date(2025, 4, 11)
    aged = said((S.ASSERTED, 0.8, DAY[0]))
    assert belief(aged, half_life=100.0, reference=today) == pytest.approx(0.4)
    assert belief(aged, half_life=None, reference=today) == pytest.approx(0.8)
    assert belief(aged, half_life=100.0, reference=None) == pytest.approx(0.8)
    assert belief(said((S.ASSERTED, 0.8, None)), half_life=100.0, reference=today) == pytest.approx(0.8)


def test_support_heeds_some_statuses_alone_and_no_denials():
    mixed = said((S.ASSERTED, 0.5), (S.PLANNED, 1.0), (S.RUMOURED, 1.0), (S.DENIED, 1.0))
    only = {
        n: support(mixed, half_life=None, reference=NOW, statuses=n) for n in [(S.ASSERTED,), (S.PLANNED,)]
    }
    assert only == {(S.ASSERTED,): pytest.approx(0.5), (S.PLANNED,): pytest.approx(WEIGHTS[S.PLANNED])}


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([(S.RUMOURED, 0.9, DAY[0]), (S.ASSERTED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.ASSERTED, 0.9, DAY[0]), (S.RUMOURED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.RUMOURED, 0.9, DAY[0]), (S.DENIED, 0.9, DAY[1])], S.DENIED),
        ([(S.PLANNED, 0.9, DAY[0]), (S.DENIED, 0.9, DAY[1])], S.DENIED),
        ([(S.DENIED, 0.9, DAY[0]), (S.ASSERTED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.ASSERTED, 0.9, DAY[0]), (S.DENIED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.ASSERTED, 0.9, DAY[0]), (S.ENDED, 0.9, DAY[1])], S.ENDED),
        ([(S.ENDED, 0.9, DAY[0]), (S.ASSERTED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.PLANNED, 0.9, DAY[0]), (S.ASSERTED, 0.9, DAY[1])], S.ASSERTED),
        ([(S.POSSIBLE, 0.9, DAY[0]), (S.PLANNED, 0.9, DAY[0])], S.PLANNED),
        ([(S.ENDED, 0.9, DAY[0]), (S.RUMOURED, 0.9, DAY[1])], S.ENDED),
        ([(S.POSSIBLE, 0.0, None)], S.POSSIBLE),
    ],
)
def test_the_status_is_what_an_analyst_would_call_the_edge(origins, expected):
    assert prevailing_status(said(*origins)) is expected
    assert prevailing_status(said(*origins[::-1])) is expected


@pytest.mark.parametrize("status", Status)
def test_a_single_claim_gives_its_own_status(status):
    assert prevailing_status(said((status, 0.4))) is status


def test_age_makes_no_rumour_of_a_fact():
    old_fact = said((S.ASSERTED, 1.0, date(1999, 1, 1)), (S.RUMOURED, 1.0, DAY[0]))
    assert prevailing_status(old_fact) is S.ASSERTED


def test_a_denial_stands_until_a_later_assertion():
    assert contradicted(said((S.DENIED, 0.5, DAY[1]), (S.ASSERTED, 0.9, DAY[1])))
    assert not contradicted(said((S.DENIED, 0.5, DAY[0]), (S.ASSERTED, 0.9, DAY[1])))
    assert not contradicted(said((S.ASSERTED, 0.9, DAY[1])))


def test_reports_take_the_best_claim_of_an_origin_and_its_first_day():
    one, copy = (
        document(k, day, cites=("X",)) for k, day in (("d1", "2025-01-01"), ("d2", "2025-01-04T10:00:00Z"))
    )
    claims = [
        claim("Orsa", "supplies", "Kestrel", at=one, confidence=0.5),
        claim("Orsa", "supplies", "Kestrel", at=one, confidence=0.7, start=50),
        claim("Orsa", "supplies", "Kestrel", at=copy, confidence=0.9),
        claim("Orsa", "supplies", "Kestrel", S.DENIED, at=copy, confidence=0.4),
    ]
    assert reports(claims, {"d1": one, "d2": copy}) == [
        {S.ASSERTED: Report(0.9, DAY[0]), S.DENIED: Report(0.4, DAY[3])}
    ]


# ---------------------------------------------------------------- what must hold always

days = st.sampled_from([None, *DAY])
one_report = st.builds(Report, st.floats(0, 1), days)
some_reports = st.lists(st.dictionaries(st.sampled_from(list(Status)), one_report, min_size=1), max_size=5)
half_lives = st.sampled_from([None, 3.0, 400.0])
SLACK = 1e-12
"""Products of the same factors in another order may differ in the last bits."""


def brute_force(said: Reports, half_life: float | None, reference: date) -> float:
    """Compute belief from its meaning: the expected weight of the firmest report that is real.

    Each origin draws one level: its report counts if its strength exceeds the level. Levels of different
    origins are independent, so the distribution of the firmest weight is found by walking through origins.
    """

    def day(report: Report) -> date:
        return report.day or date.min

    def strength(report: Report) -> float:
        endings = [o[S.ENDED] for o in said if S.ENDED in o and day(o[S.ENDED]) >= day(report)]
        age = 1.0
        if half_life and report.day:
            age = 0.5 ** ((reference - report.day).days / half_life)
        return report.confidence * age * prod(1 - e.confidence for e in endings)

    distribution = {0.0: 1.0}
    for origin in said:
        levels = sorted(((strength(r), WEIGHTS[s]) for s, r in origin.items() if s in WEIGHTS), reverse=True)
        cuts = [*(m for m, _ in levels), 0.0]
        draws = {0.0: 1 - cuts[0]}
        for i, (m, _) in enumerate(levels):
            best = max(w for _, w in levels[: i + 1])
            draws[best] = draws.get(best, 0.0) + m - cuts[i + 1]
        combined: dict[float, float] = {}
        for weight, p in distribution.items():
            for drawn, q in draws.items():
                firmest = max(weight, drawn)
                combined[firmest] = combined.get(firmest, 0.0) + p * q
        distribution = combined
    result = sum(weight * p for weight, p in distribution.items())
    for origin in said:
        if S.DENIED in origin:
            later = [
                o[S.ASSERTED] for o in said if S.ASSERTED in o and day(o[S.ASSERTED]) > day(origin[S.DENIED])
            ]
            result *= 1 - DENIAL * origin[S.DENIED].confidence * prod(1 - a.confidence for a in later)
    return result


@given(some_reports, half_lives)
def test_belief_is_the_expected_weight_of_the_firmest_report_less_denials(said, half_life):
    value = belief(said, half_life=half_life, reference=NOW)
    assert 0.0 <= value <= 1.0
    assert value == pytest.approx(brute_force(said, half_life, NOW), abs=1e-9)


@given(some_reports, half_lives, st.sampled_from(list(WEIGHTS)), one_report)
def test_another_supporting_origin_never_lowers_belief(said, half_life, status, report):
    before = belief(said, half_life=half_life, reference=NOW)
    assert belief([*said, {status: report}], half_life=half_life, reference=NOW) >= before - SLACK


@given(some_reports, half_lives, st.sampled_from([S.DENIED, S.ENDED]), one_report)
def test_another_denial_or_ending_never_raises_belief(said, half_life, status, report):
    before = belief(said, half_life=half_life, reference=NOW)
    assert belief([*said, {status: report}], half_life=half_life, reference=NOW) <= before + SLACK


@given(some_reports, half_lives, st.data())
def test_belief_never_falls_when_a_supporting_claim_gains_confidence(said, half_life, data):
    supporting = [(i, s) for i, origin in enumerate(said) for s in origin if s in WEIGHTS]
    if not supporting:
        return
    i, status = data.draw(st.sampled_from(supporting))
    report = said[i][status]
    firmer = Report(data.draw(st.floats(report.confidence, 1)), report.day)
    raised = [*said[:i], {**said[i], status: firmer}, *said[i + 1 :]]
    before = belief(said, half_life=half_life, reference=NOW)
    assert belief(raised, half_life=half_life, reference=NOW) >= before - SLACK


@given(some_reports, half_lives, st.randoms(use_true_random=False))
def test_the_order_of_origins_changes_no_bit(said, half_life, rng: random.Random):
    shuffled = rng.sample(said, len(said))
    assert belief(shuffled, half_life=half_life, reference=NOW) == belief(
        said, half_life=half_life, reference=NOW
    )
    if said:
        assert prevailing_status(shuffled) is prevailing_status(said)


def story(index: int, published: str | None, status: Status, confidence: float) -> tuple[DocumentInfo, Claim]:
    info = document(f"d{index}", published, signature=tuple(range(64 * index, 64 * index + 64)))
    return info, claim("Orsa", "supplies", "Kestrel", status, at=info, confidence=confidence)


stories = st.lists(
    st.tuples(
        st.sampled_from([None, "2025-01-01", "2025-01-20", "2025-02-09"]),
        st.sampled_from(list(Status)),
        st.floats(0, 1),
    ),
    min_size=1,
    max_size=5,
)


@given(stories, st.data())
def test_a_copy_of_a_story_published_no_earlier_changes_nothing(told, data):
    documents, claims = map(list, zip(*(story(i, *t) for i, t in enumerate(told)), strict=True))
    copied = data.draw(st.integers(0, len(told) - 1))
    later = ["2025-03-01"] if documents[copied].published else []
    published = data.draw(st.sampled_from([None, *later]))
    copy = document("d-copy", published, signature=documents[copied].signature)
    again = claim(
        "Orsa", "supplies", "Kestrel", claims[copied].status, at=copy, confidence=claims[copied].confidence
    )
    before = reports(claims, {d.id: d for d in documents})
    after = reports([*claims, again], {d.id: d for d in [*documents, copy]})
    assert len(before) == len(after)
    assert belief(before, half_life=50.0, reference=NOW) == belief(after, half_life=50.0, reference=NOW)
    assert prevailing_status(before) is prevailing_status(after)
