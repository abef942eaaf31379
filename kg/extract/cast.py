"""Everyone and everything that takes part in a document: names, descriptions and pronouns, found by token."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.passage import Paragraph, Passage
from kg.extract.salience import Candidate, Salience, identity
from kg.gazetteer import Gazetteer
from kg.model import Argument, Form, Mention, Span
from kg.ontology import Ontology

_BODIES = ("Company", "Organization", "Agency", "Government")
_PRONOUN_TYPES: Mapping[str, tuple[str, ...]] = {
    "it": _BODIES,
    "its": _BODIES,
    "itself": _BODIES,
    "he": ("Person",),
    "him": ("Person",),
    "his": ("Person",),
    "she": ("Person",),
    "her": ("Person",),
}
_OWNED = frozenset({"Agency", "Organization"})
_WE = frozenset({"we", "us", "our"})
_DEFINITE = frozenset({"the", "this", "that"})
_REFERRING = frozenset({"Company", "Government", "Agency"})
"""Types whose definite description ("the company") points back to a name."""
_OWN_DESCRIPTION = frozenset({"Group", "Event", "Facility", "Product", "Sector", "Agency", "Government"})
"""Types whose description is an entity of its own where it points back to nothing."""
_COMPLETING = {
    "Government": ("of",),
    "Agency": ("of",),
    "Facility": ("in", "at", "near"),
    "Event": ("of", "in", "at"),
}
"""Prepositions whose object completes a description of each type."""
_PICKING = frozenset("new own other similar such same next first last latest more many several".split())
_MODIFYING = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_MAX_MODIFIERS = 4


class Cast:
    """The mentions of a document, and which of them a token belongs to.

    Attributes:
        mentions: All of them, in text order.
    """

    def __init__(
        self, passage: Passage, named: tuple[Mention, ...], *, ontology: Ontology, gazetteer: Gazetteer
    ) -> None:
        self._passage = passage
        self._ontology = ontology
        self._at: dict[tuple[int, int], Mention] = {}
        for mention in named:
            self._place(mention)
        self._salience = Salience(named, gazetteer)
        self._before: list[tuple[int, tuple[Candidate, ...]]] = []
        described = tuple(self._described())
        self.mentions: tuple[Mention, ...] = tuple(
            replace(m, text=passage.document.text[m.span.start : m.span.end])  # as written, not as parsed
            for m in sorted([*named, *described], key=lambda m: m.span)
        )
        self._forms = _surface_forms(self.mentions)

    def at(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """Give the mention that a token is part of."""
        return self._at.get((paragraph.index, token.i))

    def argument(self, mention: Mention) -> Argument:
        """Make an end of a claim out of a mention, with every name of it in the document."""
        forms = self._forms.get(identity(mention), ())
        own = mention.form in {Form.NAME, Form.TICKER} or mention.text == mention.name
        if own and mention.text not in forms:
            forms = tuple(sorted({*forms, mention.text}))
        if mention.type in _OWNED and "'s " in mention.name:  # "China's Ministry of Commerce" is the ministry
            forms = tuple(sorted({*forms, mention.name.split("'s ", 1)[1]}))
        return Argument(mention.name, mention.type, mention.span, forms, mention.known_as)

    def topic(self, sentence: Span, types: frozenset[str]) -> Mention | None:
        """Give what the passage before a sentence is about: the most salient name of one of the types."""
        number = bisect_right(self._before, sentence.start, key=lambda item: item[0]) - 1
        names = [c for c in self._before[number][1] if c.mention.form is Form.NAME] if number >= 0 else []
        return self._salience.choose(names, number, types)

    def _place(self, mention: Mention) -> None:
        paragraph = self._passage.paragraph_at(mention.span.start)
        tokens = None if paragraph is None else paragraph.tokens(mention.span)
        if paragraph is None or tokens is None:
            return
        for token in tokens:
            if not token.is_space:  # a name within a description keeps its own tokens
                self._at.setdefault((paragraph.index, token.i), mention)

    def _described(self) -> Iterator[Mention]:
        """Walk the sentences, reading pronouns and descriptions against the names met so far."""
        for number, (paragraph, sentence) in enumerate(self._passage.sentences()):
            self._before.append((paragraph.span(sentence[0]).start, self._salience.begin(number)))
            for token in sentence:
                here = self._at.get((paragraph.index, token.i))
                if here is None:
                    found = self._read(paragraph, token, number)
                    if found is not None:
                        self._place(found)
                        self._salience.meet(found, token, number)
                        yield found
                elif paragraph.span(token).end >= here.span.end and not paragraph.heading:
                    self._salience.meet(here, token, number)

    def _read(self, paragraph: Paragraph, token: Token, number: int) -> Mention | None:
        types = _PRONOUN_TYPES.get(token.lower_)
        if types is not None and token.pos_ == "PRON":
            antecedent = self._salience.antecedent(number, types)
            if antecedent is None:
                return None
            return replace(antecedent, span=paragraph.span(token), text=token.text, form=Form.PRONOUN)
        if token.lower_ in _WE and token.pos_ == "PRON":
            house = self._house_of(paragraph, _speaker_of(token))
            return house and replace(house, span=paragraph.span(token), text=token.text, form=Form.PRONOUN)
        if token.pos_ not in {"NOUN", "PROPN"} or paragraph.heading:
            return None
        entity_type = self._nominal_type(token)
        if entity_type is None or token.dep_ == "compound":
            return None
        return self._description(paragraph, token, entity_type, number)

    def _house_of(self, paragraph: Paragraph, speaker: Token | None) -> Mention | None:
        """Give whom a speaker speaks for: the nearest firm or body in the phrase that names the speaker."""
        if speaker is None:
            return None
        near = sorted(speaker.subtree, key=lambda t: abs(t.i - speaker.i))
        found = (self._at.get((paragraph.index, t.i)) for t in near)
        return next((m for m in found if m is not None and m.type in _BODIES and m.form is Form.NAME), None)

    def _nominal_type(self, token: Token) -> str | None:
        for entity_type in self._ontology.entity_types.values():
            plural = token.tag_ in {"NNS", "NNPS"}
            if plural and entity_type.name == "Group" and token.lower_ in entity_type.nominals:
                return "Group"
        for entity_type in self._ontology.entity_types.values():
            if entity_type.name == "Group" or token.lemma_.lower() not in entity_type.nominals:
                continue
            if token.tag_ in {"NN", "NNP"} or entity_type.name in {"Product", "Facility", "Event"}:
                return entity_type.name
        return None

    def _description(
        self, paragraph: Paragraph, token: Token, entity_type: str, number: int
    ) -> Mention | None:
        parts = [t for t in token.children if t.i < token.i]
        if (
            entity_type in _REFERRING
            and any(t.lower_ in _DEFINITE for t in parts)
            and not _defined_by_phrase(token)
        ):
            nations = self._salience.nations(parts)
            antecedent = self._salience.antecedent(number, (entity_type,), nations=nations, noun=token.lower_)
            if antecedent is not None:
                span = paragraph.span(token)
                return replace(antecedent, span=span, text=token.text, form=Form.DESCRIPTION)
        if entity_type not in _OWN_DESCRIPTION:
            return None
        return self.describe(paragraph, token, entity_type)

    def describe(self, paragraph: Paragraph, noun: Token, entity_type: str) -> Mention:
        """Make a mention of what a common noun and its modifiers describe."""
        left = self._leftmost(paragraph, noun, entity_type)
        right = self._rightmost(paragraph, noun, entity_type)
        text = paragraph.doc[left.i : right.i + 1].text
        start = paragraph.span(left).start
        return Mention(Span(start, start + len(text)), text, entity_type, text, Form.DESCRIPTION)

    def _leftmost(self, paragraph: Paragraph, noun: Token, entity_type: str) -> Token:
        """Give the first word of a description: its adjectives and nouns, but no other actor's name."""
        left = noun
        for _ in range(_MAX_MODIFIERS):
            before = left.nbor(-1) if left.i > noun.sent.start else left
            if before.text == "-" and before.i > noun.sent.start:
                before = before.nbor(-1)
            named = self._at.get((paragraph.index, before.i))
            if before == left or before.pos_ not in _MODIFYING:
                break
            if named is not None and named.type != "Place" and entity_type != "Facility":
                break
            if entity_type == "Product" and (named is not None or _tells_which(before)):
                break
            left = before
        owner = next((t for t in noun.children if t.dep_ == "poss" and t.pos_ == "NOUN"), None)
        if entity_type == "Event" and owner is not None:  # "the dockers' strike"
            left = min((t for t in owner.subtree if t.pos_ != "DET"), key=lambda t: t.i)
        return left

    def _rightmost(self, paragraph: Paragraph, noun: Token, entity_type: str) -> Token:
        """Give the last word of a description: "government of Chile", "plant in York", "shortage of engines"."""
        for preposition in (t for t in noun.children if t.i > noun.i and t.dep_ == "prep"):
            complement = next((t for t in preposition.children if t.dep_ == "pobj"), None)
            if complement is None or complement.i - noun.i > _MAX_MODIFIERS:
                continue
            named = self._at.get((paragraph.index, complement.i))
            placed = named is not None and named.type in {"Place", "Government"}
            if preposition.lower_ in _COMPLETING.get(entity_type, ()) and (placed or entity_type == "Event"):
                return self._end_of(paragraph, complement, named)
        return noun

    def _end_of(self, paragraph: Paragraph, token: Token, named: Mention | None) -> Token:
        """Give the last token of the name that a token begins or is in, or the token itself."""
        while named is not None and token.i + 1 < len(token.doc):
            if self._at.get((paragraph.index, token.i + 1)) != named:
                break
            token = token.nbor()
        return token


def _speaker_of(word: Token) -> Token | None:
    """Give the subject of the clause outside the quotation that a word stands in: "we sell, said Ana Ruiz of Orsa"."""
    said = next((t for t in word.ancestors if t.dep_ == "ccomp" and t.head.pos_ == "VERB"), None)
    if said is None or said.i > said.head.i:
        return None
    return next((t for t in said.head.children if t.dep_ == "nsubj"), None)


def _tells_which(word: Token) -> bool:
    """Tell words that pick out a thing from words that name its kind: "biggest", "30,000", "Chinese", "own"."""
    return word.tag_ in {"JJS", "JJR", "CD", "PRP$"} or word.ent_type_ == "NORP" or word.lower_ in _PICKING


def _surface_forms(mentions: Iterable[Mention]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in mentions:
        own = (
            mention.form is Form.DESCRIPTION
            and mention.known_as is None
            and " ".join(mention.text.split()) == mention.name
        )
        if mention.form in {Form.NAME, Form.TICKER} or own:
            forms[identity(mention)].add(mention.text)
    return {key: tuple(sorted(values)) for key, values in forms.items()}


def _defined_by_phrase(noun: Token) -> bool:
    """Tell whether a definite noun says itself what it is: "the government of Chile", "Orsa, the chipmaker"."""
    return noun.dep_ == "appos" or any(
        t.dep_ in {"relcl", "appos"} or (t.dep_ == "prep" and t.lower_ == "of") for t in noun.children
    )
