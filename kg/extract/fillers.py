"""From a syntactic slot to the entities that fill it: coordination, possession, quantities and descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.cast import Cast
from kg.extract.nominal import conjuncts, phrase, relative, same_thing
from kg.extract.passage import Paragraph
from kg.extract.syntax import gapped, objects
from kg.gazetteer import Gazetteer
from kg.model import Form, Mention
from kg.ontology import Ontology

_FORM_WEIGHT = {Form.NAME: 1.0, Form.TICKER: 1.0, Form.DESCRIPTION: 0.8, Form.PRONOUN: 0.75}
_BEFORE_NOUN = frozenset({"amod", "compound", "nmod"})
_PART_OF = frozenset({"of", "in", "at", "by"})
_METONYMY = 0.8
_CONTEXT = 0.55
_UNNAMED = 0.7
_ROLE_TYPES = frozenset({"Company", "Group", "Agency", "Government", "Person"})


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity in a slot.

    Attributes:
        mention: The words that name it.
        weight: How sure it is that the slot means this entity, in [0, 1].
        token: Head of the phrase in the slot.
        thing: Words for what the slot holds where the entity only stands for it ("Nvidia's stack"), or "".
    """

    mention: Mention
    weight: float
    token: Token
    thing: str = ""


class Fillers:
    """Finds the entities behind the tokens of slots, for one document."""

    def __init__(self, cast: Cast, *, ontology: Ontology, gazetteer: Gazetteer) -> None:
        self._cast = cast
        self._gazetteer = gazetteer
        self._cues = ontology.cues
        self._closed = ontology.cues["abstract"] | frozenset(
            lemma.split()[-1 if lex.word_class == "noun" else 0].lower()
            for relation in ontology.relation_types.values()
            for lex in relation.lexicalisations
            for lemma in lex.lemmas
        )
        self._roles = frozenset(
            lemma.split()[-1].lower()
            for relation in ontology.relation_types.values()
            for lex in relation.lexicalisations
            if "bearer" in {*lex.subject, *lex.object}
            for lemma in lex.lemmas
        ) | frozenset(
            nominal for t in ontology.entity_types.values() if t.name in _ROLE_TYPES for nominal in t.nominals
        )

    def of(
        self, paragraph: Paragraph, token: Token, *, alone: bool = False, opened: str = ""
    ) -> list[list[Filler]]:
        """Give what fills a slot: a list for each conjunct, each a list of readings, the likeliest first.

        Args:
            paragraph: Where the token stands.
            token: Head of the phrase in the slot.
            alone: Whether what is coordinated with it stands outside ("Chairwoman Ruiz and Governor Lee").
            opened: Entity type of the things that any common noun may name here, or "".
        """
        tokens = [token] if alone else conjuncts(token, self._cues["exampleMarker"])
        readings = [
            list(self._readings(paragraph, t)) or list(self._unnamed(paragraph, t, opened)) for t in tokens
        ]
        return [r for r in readings if r]

    def _unnamed(self, paragraph: Paragraph, token: Token, entity_type: str) -> Iterator[Filler]:
        """Give the thing that a common noun names where any may: what "makes" is said of, if it can be made."""
        lemma = token.lemma_.lower()
        if entity_type and lemma in self._cues["transparent"]:
            for preposition in (t for t in token.children if t.lower_ == "of"):
                for part in (t for t in preposition.children if t.dep_ == "pobj"):
                    yield from self._unnamed(paragraph, part, entity_type)
        elif entity_type and token.pos_ in {"NOUN", "PROPN"} and lemma not in self._closed and len(lemma) > 1:
            yield Filler(self._cast.describe(paragraph, token, entity_type), _UNNAMED, token)

    def context(
        self, paragraph: Paragraph, trigger: Token, types: frozenset[str], without: frozenset[str]
    ) -> list[list[Filler]]:
        """Give what a trigger's sentence or passage is about, where syntax does not say.

        Args:
            paragraph: Where the trigger stands.
            trigger: The word whose slot is to be filled.
            types: Entity types that may fill it.
            without: Names that stand elsewhere in the frame.
        """
        found = (
            (abs(t.i - trigger.i), t.i, m)
            for t in trigger.sent
            if (m := self._cast.at(paragraph, t)) is not None
            and m.form is Form.NAME
            and m.type in types
            and m.name not in without
            and not _is_quoted(t)
        )
        near = min(found, key=lambda item: item[:2], default=(0, 0, None))[2]
        mention = near or self._cast.topic(paragraph.span(trigger.sent), types)
        return [] if mention is None or mention.name in without else [[Filler(mention, _CONTEXT, trigger)]]

    def _readings(self, paragraph: Paragraph, token: Token) -> Iterator[Filler]:
        """Give the entities that one phrase may mean: itself, its owner, what it is part of."""
        token = relative(token)
        here = self._cast.at(paragraph, token) or self._nation(paragraph, token)
        if here is not None and not (here.type == "Product" and here.form is Form.DESCRIPTION):
            yield Filler(here, _FORM_WEIGHT[here.form], token)
        if token.lemma_.lower() in self._cues["transparent"]:
            yield from self._owners(paragraph, token, here)
            for preposition in (t for t in token.children if t.lower_ in _PART_OF):
                for part in (t for t in preposition.children if t.dep_ == "pobj"):
                    yield from self._readings(paragraph, part)
        elif here is None or here.form is Form.DESCRIPTION or here.type == "Product":
            if here is None:  # "the Kestrel brand Orsa" is Orsa rather than Kestrel
                yield from self._same(paragraph, token)
            yield from self._owners(paragraph, token, here)
            yield from self._sources(paragraph, token)
        if here is None and token.lemma_.lower() in self._cues["transparent"]:
            yield from self._same(paragraph, token)
        if here is not None and here.type == "Product" and here.form is Form.DESCRIPTION:
            yield Filler(here, _FORM_WEIGHT[here.form], token)

    def _nation(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """Read a demonym before a noun ("the Chinese ban") as the country that it derives from."""
        country = self._gazetteer.country_of_demonym(token.text) if token.dep_ in _BEFORE_NOUN else None
        if country is None:
            return None
        return Mention(paragraph.span(token), token.text, country.type, country.name, Form.NAME, country.id)

    def _same(self, paragraph: Paragraph, token: Token) -> Iterator[Filler]:
        """Give the names of what a noun is said to be."""
        named = (self._cast.at(paragraph, other) for other in same_thing(token))
        yield from (Filler(m, _FORM_WEIGHT[m.form], token) for m in named if m is not None)

    def _sources(self, paragraph: Paragraph, thing: Token) -> Iterator[Filler]:
        """Give who stands for a thing that comes from it: "chips from Orsa", "a dam that Orsa built"."""
        if thing.lemma_.lower() in self._roles or thing.lemma_.lower() in self._closed:
            return
        sources = [o for p in thing.children if p.lower_ == "from" and p.i > thing.i for o in objects(p)]
        for clause in gapped(thing):
            if clause.lemma_.lower() in self._cues["making"]:
                sources += [t for t in clause.children if t.dep_ == "nsubj"]
        for source in sources:
            owner = self._cast.at(paragraph, source)
            if owner is not None and owner.type == "Company" and owner.form is Form.NAME:
                yield Filler(owner, _METONYMY, thing, phrase(thing))

    def _owners(self, paragraph: Paragraph, token: Token, here: Mention | None) -> Iterator[Filler]:
        """Give who stands for a thing that it owns: "Nvidia's stack", "Nvidia chip orders", "the Orsa plant".

        A role is not a thing: Orsa's rival is not Orsa.
        """
        if token.lemma_.lower() in self._roles or token.lower_ in self._roles:
            return
        for part in reversed(list(token.children)):  # the nearest says most: "Orsa's Murmur engine" is Murmur
            owner = (
                self._cast.at(paragraph, relative(part))
                if part.dep_ in {"poss", "compound", "nmod"}
                else None
            )
            if owner is not None and owner != here and owner.type not in {"Place", "Exchange"}:
                yield Filler(owner, _METONYMY * _FORM_WEIGHT[owner.form], token, phrase(token))


def _is_quoted(token: Token) -> bool:
    """Tell whether a token stands between quotation marks of its sentence: words about others than the speaker."""
    marks = sum(t.text in {'"', "``", "''"} for t in token.doc[token.sent.start : token.i])
    return marks % 2 == 1
