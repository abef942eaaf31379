"""Who says it, and whether anybody could check that: named speakers, unnamed sources, reports that nobody confirms."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.cuewords import CueWords
from kg.extract.nominal import phrase
from kg.extract.syntax import child, is_verbal

_MISPLACED = frozenset({"relcl", "advcl", "appos", "acl", "conj"})
_RELATIVES = frozenset({"that", "which", "who"})


class SpeakerReader:
    """Finds speakers with the cue words of an ontology."""

    def __init__(self, cues: CueWords) -> None:
        self._cues = cues

    def governing(self, node: Token, below: Token) -> Token | None:
        """Give the subject of a reporting verb that governs the clause below it."""
        clause = below.dep_ in {"ccomp", "parataxis"} or (below.dep_ == "advcl" and is_verbal(node))
        if not (clause and is_verbal(node) and self._cues.has(node, "reporting", "denial")):
            return None
        subject = child(node, "nsubj")
        if subject is None and below.i < node.i:  # "said two lawyers who …" at the end
            subject = child(node, "dobj")
        if subject is not None and subject.lower_ in _RELATIVES and node.dep_ == "relcl":
            return node.head
        return subject

    def aside(self, node: Token) -> Token | None:
        """Give who speaks in a reporting clause that stands beside: "Orsa may sell, people familiar said"."""
        for clause in node.children:
            beside = clause.dep_ == "parataxis" or _stands_alone(clause)
            if beside and self._cues.has(clause, "reporting"):
                return child(clause, "nsubj")
        return None

    def trailing(self, trigger: Token) -> Token | None:
        """Give who speaks in ", a newspaper reported" at the end, which parsers hang on the name before it."""
        for verb in trigger.sent:
            if verb.i <= trigger.i or verb.dep_ not in _MISPLACED or not self._cues.has(verb, "reporting"):
                continue
            subject = child(verb, "nsubj") or verb.nbor(-1)
            left = subject.left_edge
            apart = left.i > 0 and left.nbor(-1).text == "," and left.i > trigger.i
            noun = subject.pos_ in {"NOUN", "PROPN"} and subject.i < verb.i
            if noun and apart and child(verb, "dobj", "ccomp", "xcomp") is None:
                return subject
        return None

    def according_to(self, trigger: Token) -> Token | None:
        """Give whom a sentence names as its source by "according to"."""
        for token in trigger.sent:
            if token.lower_ == "according":
                to = next((t for t in token.children if t.lower_ == "to"), None)
                if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
                    to = token.nbor()
                source = None if to is None else child(to, "pobj")
                if source is not None:
                    return source
        return None

    def uncheckable(self, speaker: Token) -> bool:
        """Tell whether a speaker is a source that nobody can check: "people familiar with the matter", "a tabloid"."""
        if any(
            self._cues.spells(t, "unverified") for t in speaker.children if t.dep_ in {"amod", "compound"}
        ):
            return True
        if self._asks_not_to_be_named(speaker) or self._goes_unconfirmed(speaker):
            return True
        if self._cues.spells(speaker, "outlet"):
            return not any(t.tag_ == "PRP$" for t in speaker.children)
        if speaker.ent_type_ or speaker.pos_ == "PROPN" or not self._cues.has(speaker, "unnamedSource"):
            return False
        return not any(self._names_it(t) for t in speaker.children)

    def _names_it(self, part: Token) -> bool:
        """Tell whether a word before a source says whose it is: "the Reuters report", "its annual report"."""
        owned = part.dep_ == "poss" and not self._cues.has(part.head, "unnamedPerson")
        return owned or (part.pos_ == "PROPN" and part.dep_ in {"poss", "compound", "amod"})

    def _asks_not_to_be_named(self, speaker: Token) -> bool:
        words = [t for t in speaker.subtree if t.i > speaker.i]
        if any(t.lemma_.lower() == "anonymity" for t in words):
            return True
        naming = (t for t in words if self._cues.has(t, "naming"))
        return any(_is_negated(t) or self._cues.has(t.head, "refusal") for t in naming)

    def _goes_unconfirmed(self, source: Token) -> bool:
        """Tell of "a report that could not be confirmed", "a memo of unverified origin"."""
        words = [t for t in source.subtree if t.i > source.i]
        return any(
            (self._cues.has(t, "verifying") and _is_negated(t)) or self._cues.spells(t, "unverified")
            for t in words
        )


def speaker_phrase(speaker: Token) -> str:
    """Give the words for a speaker who is no mention: "two people familiar with the matter"."""
    return phrase(speaker)


def _is_negated(verb: Token) -> bool:
    return any(t.dep_ == "neg" for t in verb.children) or any(
        t.dep_ == "neg" and t.head == verb.head and t.i < verb.i for t in verb.head.children
    )


def _stands_alone(clause: Token) -> bool:
    """Tell "…, two people said" at the end of a long sentence, where parsers see a second main clause.

    No conjunction leads to it, it has a subject of its own, and what it says is not in it; whom it tells may be.
    """
    if clause.dep_ != "conj" or clause.i < clause.head.i:
        return False
    left = clause.left_edge
    joined = left.i > 0 and any(t.dep_ == "cc" and t.i == left.i - 1 for t in clause.head.children)
    listener = child(clause, "dobj") is None or clause.lemma_ in {"tell", "inform"}
    return (
        listener
        and child(clause, "ccomp", "xcomp") is None
        and not joined
        and child(clause, "nsubj") is not None
    )
