"""Which documents tell one story."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.origins import origins
from kg.model import DocumentInfo
from tests.graph.builders import document


def signature(*, shared: int, own: int) -> tuple[int, ...]:
    """Make a MinHash of 64 values of which `shared` are the same in all."""
    return (*range(shared), *(1000 * own + i for i in range(64 - shared)))


def grouped(*documents: DocumentInfo) -> list[str]:
    """Write origins as words, so that expectations read at a glance."""
    return ["".join(group) for group in origins(documents)]


@pytest.mark.parametrize(
    ("shared", "expected"), [(64, ["ab"]), (32, ["ab"]), (31, ["a", "b"]), (0, ["a", "b"])]
)
def test_near_copies_are_those_that_share_half_of_their_signature(shared, expected):
    a = document("a", signature=signature(shared=shared, own=1))
    b = document("b", signature=signature(shared=shared, own=2))
    assert grouped(a, b) == expected


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
        signature=st.sampled_from([(), signature(shared=64, own=0), signature(shared=20, own=3)]),
    ),
    max_size=8,
    unique_by=lambda d: d.id,
)


@given(documents, st.randoms(use_true_random=False))
def test_origins_partition_the_documents_whatever_their_order(infos, rng: random.Random):
    groups = origins(infos)
    assert sorted(key for group in groups for key in group) == sorted(d.id for d in infos)
    assert origins(rng.sample(infos, len(infos))) == groups
