"""A text or Markdown file is one document, its text kept as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import SourceError
from kg.model import Document
from kg.normalize import parse_date
from kg.sources.decode import decode
from kg.sources.files import InputFile, read_whole

_TITLE_LENGTH = 120
_HEAD = 200
_ISO_DATE = r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\d-])"
_DATE_LINE = re.compile(
    rf"^\W*(?:(?:publication[ _-]?)?date\W{{1,5}})?{_ISO_DATE}", re.IGNORECASE | re.MULTILINE
)
_PUBLISHED = re.compile(rf"\b(?:published|posted)\W{{1,5}}(?:on )?{_ISO_DATE}", re.IGNORECASE)
_LONGEST_MATTER = 8192
_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


def text_document(file: InputFile) -> Document:
    """Read the one document that a text file holds.

    Raises:
        SourceError: If it cannot be read, is no text, or empty.
    """
    text = _text(file)
    return Document.of(text, title=_title(text), published=_published(text), name=file.name)


def markdown_document(file: InputFile) -> Document:
    """Read the one document that a Markdown file holds, with what its front matter says of it.

    Front matter is lines of `name: value` between two lines `---` at the top. It stays in the text, as all else
    does: spans count into the file as it is.

    Raises:
        SourceError: As for `text_document`.
    """
    text = _text(file)
    matter = _MATTER.match(text[:_LONGEST_MATTER])
    fields = _fields(matter[1]) if matter else {}
    body = text[matter.end() :] if matter else text
    heading = _HEADING.search(body[:_HEAD])
    return Document.of(
        text,
        title=fields.get("title") or _title(body.lstrip()) or (heading[1].strip() if heading else ""),
        url=fields.get("url") or fields.get("link", ""),
        publisher=fields.get("publisher") or fields.get("source", ""),
        published=parse_date(fields.get("date") or fields.get("published", "")) or _published(body),
        name=file.name,
    )


def _text(file: InputFile) -> str:
    text = decode(read_whole(file), file.place)
    if not text.strip():
        raise SourceError("holds no text", place=file.place, remedy="leave it out")
    return text


def _fields(matter: str) -> Mapping[str, str]:
    """Read the plain values of front matter; of YAML's other shapes none says anything that is used."""
    found = ((name.lower(), value.strip()) for name, value in _FIELD.findall(matter))
    return {name: _unquoted(value) for name, value in found}


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value


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
