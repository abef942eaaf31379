"""RSS and Atom: each entry is a document; the articles that it links to are never fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from time import strftime, struct_time
from typing import Any

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources.files import InputFile
from kg.sources.pages import fit, plain, web_address

MAX_BYTES = 5 * 2**20
"""Most that a feed may take, unpacked; they hold the last few dozen entries."""

SECONDS = 30.0
"""Time that a feed may take."""

_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def feed_documents(data: bytes, file: InputFile) -> list[Document | SourceError]:
    """Read a feed.

    Args:
        data: The feed.
        file: Where it is kept.

    Returns:
        For each entry a document, or the reason why it gives none.

    Raises:
        SourceError: If it is no feed, or defines entities of its own, which no feed needs: nested ones unpack to
            gigabytes.
    """
    if _ENTITY.search(data.replace(b"\0", b"")):  # without NULs, since UTF-16 would hide it
        raise SourceError("defines entities", place=file.place, remedy="take the <!ENTITY …> lines out")
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - as in `pages`

    # A stream, since anything else would be taken for an address to fetch or a path to open.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.get("version") and not feed.entries:
        raise SourceError(
            "is not an RSS or Atom feed", place=file.place, remedy="name the feed's own address"
        )
    publisher = _words(feed.feed.get("title"))
    return [
        _document(entry, number, publisher=publisher, file=file)
        for number, entry in enumerate(feed.entries, start=1)
    ]


def _document(
    entry: Mapping[str, Any], number: int, *, publisher: str, file: InputFile
) -> Document | SourceError:
    title = _words(entry.get("title"))
    bodies = [part.get("value", "") for part in entry.get("content", ())] + [entry.get("summary", "")]
    text = max((plain(body) for body in bodies), key=len) or title
    if not text:
        return SourceError("holds no text", place=f"{file.place}, entry {number}", remedy="leave it out")
    source = entry.get("source")
    return Document.of(
        text,
        title=title,
        url=web_address(entry.get("link")),
        publisher=_words(source.get("title")) or publisher if isinstance(source, Mapping) else publisher,
        published=_published(entry),
        name=fit(entry.get("id", "")) or f"{file.name}:{number}",
    )


def _words(value: object) -> str:
    return " ".join(plain(str(value or "")).split())


def _published(entry: Mapping[str, Any]) -> str | None:
    """Give the date of an entry: as it is written if that can be read (a day is no midnight), else as parsed."""
    for field in ("published", "updated"):
        if written := entry.get(field):
            parsed: struct_time | None = entry.get(f"{field}_parsed")
            return parse_date(written) or (strftime("%Y-%m-%dT%H:%M:%SZ", parsed) if parsed else None)
    return None
