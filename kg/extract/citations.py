"""Whom a text names as its source: what tells copies of one story from independent reports."""

from __future__ import annotations

import re

_CITED = re.compile(
    r"\b(?:according to|reported by|told|citing|cited by|first reported by) (?:the )?"
    r"([A-Z][\w&-]*(?: (?:of |and )?[A-Z][\w&-]*)*)|\(([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)\)\s+[-\u2013\u2014]"
    r"|\b([A-Z][\w&-]*(?: [A-Z][\w&-]*)* (?:News Agency|Newswire|news agency)) (?:first )?(?:reported|said)\b"
)


def cited_sources(text: str) -> tuple[str, ...]:
    """Give the outlets and agencies that a text names as its source, sorted.

    Args:
        text: A document's text.

    Returns:
        Names as written: of "according to …", "told …", "citing …" and of a dateline "(AGENCY) -".
    """
    return tuple(sorted({a or b or c for a, b, c in _CITED.findall(text)}))
