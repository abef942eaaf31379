"""What must and must not be read from the article that the project began with, where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Claim, Reading, Status
from kg.pipeline import extract

ARTICLE = Path(__file__).parents[2] / "shared" / "corpus" / "seed_article.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason=f"{ARTICLE} is not there")

FACTS = [
    ("Alibaba Cloud", "integrates", "Nvidia"),
    ("Eddie Wu", "holdsPositionIn", "Alibaba"),
    ("Alibaba", "listedOn", "NYSE"),
    ("Beijing", "pressures", "Chinese firms"),
    ("Alibaba", "competesWith", "Baidu"),
    ("Alibaba", "competesWith", "OpenAI"),
    ("Alibaba", "competesWith", "Huawei"),
]


@pytest.fixture(scope="module")
def reading() -> Reading:
    [(_, reading)] = extract([ARTICLE])
    return reading


def about(reading: Reading, *names: str) -> list[Claim]:
    """Give the claims whose two ends answer to the names, either way round."""
    ends = [({c.subject.name, *c.subject.forms}, {c.object.name, *c.object.forms}, c) for c in reading.claims]
    return [c for s, o, c in ends if any(a in s and b in o for a, b in (names, names[::-1]))]


@pytest.mark.parametrize("fact", FACTS, ids=" ".join)
def test_is_read_as_fact(reading: Reading, fact: tuple[str, str, str]) -> None:
    subject, relation, obj = fact
    found = [c for c in about(reading, subject, obj) if c.relation == relation]
    assert {c.status for c in found} == {Status.ASSERTED}


def test_roles_are_those_that_the_article_gives(reading: Reading) -> None:
    types = {form: end.type for c in reading.claims for end in (c.subject, c.object) for form in end.forms}
    assert types["Beijing"] == "Government"
    assert types["Chinese firms"] == "Group"
    assert types["Alibaba"] == types["Nvidia"] == "Company"
    assert not any(m.text.startswith("Alibaba") and m.type == "Place" for m in reading.mentions)
    assert "Nvidia Magic" not in {m.text for m in reading.mentions}


@pytest.mark.parametrize("company", ["Alibaba", "ByteDance"])
def test_the_ordered_scrapping_is_a_rumour_and_later_denied(reading: Reading, company: str) -> None:
    ordered = [c for c in about(reading, "regulators", company) if c.relation in {"pressures", "restricts"}]
    spans = {c.status: c.evidence.span for c in ordered}
    assert spans.keys() == {Status.RUMOURED, Status.DENIED}
    assert spans[Status.RUMOURED] < spans[Status.DENIED]


def test_no_restriction_of_nvidia_is_a_plain_fact(reading: Reading) -> None:
    found = [c for c in about(reading, "Beijing", "Nvidia") if c.relation == "restricts"]
    assert {c.status for c in found} == {Status.DENIED}
