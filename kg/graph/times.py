"""Publication dates in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.model import DocumentInfo, known_from


def day_of(published: str) -> date:
    """Give the calendar day (UTC) of a publication date or time."""
    return date.fromisoformat(published[:10])


def first_and_last(published: Iterable[str | None]) -> tuple[str | None, str | None]:
    """Give the earliest and the latest of some publications, as they were written.

    Args:
        published: As in `Document.published`; None is passed over.

    Returns:
        Both, or (None, None) if none is dated. A date without time comes after every time of its day, as
        `known_from` has it.
    """
    dated = sorted({p for p in published if p is not None}, key=lambda p: (known_from(p), p))
    return (dated[0], dated[-1]) if dated else (None, None)


def reference_day(documents: Iterable[DocumentInfo]) -> date | None:
    """Give the day to which belief ages: that of the latest publication, if any, and never today."""
    _, latest = first_and_last(document.published for document in documents)
    return None if latest is None else day_of(latest)
