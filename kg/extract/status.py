"""Status and speaker of a claim, read off the clauses that its trigger is embedded in.

The rules climb from the trigger to the root: each governor may plan, suppose, report, rumour, deny or end what it
governs. A cue elsewhere in the sentence has no say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.syntax import child, controlling_preposition, is_verbal, phrase
from kg.model import Status
from kg.ontology import Ontology

_MAX_CLIMB = 8
_EMBEDDED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "parataxis"})
_GOVERNED = frozenset({"dobj", "pobj", "attr", "nsubjpass", "oprd", "conj", "ROOT", "dative", "nsubj"})
"""Where an event noun stands within what a verb says, rather than beside a name that it describes."""
_GOVERNING = ("support", "plan", "possibility", "denial", "refusal", "ending", "rumourVerb", "reporting")
_PREDICATED = frozenset({"attr", "oprd", "pobj"})
"""Where a noun says of a name what it is: "may become a rival", "as a supplier"."""
_RANK = (Status.DENIED, Status.ENDED, Status.RUMOURED, Status.POSSIBLE, Status.PLANNED, Status.ASSERTED)
"""Which cue prevails when a clause bears several: "reportedly plans to" is a rumour, "denied that it may" a denial."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How a document holds what a clause says.

    Attributes:
        status: Fact, plan, possibility, rumour, denial or ending.
        speaker: The token that heads the phrase for who says it, or None: the document.
    """

    status: Status
    speaker: Token | None = None


class StatusReader:
    """Reads stances with the cue words of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._cues = ontology.cues

    def read(self, trigger: Token, given: Status | None = None, *, described: bool = False) -> Stance:
        """Read the stance of a sentence towards what a trigger expresses.

        Args:
            trigger: The verb or noun that carries the relation.
            given: Status that the lexicalisation itself gives, such as "possible" for "bid".
            described: Whether the trigger is a noun that describes a name ("rival Orsa"): what a sentence plans or
                denies about Orsa leaves it a rival, unless a copula says so ("may become a rival").

        Returns:
            The prevailing status and the nearest speaker.
        """
        found: set[Status] = {given} if given is not None else set()
        speaker: Token | None = None
        for node, below in self._chain(trigger, described):
            found.update(self._modality(node, below))
            speaker = speaker or self._aside(node)
            if below is not None:
                found.update(self._governance(node, below))
                speaker = speaker or self._speaker(node, below)
                if self._is(node, "continuing") and not _is_going_to(node, below):
                    # "will go on supplying": it supplies already
                    found.discard(Status.PLANNED)
        if not described or trigger.dep_ in _PREDICATED:
            speaker = speaker or self._according_to(trigger)
            found.update({Status.POSSIBLE} if trigger.sent[-1].text == "?" else ())
        if speaker is not None and self._unnamed(speaker):
            found.add(Status.RUMOURED)
        status = next((s for s in _RANK if s in found), Status.ASSERTED)
        return Stance(status, speaker)

    def _is(self, token: Token, cue: str) -> bool:
        lemma = token.lemma_.lower()
        particle = child(token, "prt")
        return lemma in self._cues[cue] or (
            particle is not None and f"{lemma} {particle.lower_}" in self._cues[cue]
        )

    def _hearsay(self, token: Token | None) -> bool:
        return token is not None and (self._is(token, "rumourVerb") or self._is(token, "rumourNoun"))

    def _chain(self, trigger: Token, described: bool) -> Iterator[tuple[Token, Token | None]]:
        """Climb from the trigger to the root of its sentence: each governor with the node below it."""
        below: Token | None = None
        node = trigger
        if not is_verbal(trigger) and trigger.dep_ not in (_PREDICATED if described else _GOVERNED):
            yield trigger, None  # "Chief Executive Ana Ruiz denied …" denies no position
            return
        for _ in range(_MAX_CLIMB):
            yield node, below
            content = node.dep_ == "relcl" and self._hearsay(node.head)  # "the rumour that X buys Y"
            parent = node.head if content else _governor(node)
            if parent is None or (below is None and self._presupposes(parent, node)):
                return
            below, node = node, parent

    def _presupposes(self, verb: Token, noun: Token) -> bool:
        """Tell whether a clause takes an event noun for granted: "the case would focus on Orsa's purchase of …"."""
        if is_verbal(noun) or not is_verbal(verb) or noun.dep_ != "pobj" or noun.head.lower_ == "as":
            return False
        return not any(self._is(verb, cue) for cue in _GOVERNING)

    def _modality(self, node: Token, below: Token | None) -> Iterator[Status]:
        """Read what stands at a node itself: negation, auxiliaries, adverbs, adjectives, a conditional marker."""
        if below is not None and node.pos_ in {"NOUN", "PROPN"} and below.dep_ not in _EMBEDDED:
            return
        yield from self._negation(node, below)
        for token in node.children:
            if token.dep_ in {"aux", "auxpass"}:
                yield from self._auxiliary(token, node)
            else:
                yield from self._dependent(token, node)
        if node.dep_ == "conj" and is_verbal(node) and child(node, "aux", "nsubj", "nsubjpass") is None:
            for token in (
                t for t in node.head.children if t.dep_ == "aux"
            ):  # "will buy glass and sell lenses"
                yield from self._auxiliary(token, node.head)
        if node.left_edge.i > 0 and node.pos_ in {"NOUN", "PROPN"} and below is None:
            before = node.nbor(-1)
            hyphenated = before.text == "-" and before.i > 0  # "ex-CEO"
            yield from self._modifier(before.nbor(-1) if hyphenated else before)

    def _dependent(self, token: Token, node: Token) -> Iterator[Status]:
        """Read a word that hangs on a node and is no auxiliary of it."""
        if token.dep_ == "mark" and token.lower_ in self._cues["condition"]:
            yield Status.POSSIBLE
        elif token.dep_ == "advmod" and self._is(token, "rumourAdverb"):
            yield Status.RUMOURED
        elif token.dep_ in {"amod", "advmod", "compound"} and token.i < node.i:
            yield from self._modifier(token)
        elif (token.dep_ == "prefix" and token.lower_ == "ex") or _ends_state(token, node):
            yield Status.ENDED

    def _negation(self, node: Token, below: Token | None) -> Iterator[Status]:
        if _no_longer(node):
            yield Status.ENDED
        elif any(t.dep_ == "neg" for t in node.children):
            if below is None or not self._is(node, "reporting"):  # who does not say it does not deny it
                yield Status.DENIED
        elif any(t.dep_ == "det" and t.lower_ == "no" for t in node.children):
            yield Status.DENIED

    def _auxiliary(self, token: Token, verb: Token) -> Iterator[Status]:
        if token.tag_ == "TO":
            if verb.head.pos_ == "PROPN":  # a headline's future: "Orsa to buy Fabrinet"
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
        elif lemma in self._cues["possibility"]:
            yield Status.POSSIBLE

    def _governance(self, node: Token, below: Token) -> Iterator[Status]:
        """Read what a governor does to the clause or the noun below it."""
        if below.dep_ == "advcl" and not _is_complement(below):
            if below.i < node.i and self._hearsay(
                child(below, "nsubj")
            ):  # "the rumour of X killing Y is debunked"
                yield Status.DENIED if self._is(node, "denial") else Status.RUMOURED
            return
        clause = is_verbal(below) or controlling_preposition(below) is not None
        if self._is(node, "denial"):
            yield Status.DENIED
        elif self._is(node, "refusal"):  # what has been agreed ends; what has not does not come about
            unsettled = clause or self._is(below, "possibility") or self._is(below, "plan")
            yield Status.DENIED if unsettled else Status.ENDED
        elif self._is(node, "ending") and not is_subject_of(below, node):
            yield Status.ENDED
        elif self._hearsay(node) or (clause and is_verbal(node) and self._hearsay(child(node, "nsubj"))):
            yield Status.RUMOURED
        elif clause or not is_subject_of(below, node):
            yield from self._prospect(node, below, clause)

    def _prospect(self, node: Token, below: Token, clause: bool) -> Iterator[Status]:
        """Read whether a governor plans what is below it, supposes it, or tells of how things used to be."""
        negated = any(t.dep_ == "neg" or (t.dep_ == "det" and t.lower_ == "no") for t in node.children)
        settled = clause and _has_to(below) and self._is(node, "settled")  # "an agreement to sell"
        due = node.lemma_ == "be" and below.dep_ == "xcomp" and _has_to(below)  # "is to be sold"
        if settled or due or _is_going_to(node, below):
            yield Status.PLANNED
        elif self._is(node, "plan") and not self._is(node, "reporting"):
            yield Status.DENIED if negated else Status.PLANNED
        elif self._is(node, "possibility"):
            yield Status.DENIED if negated else Status.POSSIBLE
        elif node.lemma_ == "use" and clause and below.dep_ == "xcomp" and node.tag_ == "VBD":
            yield Status.ENDED

    def _speaker(self, node: Token, below: Token) -> Token | None:
        """Give the subject of a reporting verb that governs the clause below it."""
        clause = below.dep_ in {"ccomp", "parataxis"} or (below.dep_ == "advcl" and is_verbal(node))
        reports = self._is(node, "reporting") or self._is(node, "denial")
        if not (reports and is_verbal(node) and clause):
            return None
        return child(node, "nsubj")

    def _aside(self, node: Token) -> Token | None:
        """Give who speaks in a reporting clause that stands beside: "Orsa may sell, people familiar said"."""
        for clause in node.children:
            beside = clause.dep_ == "parataxis" or _stands_alone(clause)
            if beside and self._is(clause, "reporting"):
                return child(clause, "nsubj")
        return None

    def _according_to(self, trigger: Token) -> Token | None:
        for token in trigger.sent:
            if token.lower_ == "according":
                to = next((t for t in token.children if t.lower_ == "to"), None)
                if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
                    to = token.nbor()
                source = None if to is None else child(to, "pobj")
                if source is not None:
                    return source
        return None

    def _unnamed(self, speaker: Token) -> bool:
        """Tell whether a speaker is a source that nobody can check: "people familiar with the matter"."""
        if speaker.ent_type_ or speaker.pos_ == "PROPN" or not self._is(speaker, "unnamedSource"):
            return False
        return not any(
            t.text[0].isupper() and t.dep_ in {"poss", "compound", "amod"} for t in speaker.children
        )


def speaker_phrase(speaker: Token) -> str:
    """Give the words for a speaker who is no mention: "two people familiar with the matter"."""
    return phrase(speaker)


def is_subject_of(below: Token, node: Token) -> bool:
    """Tell whether a node is the subject of the verb above it, so that the verb does not govern it."""
    return below.dep_ in {"nsubj", "nsubjpass"} and below.head == node and below.dep_ == "nsubj"


def _governor(node: Token) -> Token | None:
    """Give the word that a clause or an event noun depends on in meaning, or None at the top."""
    head = node.head
    infinitive = node.dep_ == "relcl" and _has_to(
        node
    )  # "a deal to sell", which parsers call a relative clause
    if head == node or node.dep_ == "appos" or (node.dep_ == "relcl" and not infinitive):
        return None
    if node.dep_ == "conj":  # a sibling governs nothing; what governs it governs both
        return _governor(head)
    if head.pos_ in {"ADP", "SCONJ", "PART"}:
        return head.head if head.head != head else None
    if is_verbal(node) and node.dep_ not in _EMBEDDED and not infinitive:
        return None
    return head


def _is_complement(clause: Token) -> bool:
    """Tell an infinitive or gerund that completes its governor from an adverbial clause beside it."""
    return clause.tag_ == "VB" and not any(t.dep_ == "mark" for t in clause.children)


def _ends_state(dependent: Token, verb: Token) -> bool:
    """Tell what ends a past state: "was an officer of Orsa before he joined Kestrel", "was one until May"."""
    if verb.lemma_ != "be" or verb.tag_ != "VBD":
        return False
    if dependent.dep_ == "prep":
        return dependent.lower_ == "until"
    marked = any(t.dep_ == "mark" and t.lower_ in {"before", "until"} for t in dependent.children)
    return dependent.dep_ == "advcl" and marked


def _has_to(verb: Token) -> bool:
    return any(t.dep_ == "aux" and t.tag_ == "TO" for t in verb.children)


def _is_going_to(node: Token, below: Token) -> bool:
    """Tell the future of "is going to supply" from "goes on supplying"."""
    return node.lower_ == "going" and below.dep_ == "xcomp" and _has_to(below)


def _stands_alone(clause: Token) -> bool:
    """Tell "…, two people said" at the end of a long sentence, where parsers see a second main clause.

    No conjunction leads to it, it has a subject of its own, and what it says is not in it.
    """
    if clause.dep_ != "conj" or clause.i < clause.head.i:
        return False
    joined = any(t.dep_ == "cc" for t in clause.head.children)
    alone = child(clause, "ccomp", "dobj", "xcomp") is None
    return alone and not joined and child(clause, "nsubj") is not None


def _no_longer(node: Token) -> bool:
    """Tell what was and is over: "no longer supplies", "does not supply … any more"."""
    adverbs = (t for t in node.children if t.dep_ == "advmod" and t.i > 0)
    return any(t.lower_ in {"longer", "more"} and t.nbor(-1).lower_ in {"no", "any"} for t in adverbs)


def _reported(verb: Token, reporting: frozenset[str]) -> bool:
    return verb.dep_ in {"ccomp", "parataxis"} and verb.head.lemma_.lower() in reporting
