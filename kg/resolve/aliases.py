"""Other names of known entities: nicknames, brands, former, foreign and short ones.

They serve lists of names, where a row is a name and nothing else; in running text "the Colonel" is seldom the chain.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from anyascii import anyascii

from kg.errors import SourceError
from kg.gazetteer import KnownName
from kg.normalize import name_key
from kg.resolve.lexicon import DATA

_COLUMNS = ["name", "type", "alias", "kind", "country"]


def with_aliases(known: Iterable[KnownName]) -> list[KnownName]:
    """Give known entities their other names, and add the entities that only these are known of.

    Args:
        known: Entities, the likeliest first.

    Returns:
        All of them in the same order, the added ones last.

    Raises:
        SourceError: If the shipped table is missing or malformed.
    """
    entities = {entity.id: entity for entity in known}
    owners: dict[tuple[str, str], str] = {}
    for entity in entities.values():
        for name in (entity.name, *entity.aliases):
            owners.setdefault((name_key(name), entity.type), entity.id)
    more: defaultdict[str, list[str]] = defaultdict(list)
    for name, kind, alias, _, country in _rows():
        owner = owners.get((name_key(name), kind))
        if owner is None:
            owner = f"{kind.lower()}:{_slug(name)}"
            owners[name_key(name), kind] = owner
            entities.setdefault(owner, KnownName(owner, kind, name, country=country or None))
        more[owner].append(alias)
    return [
        replace(e, aliases=tuple(dict.fromkeys((*e.aliases, *more[e.id])))) if e.id in more else e
        for e in entities.values()
    ]


def _rows() -> Iterable[list[str]]:
    path = DATA / "aliases.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            for row in reader:
                if len(row) != len(_COLUMNS):
                    raise SourceError(
                        f"a row has {len(row)} cells instead of {len(_COLUMNS)}",
                        place=f"{path}:{reader.line_num}",
                    )
                if row != _COLUMNS:
                    yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot be read ({error})", place=str(path)) from error


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name_key(anyascii(name))).strip("-") or "unnamed"
