"""Known entities by name: what a name in a list may be the name of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from anyascii import anyascii

from kg.normalize import fold, name_key
from kg.resolve.alike import Setting, rarity
from kg.resolve.features import Named, context, entity_type
from kg.resolve.lexicon import load_lexicon
from kg.resolve.names import Known

_MOST_ALIASES = 40
_CLASH = -4.5


class Listed(Known, Protocol):
    """A known entity with what lists of names say beside a name."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-2 code of its seat."""

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Adjectives and nouns for the people and things of a country."""

    @property
    def sector(self) -> str | None:
        """What its business is."""


class Directory:
    """Known entities, found by any of their names or identifiers.

    Attributes:
        setting: What features look things up in, with the words of the known names weighed.
    """

    def __init__(self, known: Iterable[Listed]) -> None:
        """Index entities; among equals, earlier ones are likelier readings."""
        self._entities = {entity.id: entity for entity in known}
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        self._by_identifier: dict[tuple[str, str], str] = {}
        for entity in self._entities.values():
            for name in (entity.name, *entity.aliases):
                for key in {name_key(name), name_key(anyascii(name))}:
                    if entity.id not in self._by_key[key]:
                        self._by_key[key].append(entity.id)
            for pair in entity.identifiers:
                self._by_identifier.setdefault(pair, entity.id)
        names = (n for e in self._entities.values() for n in (e.name, *e.aliases))
        nations = {
            fold(demonym): fold(entity.name)
            for entity in self._entities.values()
            if entity.type == "Place"
            for demonym in entity.demonyms
            if " " not in demonym
        }
        self.setting = Setting(load_lexicon(), rarity(names), nations)

    def get(self, id: str) -> Listed | None:
        """Look an entity up by its id."""
        return self._entities.get(id)

    def link(self, named: Named) -> Named:
        """Say which known entities a name may be of, given all else that is said of it.

        An identifier decides. Otherwise those of the name count whose type, country, listing and business do not
        speak against it; a name that is also an everyday word needs something that speaks for it.
        """
        by_identifier = self._identified(named)
        if by_identifier:
            return self._as(named, [by_identifier])
        fitting = [e for e in self._called(named.name) if self._fits(named, e)]
        if named.type is not None and any(e.type == named.type for e in fitting):
            fitting = [e for e in fitting if e.type == named.type]
        return self._as(named, fitting) if fitting else named

    def _called(self, name: str) -> list[Listed]:
        keys = dict.fromkeys((name_key(name), name_key(anyascii(name))))
        return [
            self._entities[i] for i in dict.fromkeys(i for key in keys for i in self._by_key.get(key, ()))
        ]

    def _identified(self, named: Named) -> Listed | None:
        pairs: list[tuple[str, str]] = [("lei", named.lei)] if named.lei else []
        pairs += [("ticker", f"{mic}:{symbol}") for mic, symbol in sorted(named.tickers) if mic]
        return next((self._entities[i] for pair in pairs if (i := self._by_identifier.get(pair))), None)

    def _fits(self, named: Named, entity: Listed) -> bool:
        own = Named(entity.name, entity.type, entity.sector or "", entity.country)
        if named.type == "Product" and entity.type != "Product":
            return False  # a brand is not its maker
        if named.type not in {None, entity.type} and not entity.sector:
            own = replace(own, context=" ".join((entity.name, *entity.aliases)))
        kind, said = entity_type(named, own, self.setting), context(named, own, self.setting)
        against = sum(e.weight for e in (kind, said) if e is not None and e.weight < 0)
        if against < _CLASH:
            return False
        if named.country and entity.country and named.country != entity.country:
            return False
        listings = {
            value.partition(":")[0]: value for scheme, value in entity.identifiers if scheme == "ticker"
        }
        if any(mic in listings and listings[mic] != f"{mic}:{s}" for mic, s in named.tickers):
            return False
        return not entity.ambiguous or named.type == entity.type or (said is not None and said.weight > 0)

    @staticmethod
    def _as(named: Named, entities: Iterable[Listed]) -> Named:
        some = list(entities)
        aliases = tuple(dict.fromkeys(n for e in some for n in (e.name, *e.aliases)))[:_MOST_ALIASES]
        return Named(
            named.name,
            named.type,
            named.context,
            named.country,
            named.tickers,
            named.lei,
            frozenset(e.id for e in some),
            aliases,
        )


def identifiers_of(entity: Known) -> Mapping[str, str]:
    """Give an entity's identifiers by scheme, the first of each."""
    found: dict[str, str] = {}
    for scheme, value in entity.identifiers:
        found.setdefault(scheme, value)
    return found
