"""What a second clause of the same sentence tells of the first: "was set to buy it, but backed out"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.cuewords import CueWords
from kg.extract.syntax import child, is_verbal
from kg.model import Status

_PRONOUNS = frozenset({"it", "that", "this", "them"})
_DEFINITE = frozenset({"the", "this", "that"})
_CONTRAST = frozenset({"but", "yet", "though"})


class AftermathReader:
    """Reads the clauses that follow with the cue words of an ontology."""

    def __init__(self, cues: CueWords) -> None:
        self._cues = cues

    def read(self, clause: Token) -> Iterator[Status]:
        """Give the statuses that the clauses after one speak for.

        Args:
            clause: The verb of a clause.
        """
        main = clause.head.head  # "Orsa, which relied on Kestrel, has since weaned itself off it"
        if clause.dep_ == "relcl" and clause.tag_ == "VBD" and clause.head.dep_ == "nsubj":
            since = any(t.dep_ == "advmod" and t.lower_ == "since" for t in main.children)
            if since and self._cues.has(main, "ending"):
                yield Status.ENDED
        for later in _following(clause):
            if self._denies(later):
                yield Status.DENIED
            elif self._ends(clause, later):
                yield Status.ENDED

    def _denies(self, later: Token) -> bool:
        obj = child(later, "dobj")
        if obj is None:
            return False
        return self._cues.has(obj, "denialNoun") or (
            self._cues.has(later, "denial") and obj.lower_ in _PRONOUNS
        )

    def _ends(self, clause: Token, later: Token) -> bool:
        if not self._cues.has(later, "refusal", "ending"):
            return False
        subject, obj = child(later, "nsubj", "nsubjpass"), child(later, "dobj")
        if obj is not None:
            return obj.lower_ in _PRONOUNS  # "has torn it up"
        if subject is None and not _is_passive(later) and _has_complement(later):
            return False  # "stopped making", "withdrew from …" end something else
        if subject is None:
            return _is_passive(later) or _is_contrasted(clause)
        return subject.lower_ in {"it", "that"} or self.refers(subject)

    def refers(self, noun: Token) -> bool:
        """Tell whether a definite noun means a deal told before: "the deal", "the agreement"."""
        return self._cues.has(noun, "agreedThing") and any(t.lower_ in _DEFINITE for t in noun.children)


def _following(clause: Token) -> list[Token]:
    """Give the verbs of the clauses that stand beside a clause, after it."""
    found = [t for t in clause.children if t.dep_ == "conj" and is_verbal(t) and t.i > clause.i]
    head = clause.head
    beside = clause.dep_ == "ccomp" and head.i > clause.i and is_verbal(head)
    if beside and any(t.text in {";", ":"} for t in clause.doc[clause.i : head.i]):  # parsed as what is said
        found.append(head)
    return found


def _has_complement(verb: Token) -> bool:
    return any(t.dep_ in {"xcomp", "ccomp"} or t.lower_ in {"from", "of", "on"} for t in verb.children)


def _is_passive(verb: Token) -> bool:
    return any(t.dep_ == "auxpass" for t in verb.children)


def _is_contrasted(clause: Token) -> bool:
    return any(t.dep_ == "cc" and t.lower_ in _CONTRAST for t in clause.children)
