"""Which of the things named so far is meant: a cheap salience ranking of antecedents.

After Lappin & Leass (1994), "An algorithm for pronominal anaphora resolution": grammatical role, recency and frequency
are weighed; what is known of nationality excludes ("the U.S. group" is no South Korean company).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.gazetteer import Gazetteer
from kg.model import Form, Mention

WINDOW = 3
"""Sentences looked back for an antecedent."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that something later may refer to.

    Attributes:
        mention: The mention.
        sentence: Number of its sentence in the document.
        subject: Whether it is a subject, or the owner in one.
    """

    mention: Mention
    sentence: int
    subject: bool


def identity(mention: Mention) -> tuple[str, str]:
    """Give what mentions of one thing within a document share."""
    return (mention.type, mention.known_as or mention.name)


class Salience:
    """What a document has named so far."""

    def __init__(self, named: Iterable[Mention], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._frequency = Counter(identity(m) for m in named)
        self._nations: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._recent: list[Candidate] = []

    def begin(self, sentence: int) -> tuple[Candidate, ...]:
        """Begin a sentence: forget what is too far back, and give what is not."""
        self._recent = [c for c in self._recent if sentence - c.sentence <= WINDOW]
        return tuple(self._recent)

    def meet(self, mention: Mention, token: Token, sentence: int) -> None:
        """Take a mention into account that ends with a token."""
        self._recent.append(Candidate(mention, sentence, _is_subject(token)))
        if mention.form is Form.NAME:
            described = [token, *(t for t in token.children if t.dep_ == "appos")]
            self._nations[identity(mention)].update(*(self.nations(t.children) for t in described))
            known = self._gazetteer.get(mention.known_as) if mention.known_as else None
            if known is not None and known.country:
                self._nations[identity(mention)].add(f"place:{known.country.lower()}")

    def nations(self, tokens: Iterable[Token]) -> frozenset[str]:
        """Give the countries that some words before a noun name: "South Korean", "Japan's"."""
        words = (t.text for t in tokens if t.dep_ in {"amod", "compound", "nmod", "poss"})
        found = (self._gazetteer.country_of_demonym(word) for word in words)
        return frozenset(country.id for country in found if country is not None)

    def antecedent(
        self, sentence: int, types: Iterable[str], *, nations: frozenset[str] = frozenset(), noun: str = ""
    ) -> Mention | None:
        """Choose the likeliest antecedent of a pronoun or a description, or None.

        Args:
            sentence: Number of the sentence that refers back.
            types: Entity types that it may refer to.
            nations: Countries that the description names ("the Dutch firm").
            noun: Its noun in lower case: "the commission" is rather one whose name says so.
        """
        says_so = [c for c in self._recent if noun and noun in c.mention.name.lower().split()]
        found = self.choose(says_so, sentence, types, nations)
        return found or self.choose(self._recent, sentence, types, nations)

    def choose(
        self,
        candidates: Iterable[Candidate],
        sentence: int,
        types: Iterable[str],
        nations: frozenset[str] = frozenset(),
    ) -> Mention | None:
        """Choose the most salient candidate of some types, the latest of equals; None if there is none."""
        allowed = frozenset(types)
        fitting = [
            c
            for c in candidates
            if c.mention.type in allowed and c.mention.form is not Form.TICKER and self._agrees(c, nations)
        ]
        ranked = ((self._weight(c, sentence, nations), order, c) for order, c in enumerate(fitting))
        return max(ranked, key=lambda item: item[:2])[2].mention if fitting else None

    def _agrees(self, candidate: Candidate, nations: frozenset[str]) -> bool:
        known = self._nations.get(identity(candidate.mention))
        return not nations or not known or bool(known & nations)

    def _weight(self, candidate: Candidate, sentence: int, nations: frozenset[str]) -> float:
        key = identity(candidate.mention)
        role = 2.0 if candidate.subject else 0.0
        often = min(self._frequency[key], 5) * 0.2
        same_nation = 1.0 if nations & self._nations.get(key, set()) else 0.0
        return role + often + same_nation - 1.5 * (sentence - candidate.sentence)


def _is_subject(token: Token) -> bool:
    for _ in range(4):
        if token.dep_ in {"nsubj", "nsubjpass"}:
            return True
        if token.dep_ not in {"compound", "poss", "nmod", "amod"}:
            return False
        token = token.head
    return False
