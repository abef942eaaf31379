"""Web pages: the article of a page, without what stands around it. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources.decode import decode
from kg.sources.files import InputFile

MAX_BYTES = 16 * 2**20
"""Most that a page may take, unpacked: twenty times a big one, scripts included."""

SECONDS = 30.0
"""Time that a page may take; an ordinary one takes a fiftieth of a second."""

_HEAD = 4096
_CHARSET = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_USED = ("text", "title", "date", "sitename", "url")
_UNFIT = re.compile("[\0\ud800-\udfff]")
# The date that a page states, not the earliest that can be found on it; and the same whenever it is asked.
_DATES = {"original_date": True, "extensive_search": False, "max_date": date.max.isoformat()}


def page_document(data: bytes, file: InputFile) -> Document:
    """Read the article of a page.

    Comments are left out, and what is only likely to belong to the article too: a relation read from a teaser for
    another story would be wrong twice, in its document and in its date.

    Args:
        data: The page.
        file: Where it is kept.

    Returns:
        The article; its text is what was extracted, one line a paragraph.

    Raises:
        SourceError: If the page is no text or no article can be found in it.
    """
    declared = _CHARSET.search(data[:_HEAD])
    html = decode(data, file.place, declared=declared[1].decode("ascii") if declared else "")
    found = _article(html)
    text = fit(found.get("text") or "")
    if not text.strip():
        raise SourceError(
            "holds no article that can be told", place=file.place, remedy="save its text as .txt"
        )
    return Document.of(
        text,
        title=fit(found.get("title") or ""),
        url=web_address(found.get("url")),
        publisher=fit(found.get("sitename") or ""),
        published=parse_date(found.get("date") or ""),
        name=file.name,
    )


def _article(html: str) -> Mapping[str, Any]:
    """Give what trafilatura finds: text, title, date, sitename and url, each possibly None or missing."""
    import trafilatura  # noqa: PLC0415 - half a second that only the process that parses need pay

    found = trafilatura.bare_extraction(
        html, include_comments=False, favor_precision=True, with_metadata=True, date_extraction_params=_DATES
    )
    return {} if found is None else {name: getattr(found, name) for name in _USED}


def web_address(value: object) -> str:
    """Give a value if it is an http(s) address, else "": others, such as scripts, must not become links."""
    return fit(value) if isinstance(value, str) and _ADDRESS.fullmatch(value) else ""


def fit(text: str) -> str:
    """Replace what no record can keep: NUL and halves of surrogate pairs."""
    return _UNFIT.sub("\ufffd", text)


def plain(html: str) -> str:
    """Take the text out of a piece of HTML that holds nothing but the article, as feeds have it.

    Returns:
        The text, one line a paragraph, without white space at line ends.
    """
    reader = _TextOf()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return fit("\n".join(line for line in lines if line))


class _TextOf(HTMLParser):
    """Gathers text; what breaks a line on the screen breaks it here."""

    _BREAKS = frozenset(
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
        " main ol p pre section table td th tr ul".split()
    )
    _SILENT = frozenset({"script", "style", "noscript", "template", "figure", "iframe"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self._SILENT:
            self._silent.append(tag)
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split("\n")))
