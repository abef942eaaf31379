"""Named constructions that fix both ends of a relation by themselves, whatever the words between them.

The ontology says which relation a construction states (`kg:construction "ticker"`); here is how each looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.cast import Cast
from kg.extract.nominal import conjuncts
from kg.extract.passage import Passage
from kg.gazetteer import Gazetteer
from kg.model import Form, Mention, Span

_EXAMPLES = frozenset({"including", "like", "such as"})
_NATIONALITY_GAP = 6
"""Words between a demonym and the company that it describes: "Chinese e-commerce giant Alibaba"."""


@dataclass(frozen=True, slots=True)
class Constructed:
    """Two ends that a construction joins.

    Attributes:
        subject: Its first end.
        object: Its second end.
        at: Where it stands.
        weight: How sure the construction is, in [0, 1].
        trigger: The word that marks it, where one does.
    """

    subject: Mention
    object: Mention
    at: Span
    weight: float
    trigger: Token | None = None


def tickers(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "Orsa Group (NYSE: ORSA)": the name, and the exchange in the brackets."""
    by_start = {m.span.start: m for m in cast.mentions}
    for listing in passage.listings:
        exchange, owner = by_start.get(listing.exchange_start), by_start.get(listing.symbol_start)
        if exchange is not None and owner is not None and exchange.type == "Exchange":
            yield Constructed(owner, exchange, exchange.span, 1.0)


def based(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "Seoul-based Orsa" and "Orsa, the Seoul-based chipmaker"."""
    for paragraph, sentence in passage.sentences():
        for token in sentence:
            if token.lower_ not in {"based", "headquartered"} or token.i - sentence.start < 2:
                continue
            hyphen = token.nbor(-1)
            place = cast.at(paragraph, hyphen.nbor(-1)) if hyphen.text == "-" else None
            company = _described(cast, paragraph.index, token.head, passage)
            if place is not None and company is not None and place.type in {"Place", "Government"}:
                yield Constructed(company, place, paragraph.span(token), 0.95, token)


def owned(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "Orsa-owned Fabrinet": the unit, and its owner."""
    return _hyphenated(passage, cast, "owned")


def listed(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "Nasdaq-listed Orsa": the company, and where its shares trade."""
    return _hyphenated(passage, cast, "listed")


def _hyphenated(passage: Passage, cast: Cast, word: str) -> Iterator[Constructed]:
    """Read a name, a hyphen and a participle before the name or the description of a company."""
    for paragraph, sentence in passage.sentences():
        for token in sentence:
            if token.lower_ != word or token.i - sentence.start < 2 or token.nbor(-1).text != "-":
                continue
            other = cast.at(paragraph, token.nbor(-2))
            company = _described(cast, paragraph.index, token.head, passage)
            if other is not None and company is not None and other.name != company.name:
                yield Constructed(company, other, paragraph.span(token), 0.95, token)


def possessive(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "Orsa's Fabrinet": one company's name in the possessive before another's."""
    for paragraph, sentence in passage.sentences():
        for token in sentence:
            if token.dep_ != "poss" or token.head.pos_ != "PROPN":
                continue
            owner, unit = cast.at(paragraph, token), cast.at(paragraph, token.head)
            if owner is None or unit is None or owner.name == unit.name:
                continue
            if passage.document.text[owner.span.end : unit.span.start].strip(" 's\u2019"):
                continue  # "Orsa's rival Fabrinet"
            if owner.type == unit.type == "Company" and owner.form is unit.form is Form.NAME:
                yield Constructed(unit, owner, paragraph.span(token), 0.8, token)


def nationality(passage: Passage, cast: Cast, gazetteer: Gazetteer) -> Iterator[Constructed]:
    """Read "the Dutch firm Kestrel", "Chinese e-commerce giant Alibaba", "Japan's Kestrel"."""
    for paragraph, sentence in passage.sentences():
        for token in sentence:
            place = _nation(paragraph.span(token), token, cast.at(paragraph, token), gazetteer)
            if place is None:
                continue
            for head in _heads_within(token):
                company = _described(cast, paragraph.index, head, passage)
                if company is not None and not company.span.covers(place.span):
                    yield Constructed(company, place, paragraph.span(token), 0.8, token)


CONSTRUCTIONS: Mapping[str, Callable[[Passage, Cast, Gazetteer], Iterator[Constructed]]] = {
    "ticker": tickers,
    "based": based,
    "nationality": nationality,
    "listed": listed,
    "owned": owned,
    "possessive": possessive,
}


def _described(cast: Cast, paragraph: int, head: Token, passage: Passage) -> Mention | None:
    """Give the company that a noun phrase is or describes: its head, its apposition, or what it stands in for."""
    here = passage.paragraphs[paragraph]
    found = cast.at(here, head)
    if found is not None and found.type in {"Company", "Organization"}:
        return found
    for token in (*head.children, head.head):
        near = cast.at(here, token)
        apposed = token.dep_ == "appos" or (token == head.head and head.dep_ in {"appos", "compound", "nmod"})
        if near is not None and apposed and near.type == "Company" and near.form is Form.NAME:
            return near
    return None


def _nation(span: Span, token: Token, mention: Mention | None, gazetteer: Gazetteer) -> Mention | None:
    """Give the place behind a demonym ("Dutch") or a country in the possessive ("Japan's")."""
    country = gazetteer.country_of_demonym(token.text)
    if country is not None and token.dep_ in {"amod", "compound", "nmod", "poss"}:
        return Mention(span, token.text, "Place", country.name, Form.NAME, country.id)
    if mention is not None and mention.type == "Place" and token.dep_ == "poss":
        return mention
    return None


def _heads_within(token: Token) -> list[Token]:
    """Give the nouns that a nation's name before them describes: the next one, and what is coordinated with it."""
    head = token.head
    while head.dep_ in {"compound", "nmod"} and head.head.i > head.i:
        head = head.head
    if not 0 < head.i - token.i <= _NATIONALITY_GAP:
        return []
    several = token.dep_ == "poss" or head.tag_ in {
        "NNS",
        "NNPS",
    }  # "Japan's Orsa and Kestrel", "Dutch firms like …"
    return conjuncts(head, _EXAMPLES) if several else [head]
