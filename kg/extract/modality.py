"""What stands at a word itself: negation, auxiliaries, adverbs, adjectives, conditions, the end of a span of time."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.cuewords import CueWords
from kg.extract.syntax import child, is_verbal, misread_object
from kg.model import Status

_EMBEDDED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "parataxis"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_RELATIVES = frozenset({"that", "which"})


class ModalityReader:
    """Reads the marks on one word with the cue words of an ontology."""

    def __init__(self, cues: CueWords) -> None:
        self._cues = cues

    def read(self, node: Token, below: Token | None) -> Iterator[Status]:
        """Give the statuses that the marks on a word speak for.

        Args:
            node: The trigger, or a word that governs it.
            below: The word through which it governs the trigger; None if it is the trigger.
        """
        if below is not None and node.pos_ in _NOMINAL and below.dep_ not in _EMBEDDED:
            return
        yield from self._negation(node, below)
        yield from self._suppositions(node)
        misread = misread_object(node) if below is None else None
        for token in (*node.children, *(misread.children if misread is not None else ())):
            if token.dep_ in {"aux", "auxpass"}:
                yield from self._auxiliary(token, node)
            else:
                yield from self._dependent(token, node)
        if node.dep_ == "conj" and is_verbal(node) and child(node, "aux", "nsubj", "nsubjpass") is None:
            for token in (
                t for t in node.head.children if t.dep_ == "aux"
            ):  # "will buy glass and sell lenses"
                yield from self._auxiliary(token, node.head)
        if node.pos_ in _NOMINAL and below is None:
            yield from self._of_noun(node)

    def _of_noun(self, noun: Token) -> Iterator[Status]:
        """Read what an event noun or a role noun bears besides its modifiers."""
        if noun.left_edge.i > 0 and noun.i > 0:
            before = noun.nbor(-1)
            hyphenated = before.text == "-" and before.i > 0  # "ex-CEO"
            yield from self._modifier(before.nbor(-1) if hyphenated else before)
        if any(t.lower_ == "ex" and t.i < noun.i and t.nbor().text == "-" for t in noun.subtree):
            yield Status.ENDED  # "ex-Orsa finance chief Ana Ruiz"
        for clause in (t for t in noun.children if t.dep_ == "relcl"):  # "a venture that will start …"
            subject = child(clause, "nsubj", "nsubjpass")
            begins = any(self._cues.has(t, "beginning") for t in (clause, *clause.children))
            if subject is not None and subject.lower_ in _RELATIVES and begins and _is_ahead(clause):
                yield Status.PLANNED
        apposed = noun.head if noun.dep_ == "appos" else noun
        if any(_marks(t, "before", "until") for t in (*noun.children, *apposed.children) if t.i > noun.i):
            yield Status.ENDED  # "Orsa, a unit of Kestrel before it was sold"

    def _dependent(self, token: Token, node: Token) -> Iterator[Status]:
        """Read a word that hangs on a node and is no auxiliary of it."""
        if token.dep_ == "mark" and token.lower_ in self._cues["condition"]:
            yield Status.POSSIBLE
        elif token.dep_ == "advmod" and self._cues.has(token, "rumourAdverb"):
            yield Status.RUMOURED
        elif token.dep_ == "advmod" and self._cues.has(token, "falseAdverb"):
            yield Status.DENIED
        elif token.dep_ in {"amod", "advmod", "compound"} and token.i < node.i:
            yield from self._modifier(token)
        elif (token.dep_ == "prefix" and token.lower_ == "ex") or self._ends_state(token, node):
            yield Status.ENDED

    def _negation(self, node: Token, below: Token | None) -> Iterator[Status]:
        if _no_longer(node):
            yield Status.ENDED
        elif any(t.dep_ == "neg" for t in node.children):
            if below is None or not self._cues.has(node, "reporting"):  # who does not say it does not deny it
                yield Status.ENDED if _not_since(node) else Status.DENIED
        elif self._is_nothing(node):
            yield Status.DENIED

    def _is_nothing(self, node: Token) -> bool:
        """Tell of denials without "not": "no deal", "has yet to deliver", "neither Orsa nor Kestrel", "at no time"."""
        none = any(t.dep_ == "det" and t.lower_ == "no" for t in node.children)
        subject = child(node, "nsubj", "nsubjpass")
        return none or _has_yet(node) or _is_neither(subject) or self._at_no_time(node)

    def _at_no_time(self, node: Token) -> bool:
        """Tell of "at no time", "under no circumstances", "in no way"."""
        return is_verbal(node) and any(
            self._cues.has(t, "occasion") and any(d.lower_ == "no" for d in t.children)
            for p in node.children
            if p.dep_ == "prep"
            for t in p.children
            if t.dep_ == "pobj"
        )

    def _suppositions(self, node: Token) -> Iterator[Status]:
        """Read the clause on which a future hangs: "will buy unless …", "if reports are to be believed"."""
        for clause in (t for t in node.children if t.dep_ in {"advcl", "prep"}):
            supposed = any(t.dep_ == "mark" and t.lower_ in self._cues["condition"] for t in clause.children)
            if supposed and any(self._cues.has(t, "crediting") for t in (clause, *clause.children)):
                yield Status.RUMOURED
            elif (supposed and is_verbal(clause) and _is_ahead(node)) or clause.lower_ in {
                "depending",
                "contingent",
            }:
                yield Status.POSSIBLE

    def _auxiliary(self, token: Token, verb: Token) -> Iterator[Status]:
        if token.tag_ == "TO":
            if verb.head.pos_ == "PROPN" or _is_headline_future(verb):  # "Orsa to buy Fabrinet"
                yield Status.PLANNED
        elif token.lower_ == "would" and _reported(verb, self._cues["reporting"]):
            yield Status.PLANNED
        elif token.lower_ in self._cues["possibleModal"] and token.lower_ != "can":
            yield Status.POSSIBLE
        elif token.lower_ in self._cues["futureModal"]:
            yield Status.PLANNED

    def _modifier(self, token: Token) -> Iterator[Status]:
        lemma = token.lower_.rstrip("-")
        if lemma in self._cues["ended"] or lemma.startswith("ex-"):
            yield Status.ENDED
        elif lemma in self._cues["plannedAdjective"]:
            yield Status.PLANNED
        elif lemma in self._cues["rumourAdverb"]:
            yield Status.RUMOURED
        elif lemma in self._cues["possibility"] and token.pos_ not in _NOMINAL:  # no "chief risk officer"
            yield Status.POSSIBLE

    def _ends_state(self, dependent: Token, verb: Token) -> bool:
        """Tell what ends a past state: "supplied it until 2019", "was one before she left", "before quitting"."""
        if verb.tag_ != "VBD" or any(t.dep_ == "neg" for t in verb.children):
            return False
        if dependent.dep_ == "prep" and dependent.lower_ == "until":
            return any(t.dep_ == "pobj" for t in dependent.children)
        if verb.lemma_ == "be" and dependent.dep_ == "advcl":
            return _marks(dependent, "before", "until")
        if dependent.dep_ == "prep" and dependent.lower_ == "before":
            return any(t.dep_ == "pcomp" and self._cues.has(t, "ending") for t in dependent.children)
        leaves = self._cues.has(dependent, "ending")
        return dependent.dep_ == "advcl" and leaves and _marks(dependent, "before", "until")


def has_to(verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return any(t.dep_ == "aux" and t.tag_ == "TO" for t in verb.children)


def _marks(clause: Token, *words: str) -> bool:
    marked = any(t.dep_ == "mark" and t.lower_ in words for t in clause.children)
    return clause.dep_ == "advcl" and marked


def _is_ahead(verb: Token) -> bool:
    """Tell whether a verb looks ahead by its own form: "will start", "is to start", "may start"."""
    if any(t.dep_ in {"aux", "auxpass"} and t.tag_ == "MD" for t in verb.children):
        return True
    return verb.lemma_ == "be" and any(t.dep_ == "xcomp" and has_to(t) for t in verb.children)


def _is_headline_future(verb: Token) -> bool:
    """Tell a headline's "Orsa to buy Fabrinet": an infinitive with a subject of its own that no verb governs."""
    subject = child(verb, "nsubj", "nsubjpass")
    to = next((t for t in verb.children if t.tag_ == "TO"), None)
    if subject is None or to is None or to.i != subject.right_edge.i + 1 or child(verb, "mark") is not None:
        return False
    return verb.dep_ == "ROOT" or (not is_verbal(verb.head) and verb.head.pos_ != "ADP")


def _no_longer(node: Token) -> bool:
    """Tell what was and is over: "no longer supplies", "does not supply … any more"."""
    adverbs = (t for t in node.children if t.dep_ == "advmod" and t.i > 0)
    return any(t.lower_ in {"longer", "more"} and t.nbor(-1).lower_ in {"no", "any"} for t in adverbs)


def _not_since(verb: Token) -> bool:
    """Tell of "has not had an office there since 2020": it had one until then."""
    perfect = any(t.dep_ == "aux" and t.lemma_ == "have" for t in verb.children)
    return perfect and any(t.lower_ == "since" and t.dep_ in {"prep", "mark"} for t in verb.children)


def _has_yet(verb: Token) -> bool:
    """Tell of "has yet to deliver"."""
    below = child(verb, "xcomp")
    yet = any(t.dep_ == "advmod" and t.lower_ == "yet" for t in verb.children)
    return verb.lemma_ in {"have", "be"} and yet and below is not None and has_to(below)


def _is_neither(subject: Token | None) -> bool:
    """Tell of a subject that nothing is said of: "neither Orsa nor Kestrel", "none of them"."""
    if subject is None:
        return False
    return subject.lower_ in {"none", "neither"} or any(
        t.lower_ == "neither" and t.i < subject.i for t in subject.children
    )


def _reported(verb: Token, reporting: frozenset[str]) -> bool:
    return verb.dep_ in {"ccomp", "parataxis"} and verb.head.lemma_.lower() in reporting
