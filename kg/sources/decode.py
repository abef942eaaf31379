"""Bytes to text, exactly: nothing is trimmed or repaired, since spans count into what comes out."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from charset_normalizer import from_bytes

from kg.errors import SourceError

# Encodings in which text is still published. Codepages of DOS and old Macs are left out: they are taken for
# Windows text with typographic quotes ("worth €5 billion" came out as "worth Ć5 billion").
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_WESTERN = "cp1252"
_ALIASES = {
    **{"ascii": _WESTERN, "iso8859-1": _WESTERN, "iso8859-9": "cp1254", "shift_jis": "cp932"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"},
}
"""What browsers understand by these names (WHATWG Encoding Standard): a superset of what they mean."""

_DECLARABLE = frozenset({*_ENCODINGS, "utf-8", *(f"iso8859-{part}" for part in (2, 4, 5, 7, 10, 13, 15, 16))})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, place: str, *, declared: str = "") -> str:
    """Decode a file: by its byte order mark, else as UTF-8, else by the most plausible legacy encoding.

    Args:
        data: The whole file.
        place: Its path, for the error.
        declared: The encoding that the file itself names, tried before any guess; UTF-8 comes first all the same,
            since nothing else is valid UTF-8 by chance.

    Returns:
        The text; of all that the file holds only the byte order mark is not in it.

    Raises:
        SourceError: If it is no text.
    """
    for encoding in _encodings(data, declared):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SourceError("is not text", place=place, remedy="save it as UTF-8 text")


def _encodings(data: bytes, declared: str) -> Iterator[str]:
    """Give the encodings to try; the guess, which takes long, comes last."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    yield marked or "utf-8"
    if marked or b"\0" in data:
        return
    if known := _known(declared):
        yield known
    matches = from_bytes(data, cp_isolation=list(_ENCODINGS))
    if best := matches.best():
        # Where it cannot tell encodings apart it goes by the alphabet; by use, this one is likeliest.
        equals = (match for match in matches if match.chaos <= best.chaos)
        western = any(_WESTERN in match.could_be_from_charset for match in equals)
        yield _WESTERN if western else best.encoding


def _known(declared: str) -> str | None:
    """Give the codec of a declared encoding, if it is one in which text is published."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    name = _ALIASES.get(name, name)
    return name if name in _DECLARABLE else None
