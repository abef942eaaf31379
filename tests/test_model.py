"""The records: what makes two of them the same, and what time a date stands for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Claim, Document, Evidence, Span, Status, content_id, known_from

OFFSETS = st.integers(min_value=0, max_value=60)
SPANS = st.builds(lambda start, length: Span(start, start + length), OFFSETS, st.integers(1, 30))
PARTS = st.lists(st.text(max_size=6), max_size=4)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (3, 2), (-1, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}, {end}"):
        Span(start, end)


@given(SPANS, SPANS)
def test_spans_are_sets_of_offsets(left: Span, right: Span) -> None:
    here, there = set(range(left.start, left.end)), set(range(right.start, right.end))
    assert left.covers(right) == (there <= here)
    assert left.overlaps(right) == bool(here & there) == right.overlaps(left)


@given(SPANS, SPANS)
def test_spans_are_in_order_of_the_text(left: Span, right: Span) -> None:
    assert (left < right) == ((left.start, left.end) < (right.start, right.end))


@given(PARTS, PARTS)
def test_equal_content_has_an_equal_id_and_other_content_another(left: list[str], right: list[str]) -> None:
    assert (content_id("d", *left) == content_id("d", *right)) == (left == right)


def test_ids_are_the_same_on_every_machine() -> None:
    assert content_id("d", "Orsa", 1) == "d-756320d03ee11a17948f"
    assert content_id("d", "Orsa", 1) == content_id("d", "Orsa", "1")
    assert content_id("d", "Orsa").split("-")[1] == content_id("e", "Orsa").split("-")[1]


def test_the_id_of_a_document_is_its_content_and_not_its_file() -> None:
    document = Document.of("Orsa rose.", title="Orsa", published="2025-03-01", name="a.txt")
    assert document.id == Document.of("Orsa rose.", title="Orsa", published="2025-03-01", name="b.txt").id
    others = [
        Document.of("Orsa fell.", title="Orsa", published="2025-03-01"),
        Document.of("Orsa rose.", title="Kestrel", published="2025-03-01"),
        Document.of("Orsa rose.", title="Orsa", published="2025-03-02"),
        Document.of("Orsa rose.", title="Orsa", published="2025-03-01", url="https://example.com/a"),
        Document.of("Orsa rose.", title="Orsa", published="2025-03-01", publisher="Harbour Wire"),
    ]
    assert len({document.id, *(other.id for other in others)}) == 6


def test_the_id_of_a_claim_is_where_and_what_it_says() -> None:
    evidence = Evidence("d-1", Span(0, 30), "Orsa supplies Kestrel.", "grammar")
    subject, obj = Span(0, 4), Span(14, 21)
    key = Claim.identify(evidence, subject, "suppliesTo", obj, Status.ASSERTED)
    elsewhere = Evidence("d-2", Span(0, 30), "Orsa supplies Kestrel.", "grammar")
    requoted = Evidence("d-1", Span(0, 22), "Orsa supplies Kestrel", "model", "other")
    assert key == Claim.identify(requoted, subject, "suppliesTo", obj, Status.ASSERTED)
    assert key not in {
        Claim.identify(elsewhere, subject, "suppliesTo", obj, Status.ASSERTED),
        Claim.identify(evidence, obj, "suppliesTo", subject, Status.ASSERTED),
        Claim.identify(evidence, subject, "acquires", obj, Status.ASSERTED),
        Claim.identify(evidence, subject, "suppliesTo", obj, Status.DENIED),
    }


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).start = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("published", "known"),
    [
        ("2025-09-24", datetime(2025, 9, 25, tzinfo=UTC)),
        ("2025-12-31", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2024-02-28", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2025-09-24T13:30:00Z", datetime(2025, 9, 24, 13, 30, tzinfo=UTC)),
        ("2025-09-24T01:30:00+02:00", datetime(2025, 9, 23, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_publication_is_known_from_its_time_or_the_next_day(published: str, known: datetime) -> None:
    assert known_from(published) == known


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
def test_nothing_of_a_day_is_known_from_its_date_before_it_was_from_its_time(time: datetime) -> None:
    moment = time.replace(microsecond=0, tzinfo=UTC)
    by_date, by_time = known_from(moment.date().isoformat()), known_from(moment.isoformat())
    assert by_time < by_date <= by_time + timedelta(days=1)
