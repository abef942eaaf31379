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
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, place: str) -> str:
    """Decode a file: by its byte order mark, else as UTF-8, else by the most plausible legacy encoding.

    Args:
        data: The whole file.
        place: Its path, for the error.

    Returns:
        The text; of all that the file holds only the byte order mark is not in it.

    Raises:
        SourceError: If it is no text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SourceError("is not text", place=place, remedy="save it as UTF-8 text")


def _encodings(data: bytes) -> Iterator[str]:
    """Give the encodings to try; the guess, which takes long, comes last."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    yield marked or "utf-8"
    if marked or b"\0" in data:
        return
    matches = from_bytes(data, cp_isolation=list(_ENCODINGS))
    if best := matches.best():
        # Where it cannot tell encodings apart it goes by the alphabet; by use, this one is likeliest.
        equals = (match for match in matches if match.chaos <= best.chaos)
        western = any(_WESTERN in match.could_be_from_charset for match in equals)
        yield _WESTERN if western else best.encoding
