"""Which documents tell one story."""

from __future__ import annotations

import random
import time
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.origins import containment, origins
from kg.ledger.signature import signature
from kg.model import DocumentInfo
from tests.graph.builders import document
from tests.graph.stories import pairwise_f1, stories


def text(*words: int) -> tuple[int, ...]:
    """Give the signature of a text of numbered words."""
    return signature(" ".join(f"w{word}" for word in words))


STORY = range(400)


def grouped(*documents: DocumentInfo) -> list[str]:
    """Write origins as words, so that expectations read at a glance."""
    return ["".join(group) for group in origins(documents)]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (STORY, ["ab"]),
        (range(100), ["ab"]),
        (range(330, 400), ["ab"]),
        ([*range(9000, 9020), *range(100, 200), *range(9100, 9120)], ["ab"]),
        (range(150, 550), ["ab"]),
        (range(300, 700), ["a", "b"]),
        ([*range(40), *range(9000, 9100)], ["a", "b"]),
        (range(9000, 9400), ["a", "b"]),
        ([], ["a", "b"]),
    ],
)
def test_near_copies_are_those_of_which_the_longer_holds_half_of_the_shorter(copy, expected):
    a, b = document("a", signature=text(*STORY)), document("b", signature=text(*copy))
    assert grouped(a, b) == expected
    assert grouped(document("a", signature=b.signature), document("b", signature=a.signature)) == expected


@given(st.integers(0, 10**6), st.integers(40, 400), st.floats(0, 1))
def test_containment_is_estimated_as_well_as_128_values_can(start, length, share):
    inside = round(length * share)
    b = text(*range(start, start + inside), *range(-length, -inside))
    shingles = max(0, inside - 4) / (length - 4)
    estimated = containment(text(*range(start, start + 400)), b)
    assert estimated == containment(b, text(*range(start, start + 400)))
    assert abs(estimated - shingles) <= 0.5 * (400 / length) ** 0.5 and 0 <= estimated <= 1


def test_documents_without_signature_are_no_copies():
    assert grouped(document("a"), document("b")) == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2025-03-01", "2025-03-08", ["ab"]),
        ("2025-03-01T23:00:00Z", "2025-03-08T01:00:00Z", ["ab"]),
        ("2025-03-01", "2025-03-09", ["a", "b"]),
        ("2025-03-01", None, ["a", "b"]),
        (None, None, ["ab"]),
    ],
)
def test_a_source_cited_twice_is_one_report_for_a_week(first, second, expected):
    a, b = document("a", first, cites=("Norpress",)), document("b", second, cites=("NORPRESS ", "Other"))
    assert grouped(a, b) == expected
    assert grouped(b, a) == expected


def test_other_sources_are_other_origins():
    a, b = document("a", "2025-03-01", cites=("Norpress",)), document("b", "2025-03-01", cites=("Kurier",))
    assert grouped(a, b) == ["a", "b"]


def test_an_article_and_one_that_cites_its_publisher_are_one_origin_but_two_of_a_publisher_are_not():
    own = document("a", "2025-03-01", publisher="Norpress")
    again = document("b", "2025-03-01", publisher="Norpress")
    cites = document("c", "2025-03-02", publisher="Kurier", cites=("norpress",))
    assert grouped(own, cites) == ["ac"]
    assert grouped(own, again) == ["a", "b"]


@pytest.mark.parametrize(
    "name", ["the Norpress", "Norpress News Agency", "NORPRESS newswire", "The  Norpress news agency"]
)
def test_an_agency_is_one_however_it_is_called(name):
    cited, named = document("a", cites=("Norpress",)), document("b", cites=(name,))
    assert grouped(cited, named) == ["ab"]
    assert grouped(document("a", publisher=name), document("b", cites=("Norpress",))) == ["ab"]


@pytest.mark.parametrize("name", ["News Agency", "The", "Press News", "Norpress Kurier"])
def test_other_agencies_are_others(name):
    assert grouped(document("a", cites=("Norpress",)), document("b", cites=(name,))) == ["a", "b"]


def test_empty_names_cite_nothing():
    assert grouped(document("a", cites=("",)), document("b", cites=(" ",))) == ["a", "b"]


def test_a_story_that_wanders_remains_one():
    a = document("a", "2025-03-01", cites=("X",))
    b = document("b", "2025-03-05", cites=("X", "Y"))
    c = document("c", "2025-03-10", cites=("Y",))
    d = document("d", "2025-03-10", cites=("Z",))
    assert grouped(a, c, d) == ["a", "c", "d"]
    assert grouped(d, c, b, a) == ["abc", "d"]


documents = st.lists(
    st.builds(
        document,
        st.sampled_from("abcdefgh"),
        st.sampled_from([None, "2025-03-01", "2025-03-06", "2025-03-12"]),
        cites=st.sampled_from([(), ("X",), ("Y",), ("X", "Y")]),
        publisher=st.sampled_from(["", "X", "Z"]),
        signature=st.sampled_from([(), text(*STORY), text(*range(100)), text(*range(300, 700)), text(7)]),
    ),
    max_size=8,
    unique_by=lambda d: d.id,
)


@given(documents, st.randoms(use_true_random=False))
def test_origins_partition_the_documents_whatever_their_order(infos, rng: random.Random):
    groups = origins(infos)
    assert sorted(key for group in groups for key in group) == sorted(d.id for d in infos)
    assert origins(rng.sample(infos, len(infos))) == groups


def linked(a: DocumentInfo, b: DocumentInfo) -> bool:
    """Tell whether two documents share a source, from the definition."""
    if (a.published is None) is not (b.published is None):
        return False
    days = abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days) if a.published else 0
    cites = {name for name in a.cites if name in {*b.cites, b.publisher}} | {*b.cites} & {a.publisher}
    return bool(cites) and days <= 7


@given(
    st.lists(
        st.builds(
            document,
            st.integers(0, 99).map("{:02}".format),
            st.sampled_from([None, *(f"2025-03-{day:02}" for day in range(1, 29, 3))]),
            cites=st.sampled_from([(), ("X",), ("Y",), ("X", "Y")]),
            publisher=st.sampled_from(["", "X", "Z"]),
        ),
        max_size=12,
        unique_by=lambda d: d.id,
    )
)
def test_citations_unite_what_comparing_every_pair_would(infos):
    groups = {d.id: {d.id} for d in infos}
    for a, b in combinations(infos, 2):
        if linked(a, b) and groups[a.id] is not groups[b.id]:
            groups[a.id] |= groups[b.id]
            for key in groups[b.id]:
                groups[key] = groups[a.id]
    assert {frozenset(group) for group in origins(infos)} == {frozenset(g) for g in groups.values()}


@pytest.mark.parametrize("seed", range(1, 6))
def test_who_tells_whose_story_is_found_among_three_hundred_articles(seed):
    precision, recall, f1 = pairwise_f1(stories(300, seed=seed))
    assert min(precision, recall) >= 0.92
    assert f1 >= 0.95


def test_two_thousand_copies_and_citations_take_seconds():
    infos = [
        document(
            f"{n:04}",
            f"2025-03-{1 + n % 28:02}",
            cites=("Norpress",) if n % 2 else (),
            signature=text(*range(n % 1000, n % 1000 + 20), *range(5000, 5200)),
        )
        for n in range(2000)
    ]
    began = time.process_time()
    assert len(origins(infos)) == 1
    assert time.process_time() - began < 15
