"""The gazetteer: which known entities a surface form, a ticker or a demonym may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from kg.gazetteer.matching import Form, Matcher, Token, form, tokens
from kg.gazetteer.tables import DATA, TABLES, KnownName, read_table

# What may follow a company's name and still name it. "Orsa Co", not "Orsa co-founded".
_LEGAL_TAIL = re.compile(
    r"(?:\.(?=,))?(?:,? (?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|PLC|plc|Plc|LLC|LP|L\.P"
    r"|AG|SE|SA|S\.A|NV|N\.V|SpA|S\.p\.A|SAS|GmbH|KGaA|AB|ASA|Oyj|A/S|KK|K\.K|Bhd|Berhad|Tbk|Pte|Pty|PJSC|JSC|OAO|OJSC"
    r"|Holdings?|Group)(?![\w-])\.?)+"
)


class Found(NamedTuple):
    """A known name in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last; a possessive is outside, a legal form inside.
        known: The entities that it may mean, likeliest first; never empty.
    """

    start: int
    end: int
    known: tuple[KnownName, ...]


class Gazetteer:
    """Known names, indexed for lookup and for scanning.

    Attributes:
        hash: 16 hexadecimal digits over everything that it knows.
    """

    def __init__(self, known: Iterable[KnownName]) -> None:
        """Index names; among equals, earlier ones are likelier readings."""
        self._by_id = {entity.id: entity for entity in known}
        entities = self._by_id.values()
        self.hash = blake2b("\n".join(map(repr, entities)).encode(), digest_size=8).hexdigest()
        self._matcher = Matcher(f for order, entity in enumerate(entities) for f in _forms(entity, order))
        self._identifiers: dict[tuple[str, str], KnownName] = {}
        self._demonyms: dict[str, KnownName] = {}
        for entity in entities:
            for scheme, value in entity.identifiers:
                self._identifiers.setdefault((scheme, _canonical(value)), entity)
            for word in entity.demonyms:
                self._demonyms.setdefault(word, entity)

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the tables that ship with the package.

        Raises:
            SourceError: If a table is missing or a row of it is malformed.
        """
        return cls(entity for name in TABLES for entity in read_table(DATA / name))

    def __iter__(self) -> Iterator[KnownName]:
        return iter(self._by_id.values())

    def get(self, id: str) -> KnownName | None:
        """Look an entity up by its id."""
        return self._by_id.get(id)

    def lookup(self, surface: str) -> tuple[KnownName, ...]:
        """Tell what a surface form may mean.

        Acronyms and names that are common words answer only to their own case; other names also to capitals.
        A leading "the", a possessive and, for a company, a legal form at the end do not count.

        Args:
            surface: A name as a text writes it, and nothing else.

        Returns:
            The entities, likeliest first: those spelled so, then by full name before alias.
        """
        text = tokens(surface)
        readings = [text]
        if text and text[0].key == "the":
            readings.append(text[1:])
        readings += [_without_possessive(reading) for reading in readings]
        return next((found for reading in readings if (found := self._whole(surface, reading))), ())

    def scan(self, text: str) -> tuple[Found, ...]:
        """Find the known names in a text: the longest at each place, from left to right, without overlap.

        Time is linear in the length of the text.
        """
        cut = tokens(text)
        found: list[Found] = []
        position = 0
        while position < len(cut):
            size, forms = self._matcher.longest(cut, position)
            if size == 0:
                position += 1
                continue
            start, end = cut[position].start, cut[position + size - 1].end
            known, end = self._with_legal_form(text, end, self._owners(forms))
            found.append(Found(start, end, known))
            position += size
            while position < len(cut) and cut[position].start < end:
                position += 1
        return tuple(found)

    def exchange(self, code: str) -> KnownName | None:
        """Look an exchange up by its MIC or by a code that articles put before a ticker ("NYSE", "HKG")."""
        return self._identifiers.get(("code", _canonical(code))) or self._identifiers.get(
            ("mic", _canonical(code))
        )

    def ticker(self, exchange: str, symbol: str) -> KnownName | None:
        """Look a company up by its listing.

        Args:
            exchange: MIC or code, as for `exchange`.
            symbol: The symbol; leading zeros of a number do not count, "-" and "/" are ".".
        """
        venue = self.exchange(exchange)
        if venue is None:
            return None
        mic = dict(venue.identifiers)["mic"]
        return self._identifiers.get(("ticker", _canonical(f"{mic}:{symbol}")))

    def country_of_demonym(self, word: str) -> KnownName | None:
        """Give the country whose people or things a word describes: "Chinese", "U.S.", "South Korean"."""
        return self._demonyms.get(" ".join(word.split()))

    def government_of(self, place: KnownName) -> KnownName | None:
        """Give the government of the country that a place is or lies in."""
        return None if place.country is None else self.get(f"gov:{place.country.lower()}")

    def _whole(self, surface: str, text: tuple[Token, ...]) -> tuple[KnownName, ...]:
        """Look up a run of tokens that must be a name from end to end."""
        size, forms = self._matcher.longest(text, 0) if text else (0, ())
        if size == 0:
            return ()
        known, end = self._owners(forms), text[size - 1].end
        if size < len(text):
            known, end = self._with_legal_form(surface, end, known)
        return known if end >= text[-1].end else ()

    def _owners(self, forms: tuple[Form, ...]) -> tuple[KnownName, ...]:
        return tuple(self._by_id[owner] for owner in dict.fromkeys(form.owner for form in forms))

    @staticmethod
    def _with_legal_form(
        text: str, end: int, known: tuple[KnownName, ...]
    ) -> tuple[tuple[KnownName, ...], int]:
        """Take in a legal form after a company's name, which leaves no reading but the company."""
        companies = tuple(entity for entity in known if entity.type == "Company")
        tail = _LEGAL_TAIL.match(text, end) if companies else None
        return (companies, tail.end()) if tail else (known, end)


def _forms(entity: KnownName, order: int) -> Iterator[Form]:
    for position, name in enumerate((entity.name, *entity.aliases)):
        yield form(entity.id, name, rank=(min(position, 1), order), ambiguous=entity.ambiguous)


def _canonical(identifier: str) -> str:
    prefix, colon, symbol = identifier.upper().rpartition(":")
    symbol = re.sub(r"[-/ ]", ".", symbol.strip())
    return prefix + colon + (symbol.lstrip("0") if symbol.isdigit() else symbol)


def _without_possessive(text: tuple[Token, ...]) -> tuple[Token, ...]:
    last = [token.text for token in text[-2:]]
    if len(text) > 2 and last == ["'", "s"]:
        return text[:-2]
    return text[:-1] if len(text) > 1 and last[-1] == "'" else text
