"""Matches the frames of the ontology against parsed sentences: trigger, slots, fillers, types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.cast import Cast
from kg.extract.fillers import Filler, Fillers
from kg.extract.nominal import phrase
from kg.extract.passage import Paragraph
from kg.extract.syntax import (
    NOUN_SLOTS,
    VERB_SLOTS,
    event_agents,
    has_complement,
    is_one_of,
    is_verbal,
    patients,
    prepositional,
)
from kg.gazetteer import Gazetteer
from kg.model import Form, Mention, Rejection
from kg.ontology import Lexicalisation, Ontology, RelationType

_POS = {"verb": {"VERB", "AUX"}, "noun": {"NOUN", "PROPN", "ADJ"}, "adjective": {"ADJ", "VERB"}}
_STATES = frozenset({"Government", "Place"})
_MAX_PAIRS = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A relation read off a sentence, before its status.

    Attributes:
        relation: The relation type.
        subject: Who fills the subject.
        object: Who fills the object.
        trigger: The word that carries it.
        lexicalisation: The frame that matched.
        qualifiers: What the frame says besides.
    """

    relation: RelationType
    subject: Filler
    object: Filler
    trigger: Token
    lexicalisation: Lexicalisation
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an end of a relation may be filled with.

    Attributes:
        slots: Slots to look in, in order.
        types: Entity types that fit.
        opened: Type that any common noun may be taken for, or "".
    """

    slots: tuple[str, ...]
    types: frozenset[str]
    opened: str = ""

    @classmethod
    def of(cls, slots: tuple[str, ...], types: frozenset[str], is_open: bool) -> _Wanted:
        return cls(slots, types, _opened(types) if is_open else "")

    def fit(self, found: list[list[Filler]]) -> bool:
        """Tell whether some reading has a type that fits; a state fits as government or as place."""
        types = self.types | (_STATES if self.types & _STATES else frozenset())
        return any(filler.mention.type in types for readings in found for filler in readings)


def _opened(types: frozenset[str]) -> str:
    return "Product" if "Product" in types else min(types)


class Frames:
    """The frames of an ontology, indexed by the word that triggers them."""

    def __init__(self, ontology: Ontology) -> None:
        carrying = ("support", "plan", "possibility", "ending", "refusal", "denial", "settled")
        self._support = frozenset().union(*(ontology.cues[name] for name in carrying))
        self._index: Mapping[tuple[str, str], list[tuple[tuple[str, ...], RelationType, Lexicalisation]]]
        index = defaultdict(list)
        for relation in ontology.relation_types.values():
            for lex in relation.lexicalisations:
                for lemma in lex.lemmas:
                    words = tuple(lemma.lower().replace("-", " - ").split())
                    key = words[0] if lex.word_class == "verb" else words[-1]
                    index[(lex.word_class, key)].append((words, relation, lex))
        self._index = dict(index)

    def triggers(self, sentence: TokenSpan) -> Iterator[tuple[Token, RelationType, Lexicalisation]]:
        """Give every word of a sentence that triggers a frame, with the frame; longer lemmas shadow shorter ones."""
        for token in sentence:
            for word_class, tags in _POS.items():
                if token.pos_ not in tags:
                    continue
                lemma = self._lemma(token, word_class)
                hits = [
                    hit
                    for hit in self._index.get((word_class, lemma), [])
                    if _spelled(token, hit[0], word_class)
                ]
                for words, relation, lex in hits:
                    shadowed = any(_says_more(token, (w, x), (words, lex)) for w, _, x in hits)
                    if shadowed or not has_complement(token, lex.complement):
                        continue
                    if word_class == "noun" and self._is_part(token, relation):
                        continue
                    yield token, relation, lex

    def _lemma(self, token: Token, word_class: str) -> str:
        """Give the dictionary form by which a token triggers; lemmatisers make "fin" of "fined", "fining"."""
        if token.pos_ == "ADJ":
            return token.lower_
        lemma = token.lemma_.lower()
        ending = "ing" if token.lower_.endswith("ing") else "ed"
        stem = f"{lemma}e"
        cut_short = token.lower_ == f"{lemma}{ending}" and (word_class, lemma) not in self._index
        return stem if cut_short and (word_class, stem) in self._index else lemma

    def _is_part(self, token: Token, relation: RelationType) -> bool:
        """Tell whether a noun is only the front of one that states the same: "chief" of "chief executive"."""
        if token.i + 1 >= len(token.doc):
            return False
        following = token.nbor()
        hits = self._index.get(("noun", following.lemma_.lower()), [])
        return any(r is relation and len(w) > 1 and _spelled(following, w, "noun") for w, r, _ in hits)

    def slot(self, trigger: Token, word_class: str, name: str) -> list[Token]:
        """Give the tokens in a slot of a trigger, the likeliest first; `context` is not syntax and gives none."""
        if name == "context":
            return []
        if word_class == "verb" and name in VERB_SLOTS:
            return VERB_SLOTS[name](trigger)
        if name in NOUN_SLOTS:
            return NOUN_SLOTS[name](trigger)
        if name == "agent":
            return event_agents(trigger, self._support)
        if name == "patient":  # "put Orsa on its blacklist"
            verb = trigger.head.head if trigger.head.pos_ == "ADP" else trigger.head
            return [t for t in patients(verb) if t != trigger] if is_verbal(verb) else []
        found = prepositional(trigger, name)
        if not found and name == "between" and trigger.dep_ == "pobj":
            outer = trigger.head.head  # "negotiations between Orsa and Kestrel over a venture"
            return prepositional(outer, name) if is_one_of(outer, self._support) else []
        return found


class FrameMatcher:
    """Fills frames for one document."""

    def __init__(self, frames: Frames, *, cast: Cast, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self._frames = frames
        self._cast = cast
        self._gazetteer = gazetteer
        self._no_goods = ontology.cues["noGoods"]
        self._fillers = Fillers(cast, ontology=ontology, gazetteer=gazetteer)

    def match(self, paragraph: Paragraph, sentence: TokenSpan) -> Iterator[Match | Rejection]:
        """Give what a sentence states, and what it seemed to state but the ontology forbids."""
        for trigger, relation, lex in self._frames.triggers(sentence):
            named = self._cast.at(paragraph, trigger)
            if named is not None and named.form is Form.NAME and " " in named.text:
                continue  # a word of a name ("Rival Foods") states nothing
            if not self._is_of_nothing(trigger, lex):
                yield from self._fill(paragraph, trigger, relation, lex)

    def _is_of_nothing(self, trigger: Token, lex: Lexicalisation) -> bool:
        """Tell whether what a verb makes or hands over is no product: "made an offer for", "sold its stake to"."""
        if ("product", "patient") not in lex.qualifier:
            return False
        things = self._frames.slot(trigger, lex.word_class, "patient")
        return bool(things) and all(t.lemma_.lower() in self._no_goods for t in things)

    def _fill(
        self, paragraph: Paragraph, trigger: Token, relation: RelationType, lex: Lexicalisation
    ) -> Iterator[Match | Rejection]:
        subject = _Wanted.of(lex.subject, lex.subject_types or relation.domain, "subject" in lex.open)
        obj = _Wanted.of(lex.object, lex.object_types or relation.range, "object" in lex.open)
        subjects = self._fillings(paragraph, trigger, lex.word_class, subject)
        if not subjects:
            return
        qualifiers = tuple(self._qualifiers(paragraph, trigger, lex, ends=subject.types | obj.types))
        pairs = self._pairs(paragraph, trigger, lex, subjects, obj)
        for number, (left, right) in enumerate(pairs):
            if number >= _MAX_PAIRS:
                return
            ends = self._fit(left, right, relation, lex)
            if ends is not None:
                yield Match(relation, *ends, trigger, lex, _with_thing(qualifiers, ends[1]))
            else:
                reason = "range" if subject.fit([left]) else "domain"
                yield Rejection(reason, relation.name, paragraph.span(trigger.sent))

    def _fillings(
        self,
        paragraph: Paragraph,
        trigger: Token,
        word_class: str,
        wanted: _Wanted,
        *,
        without: frozenset[str] = frozenset(),
    ) -> list[list[Filler]]:
        """Fill the first of some slots that something of a fitting type fills, else the first that anything does."""
        unfit: list[list[Filler]] = []
        for name in wanted.slots:
            for found in self._found(paragraph, trigger, word_class, name, wanted, without):
                if wanted.fit(found):
                    return found
                unfit = unfit or found
        return unfit

    def _found(
        self,
        paragraph: Paragraph,
        trigger: Token,
        word_class: str,
        name: str,
        wanted: _Wanted,
        without: frozenset[str],
    ) -> Iterator[list[list[Filler]]]:
        """Give what fills a slot, for each token that may stand in it."""
        if name == "context":
            if not _says_of_what(trigger):
                yield self._fillers.context(paragraph, trigger, wanted.types, without)
            return
        alone = name == "bearer" and trigger.tag_ in {"NN", "NNP"}
        for token in self._frames.slot(trigger, word_class, name):
            found = self._fillers.of(paragraph, token, alone=alone, opened=wanted.opened)
            yield found if name == "head" else _without(trigger, paragraph, found)

    def _pairs(
        self,
        paragraph: Paragraph,
        trigger: Token,
        lex: Lexicalisation,
        subjects: list[list[Filler]],
        wanted: _Wanted,
    ) -> Iterator[tuple[list[Filler], list[Filler]]]:
        """Pair subjects with objects; where both stand in one slot ("Orsa and Kestrel teamed up"), with each other."""
        others = replace(wanted, slots=tuple(s for s in wanted.slots if s not in lex.subject))
        taken = frozenset(filler.mention.name for readings in subjects for filler in readings)
        objects = self._fillings(paragraph, trigger, lex.word_class, others, without=taken)
        if objects:
            yield from product(subjects, objects)
        elif set(lex.object) & set(lex.subject):
            yield from combinations(subjects, 2)

    def _fit(
        self,
        left: list[Filler],
        right: list[Filler],
        relation: RelationType,
        lex: Lexicalisation,
    ) -> tuple[Filler, Filler] | None:
        """Choose the readings of two phrases that the relation admits; a symmetric one likes its ends alike."""
        subject_types = lex.subject_types or relation.domain
        object_types = lex.object_types or relation.range
        fitting = [
            (s, o)
            for a, b in product(left, right)
            for s, o in product(self._roles(a), self._roles(b))
            if s.mention.type in subject_types
            and o.mention.type in object_types
            and (s.mention.known_as or s.mention.name) != (o.mention.known_as or o.mention.name)
            and not (s.thing and "subject" in lex.itself)
            and not (o.thing and "object" in lex.itself)
        ]
        if relation.symmetric:
            fitting.sort(key=lambda pair: pair[0].mention.type != pair[1].mention.type)
        return fitting[0] if fitting else None

    def _roles(self, filler: Filler) -> Iterator[Filler]:
        """Give a filler in each role that it may play: a state acts as a government and lies where it is."""
        yield filler
        for mention in state_roles(filler.mention, self._gazetteer):
            yield replace(filler, mention=mention)

    def _qualifiers(
        self, paragraph: Paragraph, trigger: Token, lex: Lexicalisation, *, ends: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        if lex.head:
            yield lex.head, _role_words(trigger)
        for name, slot in sorted(lex.qualifier):
            for token in self._frames.slot(trigger, lex.word_class, slot)[:1]:
                named = self._cast.at(paragraph, token)
                shared = slot in {*lex.subject, *lex.object}  # "a supplier of lenses", but "of Kestrel"
                if not (shared and named is not None and named.type in ends):
                    yield name, phrase(token)


def _says_more(
    token: Token, one: tuple[tuple[str, ...], Lexicalisation], other: tuple[tuple[str, ...], Lexicalisation]
) -> bool:
    """Tell whether one frame of a word is more specific than another: more words, or a complement that is there."""
    (words, lex), (few, bare) = one, other
    complete = bool(lex.complement) and not bare.complement and has_complement(token, lex.complement)
    return len(words) > len(few) or (len(words) == len(few) and complete)


def _says_of_what(noun: Token) -> bool:
    """Tell whether a role noun says itself what it is held at, even in words that name nothing known."""
    return any(t.dep_ == "poss" or (t.dep_ == "prep" and t.lower_ in {"of", "at"}) for t in noun.children)


def _without(trigger: Token, paragraph: Paragraph, found: list[list[Filler]]) -> list[list[Filler]]:
    """Drop readings that are the trigger's own phrase: a rival is not its own rival."""
    span = paragraph.span(trigger)
    kept = [[filler for filler in readings if not filler.mention.span.covers(span)] for readings in found]
    return [readings for readings in kept if readings]


def _with_thing(qualifiers: tuple[tuple[str, str], ...], obj: Filler) -> tuple[tuple[str, str], ...]:
    """Record the thing that an owner stands for, unless the frame names a product already."""
    if not obj.thing or any(name == "product" for name, _ in qualifiers):
        return qualifiers
    return tuple(sorted([*qualifiers, ("product", obj.thing)]))


def state_roles(mention: Mention, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Give the other roles of a state: the Government of a Place, the Place of a Government."""
    if mention.type not in _STATES or mention.known_as is None:
        return
    known = gazetteer.get(mention.known_as)
    if known is None:
        return
    for other in gazetteer.lookup(mention.text):
        if other.type in _STATES and other.type != mention.type:
            yield replace(mention, type=other.type, known_as=other.id)
            return
    government = gazetteer.government_of(known) if mention.type == "Place" else None
    if government is not None and known.id.count("-") == 0:
        yield replace(mention, type="Government", known_as=government.id)
    elif mention.type == "Place":  # a state of a union, a province or a city acts for itself
        yield replace(mention, type="Government", known_as=None)


def _spelled(token: Token, words: tuple[str, ...], word_class: str) -> bool:
    """Tell whether all words of a lemma stand there: "team up" with its particle, "chief executive" in a row."""
    if len(words) == 1:
        return True
    if word_class == "verb":
        rest = {t.lemma_.lower() for t in token.children} | {
            t.lower_ for t in token.doc[token.i + 1 : token.i + len(words)]
        }
        return set(words[1:]) <= rest
    start = token.i - len(words) + 1
    if start < 0:
        return False
    spelled = token.doc[start : token.i + 1]
    return all(w in {t.lemma_.lower(), t.lower_} for w, t in zip(words, spelled, strict=True))


def _role_words(noun: Token) -> str:
    """Give a role in full: "chief executive", "vice president of design" without what it is held at."""
    left = noun
    for _ in range(3):
        before = left.nbor(-1) if left.i else left
        if (
            before.head not in {left, noun}
            or before.dep_ not in {"compound", "amod"}
            or before.ent_type_ == "PERSON"
        ):
            break
        if before.ent_type_ in {"ORG", "GPE", "NORP"} or before.lower_ in {"former", "ex"}:
            break
        left = before
    return noun.doc[left.i : noun.i + 1].text
