"""Document -> Mentions and grounded Claims. spaCy lives in this room and nowhere else.

Importing the room loads no language pipeline; `kg.extract.grammar` does.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.extract.identity import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE, EXTRACTORS, extractor_hash
from kg.extract.text import is_read_whole
from kg.model import Document, Reading


class Extractor(Protocol):
    """Anything that reads documents."""

    name: str
    hash: str

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents one by one, each by itself: a reading does not depend on the others."""


__all__ = [
    "DEFAULT_EXTRACTOR",
    "DEFAULT_PIPELINE",
    "EXTRACTORS",
    "Extractor",
    "extractor_hash",
    "is_read_whole",
]
