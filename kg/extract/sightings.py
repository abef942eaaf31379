"""Where a name seems to stand: first sightings by the gazetteer, the tagger and the brackets of tickers.

A sighting is an opinion about one place in the text. `kg.extract.consensus` lets all sightings of a document agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.passage import Paragraph, Passage
from kg.gazetteer import Gazetteer, KnownName
from kg.model import Form, Span
from kg.ontology import Ontology

_LABELS = {
    "ORG": "Company",
    "PERSON": "Person",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Facility",
    "PRODUCT": "Product",
    "EVENT": "Event",
}
"""What the tagger's labels mean here, before anything is known about a name."""

_WHOLE_NAMES = frozenset({"PERSON", "ORG", "PRODUCT"})
_EDGE = re.compile(
    r"^(?:(?:the|a|an|this|its|our|neither|both|either|mr|mrs|ms|dr|sir)\b\.?\s+)+"
    r"|^ex-(?=[A-Z])"
    r"|(?:\s+(?:to|of|in|for|and|the|at|by|with))+$"
    r"|(?<=\w)\s+\d[\d,.]*\s+(?:million|billion|trillion)$"
    r"|(?:'s|'|,|\.(?=$)|\s|-|\")+$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"'s?\s+|\s+-\s+|\s+--\s+|,\s+|\s+\(|\"|/")
_ABBREVIATION = re.compile(r"(?:Inc|Corp|Co|Ltd|Bros|U\.S|U\.K|S\.A|N\.V|plc|[A-Z])\.$")
_MAX_NAME = 90
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a name seems to stand.

    Attributes:
        span: Offsets in the document.
        text: The words there, straight quotes for curly ones.
        type: The entity type that it looks like.
        form: Name, ticker or description.
        known: What the gazetteer knows by these words, best first.
        paragraph: Index of its paragraph.
        heading: Whether it stands in a headline.
        shaped: Whether its last word alone tells that it is a name.
    """

    span: Span
    text: str
    type: str
    form: Form = Form.NAME
    known: tuple[KnownName, ...] = ()
    paragraph: int = 0
    heading: bool = False
    shaped: bool = False


def find_sightings(passage: Passage, *, gazetteer: Gazetteer, ontology: Ontology) -> list[Sighting]:
    """Collect the sightings of a document, in text order, none overlapping another."""
    found: list[Sighting] = []
    for paragraph in passage.paragraphs:
        known = list(_known(paragraph, gazetteer))
        shaped = list(_shaped(paragraph, known, ontology))
        found += _without_overlaps([*known, *shaped, *_tagged(paragraph, [*known, *shaped], ontology)])
    return sorted(found, key=lambda s: s.span)


def _known(paragraph: Paragraph, gazetteer: Gazetteer) -> Iterator[Sighting]:
    for start, end, names in gazetteer.scan(paragraph.text):
        text = paragraph.text[start:end]
        if all(name.ambiguous for name in names) and not _named_here(paragraph, start, end):
            continue
        if all(name.type == "Product" for name in names) and _ends_longer_name(paragraph, start, end):
            continue
        span = Span(paragraph.start + start, paragraph.start + end)
        yield Sighting(span, text, names[0].type, Form.NAME, names, paragraph.index, paragraph.heading)


def _ends_longer_name(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether a commodity only ends somebody's name: "Torvald Copper"."""
    tokens = paragraph.doc.char_span(start, end, alignment_mode="expand")
    if tokens is None or tokens[0].i == 0 or not tokens.text[:1].isupper() or paragraph.heading:
        return False
    before = tokens[0].nbor(-1)
    return before.pos_ == "PROPN" and before.dep_ == "compound" and before.head in tokens


def _named_here(paragraph: Paragraph, start: int, end: int) -> bool:
    """Tell whether an everyday word ("Orange", "Target") is used as a name: tagged so and not just capitalised."""
    tokens = paragraph.doc.char_span(start, end, alignment_mode="expand")
    if tokens is None or not tokens.text[:1].isupper():
        return False
    opens_sentence = tokens[0].is_sent_start or paragraph.heading
    return all(t.pos_ == "PROPN" for t in tokens) and (
        not opens_sentence or tokens[0].ent_type_ in {"ORG", "PRODUCT"}
    )


def _tagged(paragraph: Paragraph, known: list[Sighting], ontology: Ontology) -> Iterator[Sighting]:
    for entity in paragraph.doc.ents:
        if entity.label_ not in _LABELS:
            continue
        words = _with_first_word(entity, ontology) if entity.label_ in _WHOLE_NAMES else entity
        for piece in _around_verbs(words):
            for start, end in _name_parts(paragraph.text, piece.start_char, piece.end_char):
                text = paragraph.text[start:end]
                span = Span(paragraph.start + start, paragraph.start + end)
                if not _plausible(text, ontology) or any(
                    _contradicts(k, span, text, paragraph) for k in known
                ):
                    continue
                yield Sighting(
                    span, text, _LABELS[entity.label_], paragraph=paragraph.index, heading=paragraph.heading
                )


def _around_verbs(words: TokenSpan) -> Iterator[TokenSpan]:
    """Cut at the verbs that a tagger took for parts of a name: "Kestrel, which Orsa owns", "Orsa pressed Kestrel"."""
    start = 0
    for number, token in enumerate(words):
        if token.is_lower and token.pos_ in {"VERB", "AUX"}:
            if number > start:
                yield words[start:number]
            start = number + 1
    if start < len(words):
        yield words[start:]


def _with_first_word(name: TokenSpan, ontology: Ontology) -> TokenSpan:
    """Give a name its first word where the tagger left it out and the parser sees it: "Ana Ruiz", "Torvald Copper"."""
    first = name[0]
    if len(name) > 1 or first.i == first.sent.start:
        return name
    before = first.nbor(-1)
    named = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head == first
    alone = before.ent_type_ == "" and before.text[:1].isupper() and before.text.isalpha()
    if not (named and alone) or before.lower_ in ontology.cues["title"] | ontology.cues["notAName"]:
        return name
    return first.doc[before.i : name.end]


def _shaped(paragraph: Paragraph, known: list[Sighting], ontology: Ontology) -> Iterator[Sighting]:
    """See names by their shape: capitalised words up to one that ends names ("Orsa Optics", "Kestrel Steel Corp")."""
    if paragraph.heading and not any(t.pos_ in {"VERB", "AUX"} and t.is_lower for t in paragraph.doc):
        return  # in "Orsa Optics Buys Kestrel Devices" capitals tell nothing
    endings = {ending: t.name for t in ontology.entity_types.values() for ending in t.name_endings}
    run: list[Token] = []
    for token in [*paragraph.doc, None]:
        if token is not None and token.pos_ in {"PROPN", "NOUN", "ADJ"} and _begins_name(token, ontology):
            run.append(token)
            continue
        last = max((i for i, t in enumerate(run[:_MAX_WORDS]) if t.text in endings), default=0)
        if last:
            tokens = paragraph.doc[run[0].i : run[last].i + 1]
            span = paragraph.span(tokens)
            if not any(_contradicts(k, span, tokens.text, paragraph) for k in known):
                kind = endings[run[last].text]
                yield Sighting(
                    span, tokens.text, kind, paragraph=paragraph.index, heading=paragraph.heading, shaped=True
                )
        run = []


def _begins_name(token: Token, ontology: Ontology) -> bool:
    return token.text[:1].isupper() and token.lower_ not in ontology.cues["notAName"]


def _name_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim a tagged span to names: no article, no possessive, no second name behind a comma."""
    cuts = [start, *(start + m.start() for m in _POSSESSIVE.finditer(text[start:end])), end]
    for left, right in pairwise(cuts):
        lead = _POSSESSIVE.match(text, left, right)
        yield from _without_edges(text, left if lead is None else lead.end(), right)


def _without_edges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Drop articles, titles, possessives and punctuation from both ends; a full stop of "Inc." stays."""
    while start < end:
        edge = _EDGE.search(text[start:end])
        if edge is None or (edge.start() > 0 and _ABBREVIATION.search(text[start:end])):
            yield start, end
            return
        start, end = (start + edge.end(), end) if edge.start() == 0 else (start, start + edge.start())


def _plausible(text: str, ontology: Ontology) -> bool:
    if len(text) < 2 or len(text) > _MAX_NAME or text.lower() in ontology.cues["notAName"]:
        return False
    if any(text.lower() in t.nominals for t in ontology.entity_types.values()):
        return False  # "the Commission" points back to one, by whatever name
    named = text[0].isupper() or (text[0].isdigit() and any(c.isalpha() for c in text))
    return named or any(c.isupper() for c in text)


def _contradicts(known: Sighting, span: Span, text: str, paragraph: Paragraph) -> bool:
    """Tell whether a known name makes a tagged span void: the same place, or a headline's run of capitals."""
    if not known.span.overlaps(span):
        return False
    if " and " in text and known.span != span:  # "Toyota Motor and Stellantis" are two
        return True
    return paragraph.heading or known.span.covers(span) or len(text.split()) > 6


def _without_overlaps(sightings: list[Sighting]) -> list[Sighting]:
    """Keep the longest of overlapping sightings; of equally long ones, what the gazetteer knows."""
    ranked = sorted(sightings, key=lambda s: (s.span.start - s.span.end, not s.known, not s.shaped, s.span))
    kept: list[Sighting] = []
    for sighting in ranked:
        if not any(sighting.span.overlaps(k.span) for k in kept):
            kept.append(sighting)
    return kept
