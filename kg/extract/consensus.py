"""Lets the sightings of one document agree: one name, one type, one entity, wherever it stands.

A tagger that takes "Alibaba" for a place in one sentence and a person in the next is outvoted by what the
document says elsewhere: a ticker behind the name, a legal form, a title before it, a preposition of place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from kg.extract.naming import abbreviates, fuller_names
from kg.extract.passage import Passage
from kg.extract.preferences import Preferences
from kg.extract.sightings import Sighting
from kg.extract.unseen import unseen
from kg.extract.votes import context_votes, ending_votes
from kg.gazetteer import Gazetteer, KnownName
from kg.model import Form, Mention, Span
from kg.normalize import name_key
from kg.ontology import Ontology

_INDICATOR = 6.0  # a legal form or a ticker outvotes a handful of tagger mistakes
_CONTEXT = 1.5
_MAX_PROPAGATED = 400
_STATES = frozenset({"Government", "Place"})


def agree(
    passage: Passage,
    sightings: list[Sighting],
    *,
    gazetteer: Gazetteer,
    ontology: Ontology,
    preferences: Preferences | None = None,
) -> tuple[Mention, ...]:
    """Turn sightings into mentions that are consistent over the whole document.

    Args:
        passage: The parsed document.
        sightings: First opinions, in text order.
        gazetteer: Known names.
        ontology: The vocabulary.
        preferences: Those of the vocabulary, where they are at hand.

    Returns:
        The mentions of named entities, in text order, none overlapping another.
    """
    preferences = preferences or Preferences(ontology)
    found = unseen(passage, sightings, preferences=preferences, ontology=ontology)
    sightings = sorted([*sightings, *found], key=lambda s: s.span)
    tickers = dict(_tickers(passage, sightings, gazetteer))
    types = _vote(passage, sightings, tickers, ontology, preferences)
    in_prose = {_key(s.text) for s in sightings if not s.heading}
    accepted = [s for s in sightings if s.known or s.shaped or not s.heading or _key(s.text) in in_prose]
    accepted = _propagate(passage, accepted, tickers, ontology)
    symbols = {passage.listings[index].symbol: name for index, (name, _) in tickers.items()}
    full = dict(_full_names(passage, accepted, types))
    for symbol, owner in symbols.items():
        full.setdefault(_key(symbol), full.get(_key(owner.text), owner.text))
    mentions = [_mention(_owner(s, symbols), types, full, gazetteer) for s in accepted]
    mentions = [_in_role(m, passage, gazetteer=gazetteer, ontology=ontology) for m in mentions]
    mentions.extend(_listing_mentions(passage, tickers, gazetteer, mentions))
    return tuple(sorted(_canonical_names(mentions), key=lambda m: m.span))


def _key(text: str) -> str:
    return name_key(text)


def _tickers(
    passage: Passage, sightings: list[Sighting], gazetteer: Gazetteer
) -> Iterator[tuple[int, tuple[Sighting, KnownName | None]]]:
    """Give, for each bracketed ticker, the name that it follows and what the gazetteer knows by it."""
    text = passage.document.text
    for index, listing in enumerate(passage.listings):
        before = [s for s in sightings if s.span.end <= listing.start]
        if before and not text[before[-1].span.end : listing.start].strip(" '\u2019\u2018s,"):
            yield (
                index,
                (
                    before[-1],
                    gazetteer.ticker(listing.exchange, listing.symbol) if listing.exchange else None,
                ),
            )


def _vote(
    passage: Passage,
    sightings: list[Sighting],
    tickers: Mapping[int, tuple[Sighting, KnownName | None]],
    ontology: Ontology,
    preferences: Preferences,
) -> Mapping[str, str]:
    """Weigh, for each name that the gazetteer does not know, which type the document speaks for."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    listed = {_key(name.text) for name, _ in tickers.values()}
    for sighting in sightings:
        if sighting.known:
            continue
        tally = votes[_key(sighting.text)]
        tally[sighting.type] += 1.0 if not sighting.heading else 0.2
        for entity_type_name in ending_votes(sighting.text, ontology):
            tally[entity_type_name] += _INDICATOR
        for entity_type_name in context_votes(
            passage.paragraphs[sighting.paragraph], sighting, preferences, ontology
        ):
            tally[entity_type_name] += _CONTEXT
    for key in listed:
        votes[key]["Company"] += 2 * _INDICATOR
    return {key: min(tally, key=lambda t: (-tally[t], t)) for key, tally in votes.items()}


def _propagate(
    passage: Passage,
    sightings: list[Sighting],
    tickers: Mapping[int, tuple[Sighting, KnownName | None]],
    ontology: Ontology,
) -> list[Sighting]:
    """Add the places where an accepted name, its short form or its ticker stands and nothing was seen."""
    prototypes: dict[str, Sighting] = {}
    for sighting in sightings:
        prototypes.setdefault(sighting.text, sighting)
        first = sighting.text.split()[0]
        if (
            " " in sighting.text
            and not sighting.known
            and len(first) > 3
            and any(ending_votes(sighting.text, ontology))
        ):
            prototypes.setdefault(first, replace(sighting, text=first))
    for index, (name, _) in tickers.items():
        symbol = passage.listings[index].symbol
        if len(symbol) > 2 and symbol.isalpha():
            prototypes.setdefault(symbol, replace(name, form=Form.TICKER))
    words = sorted((w for w in prototypes if len(w) > 2 and w[0].isupper()), key=lambda w: (-len(w), w))
    if not words:
        return sightings
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words[:_MAX_PROPAGATED])) + r")(?![\w])")
    added: list[Sighting] = []
    seen: dict[int, list[Span]] = defaultdict(list)
    for sighting in sightings:
        seen[sighting.paragraph].append(sighting.span)
    for paragraph in passage.paragraphs:
        taken = seen[paragraph.index]
        for match in pattern.finditer(paragraph.text):
            span = Span(paragraph.start + match.start(), paragraph.start + match.end())
            prototype = prototypes[match[0]]
            if not any(span.overlaps(t) for t in taken):
                added.append(
                    replace(
                        prototype,
                        span=span,
                        text=match[0],
                        paragraph=paragraph.index,
                        heading=paragraph.heading,
                    )
                )
    return sorted([*sightings, *added], key=lambda s: s.span)


def _full_names(passage: Passage, sightings: list[Sighting], types: Mapping[str, str]) -> Mapping[str, str]:
    """Map the key of a short name to the full name that the document gives the same entity.

    "Wu" is Eddie Wu; "Orsa" is Orsa Optics; "TSM" is the name that it stands in brackets behind.
    """
    seen_as = {s.text: s.type for s in sightings if not s.known}
    names = {
        name: types.get(_key(name), seen_as[name]) for name in sorted(seen_as, key=lambda n: (-len(n), n))
    }
    full = dict(fuller_names(names))
    full.update(_bracketed_acronyms(passage, sightings))
    return full


def _bracketed_acronyms(passage: Passage, sightings: list[Sighting]) -> Iterator[tuple[str, str]]:
    text = passage.document.text
    for left, right in pairwise(sightings):
        between = text[left.span.end : right.span.start]
        bracketed = between.strip() == "(" and right.text.isupper() and 2 <= len(right.text) <= 8
        if bracketed and abbreviates(right.text, left.text):
            yield _key(right.text), left.text


def _owner(sighting: Sighting, symbols: Mapping[str, Sighting]) -> Sighting:
    """Let a ticker symbol that the document explains stand for the name before its bracket."""
    name = symbols.get(sighting.text)
    if name is None or sighting.known:
        return sighting
    return replace(
        name, span=sighting.span, text=sighting.text, form=Form.TICKER, paragraph=sighting.paragraph
    )


def _in_role(mention: Mention, passage: Passage, *, gazetteer: Gazetteer, ontology: Ontology) -> Mention:
    """Read a state or a capital as the Government where it acts and as the Place where it is a location."""
    if mention.type not in _STATES or mention.known_as is None:
        return mention
    paragraph = passage.paragraph_at(mention.span.start)
    tokens = None if paragraph is None else paragraph.tokens(mention.span)
    acts = tokens is not None and _acts(tokens.root, ontology.cues["stateAct"])
    wanted = "Government" if acts else "Place"
    other = next((k for k in gazetteer.lookup(mention.text) if k.type == wanted), None)
    if other is None and acts and mention.type == "Place":
        known = gazetteer.get(mention.known_as)
        is_country = known is not None and known.id.count("-") == 0
        other = gazetteer.government_of(known) if known is not None and is_country else None
    return mention if other is None else replace(mention, type=other.type, known_as=other.id)


def _acts(root: Token, acts: frozenset[str]) -> bool:
    """Tell whether a name does something: it is a subject, it follows a passive's "by", or it owns an act."""
    if root.dep_ in {"nsubj", "csubj"}:
        return root.head.lemma_ not in {"be", "have", "become"}
    if root.dep_ == "pobj":
        return root.head.dep_ == "agent" or root.nbor().tag_ == "VBG" if root.i + 1 < len(root.doc) else False
    return root.dep_ == "poss" and root.head.pos_ == "NOUN" and root.head.lemma_.lower() in acts


def _mention(
    sighting: Sighting, types: Mapping[str, str], full: Mapping[str, str], gazetteer: Gazetteer
) -> Mention:
    if sighting.known:
        known = sighting.known[0]
        name = sighting.text if sighting.form is Form.NAME else known.name
        return Mention(sighting.span, sighting.text, known.type, name, sighting.form, known.id)
    key = _key(sighting.text)
    name = full.get(key, sighting.text)
    entity_type = types.get(_key(name), types.get(key, sighting.type))
    known_as = next((k for k in gazetteer.lookup(name) if k.type == entity_type), None)
    return Mention(
        sighting.span,
        sighting.text,
        entity_type,
        name,
        sighting.form,
        None if known_as is None else known_as.id,
    )


def _listing_mentions(
    passage: Passage,
    tickers: Mapping[int, tuple[Sighting, KnownName | None]],
    gazetteer: Gazetteer,
    mentions: Iterable[Mention],
) -> Iterator[Mention]:
    """Give the exchange and the symbol of each bracketed ticker as mentions of their own."""
    at = {m.span: m for m in mentions}
    for index, (name, _) in tickers.items():
        listing = passage.listings[index]
        owner = at.get(name.span)
        if owner is not None:
            span = Span(listing.symbol_start, listing.symbol_start + len(listing.symbol))
            yield replace(owner, span=span, text=listing.symbol, form=Form.TICKER)
        if listing.exchange:
            span = Span(listing.exchange_start, listing.exchange_start + len(listing.exchange))
            known = gazetteer.exchange(listing.exchange)
            yield Mention(
                span,
                listing.exchange,
                "Exchange",
                listing.exchange,
                Form.NAME,
                None if known is None else known.id,
            )


def _canonical_names(mentions: list[Mention]) -> list[Mention]:
    """Give every mention of one entity the same name: the fullest that the document uses for it."""
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[(mention.type, mention.known_as or _key(mention.name))].append(mention)
    named: list[Mention] = []
    for group in groups.values():
        proper = [m.name for m in group if m.form is not Form.TICKER] or [m.name for m in group]
        fullest = min(set(proper), key=lambda n: (-len(n), n))
        named += [replace(m, name=fullest) for m in group]
    return named


def is_state(mention: Mention) -> bool:
    """Tell whether a mention names a state, which acts as a Government and is situated as a Place."""
    return mention.type in _STATES and mention.known_as is not None
