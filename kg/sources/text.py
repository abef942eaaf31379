"""A text file is one document, its text kept as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources import files
from kg.sources.decode import decode
from kg.sources.files import InputFile, open_file

_TITLE_LENGTH = 120
_HEAD = 200
_ISO_DATE = r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\d-])"
_DATE_LINE = re.compile(
    rf"^\W*(?:(?:publication[ _-]?)?date\W{{1,5}})?{_ISO_DATE}", re.IGNORECASE | re.MULTILINE
)
_PUBLISHED = re.compile(rf"\b(?:published|posted)\W{{1,5}}(?:on )?{_ISO_DATE}", re.IGNORECASE)


def text_documents(file: InputFile) -> Iterator[Document | SourceError]:
    """Read a text file: the one document that it holds, or the reason why it holds none."""
    try:
        found: Document | SourceError = _read(file)
    except SourceError as error:
        found = error
    yield found


def _read(file: InputFile) -> Document:
    place = str(file.path)
    with open_file(file) as stream:
        data = stream.read(files.MAX_BYTES + 1)
    if len(data) > files.MAX_BYTES:
        raise SourceError(f"is longer than {files.MAX_BYTES} bytes", place=place, remedy="split it")
    text = decode(data, place)
    if not text.strip():
        raise SourceError("holds no text", place=place, remedy="leave it out")
    return Document.of(text, title=_title(text), published=_published(text), name=file.name)


def _title(text: str) -> str:
    """Take a short first line above an empty line for the headline, unless it is a sentence or a date."""
    first, _, rest = text[: 2 * _HEAD].partition("\n")
    second, newline, _ = rest.partition("\n")
    title = first.strip().lstrip("#").strip()
    stands_alone = newline and not second.strip()
    if not stands_alone or len(title) > _TITLE_LENGTH or title.endswith(".") or _DATE_LINE.match(first):
        return ""
    return title


def _published(text: str) -> str | None:
    """Find when a text was published, if its head says so.

    Saved articles often open with a line such as "date 2031-05-06". Only ISO dates count, since "05/06/31"
    has two meanings, and only where they begin a line or follow "published": a date in a sentence is mostly
    that of something else, and one that is too early would let the graph know things before they were known.
    """
    head = text[:_HEAD]
    found = _DATE_LINE.search(head) or _PUBLISHED.search(head)
    return parse_date(found[1]) if found else None
