"""What words in names mean: across languages, as parts of company names, as given names, as lines of business.

The tables are facts of language, in `data/`; lists within a cell are separated by "|".
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import SourceError
from kg.normalize import fold

DATA = Path(__file__).resolve().parent / "data"
"""Folder of the shipped tables."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in names.

    Attributes:
        english: English word for a word of another language, or for an abbreviation: "banque" is "bank".
        given: For a given name, the names that are forms of it: "bill" -> {"william"}.
        kinds: What a word adds to a company's name: "generic" ("industries": the same firm), "subsidiary" ("finance":
            another legal entity), "variant" ("pro": another model), "kinship" ("partners": firms differ by it).
        sectors: Lines of business that a word of a context speaks for: "flights" -> {"airline"}.
    """

    english: Mapping[str, str]
    given: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    sectors: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the shipped tables.

    Raises:
        SourceError: If one of them is missing or malformed.
    """
    english: dict[str, str] = {}
    for word, forms in _rows("translations.csv"):
        for form in _forms(forms):
            english.setdefault(form, fold(word))
    kinds = {fold(word): kind for word, kind in _rows("descriptors.csv")}
    for form, word in english.items():
        if form in kinds:
            kinds.setdefault(word, kinds[form])
    given: defaultdict[str, set[str]] = defaultdict(set)
    for name, forms in _rows("given_names.csv"):
        for form in (fold(name), *_forms(forms)):
            given[form].add(fold(name))
    sectors: defaultdict[str, set[str]] = defaultdict(set)
    for sector, words in _rows("sectors.csv"):
        for word in (fold(sector), *_forms(words)):
            sectors[word].add(fold(sector))
    return Lexicon(
        english,
        {name: frozenset(roots) for name, roots in given.items()},
        kinds,
        {word: frozenset(lines) for word, lines in sectors.items()},
    )


def _forms(cell: str) -> Iterator[str]:
    return (form for part in cell.split("|") if (form := fold(part)))


def _rows(name: str) -> Iterator[tuple[str, str]]:
    path = DATA / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            next(reader, None)
            for row in reader:
                if len(row) != 2:
                    raise SourceError(
                        f"a row has {len(row)} cells instead of 2", place=f"{path}:{reader.line_num}"
                    )
                yield row[0], row[1]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot be read ({error})", place=str(path)) from error
