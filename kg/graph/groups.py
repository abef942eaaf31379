"""Groups described in words ("Chinese firms", "U.S. chipmakers") and the companies of the graph that fit them.

A group's name is read as a nationality and a kind of companies and nothing else: of "small Chinese firms" nobody can
say whom they are, and so it stands for itself alone. Nationalities are the gazetteer's demonyms; kinds are declared
in the vocabulary. A company's country is the gazetteer's, else that of the relation giving nationality which is
believed most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.graph.view import Graph
from kg.model import Entity, Relation, Status
from kg.ontology import Ontology

GROUP = "Group"
MEMBER = "Company"
"""Entity type of those that a group is expanded to."""

BELIEVED = 0.5
"""Belief from which a relation tells a company's country."""

_LONGEST_NAME = 6
"""Words of the longest name that is read as a nationality and a kind."""


class Known(Protocol):
    """What a gazetteer knows of a company or a country."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-2 code."""

    @property
    def sector(self) -> str | None:
        """What its business is."""


class Countries(Protocol):
    """Anything that knows countries by demonym and companies by id, such as the gazetteer."""

    def get(self, id: str, /) -> Known | None:
        """Give what is known under an id, or None."""

    def country_of_demonym(self, word: str, /) -> Known | None:
        """Give the country whose people or things a word describes, or None."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What makes a company one of a group.

    Attributes:
        country: ISO 3166 alpha-2 code.
        sectors: As the gazetteer calls them; empty: any.
    """

    country: str
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """A company of the graph, and what is known of it.

    Attributes:
        entity: Its id.
        country: ISO 3166 alpha-2 code.
        sector: As the gazetteer calls it, or None.
        nationality: Id of the relation that tells the country, or "" if the gazetteer does.
    """

    entity: str
    country: str
    sector: str | None
    nationality: str


def criteria(name: str, ontology: Ontology, countries: Countries) -> Criteria | None:
    """Read a group's name as a nationality and a kind of companies.

    Args:
        name: "Chinese firms", "the U.S. chipmakers", "South Korean tech companies".
        ontology: Its `group_kinds` are the kinds.
        countries: Knows the demonyms.

    Returns:
        What makes a company one of the group, or None if the name is anything else.
    """
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    if len(words) > _LONGEST_NAME:
        return None
    for cut in range(1, len(words)):
        country = countries.country_of_demonym(" ".join(words[:cut]))
        sectors = ontology.group_kinds.get(" ".join(words[cut:]).lower())
        if country is not None and country.country is not None and sectors is not None:
            return Criteria(country.country, sectors)
    return None


def members(graph: Graph, ontology: Ontology, countries: Countries) -> dict[str, list[Member]]:
    """Find the companies whose country is known, by country, in order of id."""
    found: dict[str, list[Member]] = {}
    for entity in graph.entities.values():
        if entity.type == MEMBER:
            for member in _member(graph, ontology, countries, entity):
                found.setdefault(member.country, []).append(member)
    return found


def _member(graph: Graph, ontology: Ontology, countries: Countries, entity: Entity) -> Iterator[Member]:
    known = countries.get(entity.id)
    sector = None if known is None else known.sector
    if known is not None and known.country is not None:
        yield Member(entity.id, known.country, sector, "")
        return
    told = [
        (relation, place.country)
        for relation in graph.relations_of(entity.id)
        if _tells_country(ontology, relation, entity.id)
        and (place := countries.get(relation.object)) is not None
        and place.country is not None
    ]
    if told:
        relation, country = max(told, key=lambda pair: (pair[0].belief, pair[0].id))
        yield Member(entity.id, country, sector, relation.id)


def _tells_country(ontology: Ontology, relation: Relation, company: str) -> bool:
    return (
        relation.subject == company
        and ontology.relation(relation.type).gives_nationality
        and relation.status is Status.ASSERTED
        and relation.belief >= BELIEVED
    )
