"""Asks whether a word is a cue of discourse, with the particle that makes its meaning: "call off", "step down"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.syntax import is_one_of
from kg.ontology import Ontology


class CueWords:
    """The cue lists of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._cues = ontology.cues

    def __getitem__(self, name: str) -> frozenset[str]:
        """Give the lemmas of a list."""
        return self._cues[name]

    def has(self, token: Token | None, *names: str) -> bool:
        """Tell whether a word, alone or with its particle, stands in one of some lists."""
        return token is not None and any(is_one_of(token, self._cues[name]) for name in names)

    def spells(self, token: Token, name: str) -> bool:
        """Tell whether a word as written or its lemma stands in a list: "reported" and "rumoured" are no lemmas."""
        return token.lower_.rstrip("-") in self._cues[name] or token.lemma_.lower() in self._cues[name]
