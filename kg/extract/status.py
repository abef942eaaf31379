"""Status and speaker of a claim, read off the clauses that its trigger is embedded in.

The rules climb from the trigger to the root: each governor may plan, suppose, report, rumour, deny or end what it
governs (`governance`), may itself be hedged or negated (`modality`), and may be taken back by the clause that follows
(`aftermath`). A cue elsewhere in the sentence has no say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.aftermath import AftermathReader
from kg.extract.cuewords import CueWords
from kg.extract.governance import GovernanceReader, is_going_to, is_negated
from kg.extract.modality import ModalityReader, has_to
from kg.extract.speakers import SpeakerReader
from kg.extract.syntax import is_verbal
from kg.model import Status
from kg.ontology import Ontology

_MAX_CLIMB = 8
_EMBEDDED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "parataxis", "dobj"})
"""How a verb hangs on what governs it; "dobj" where "reports" was taken for one."""
_GOVERNED = frozenset({"dobj", "pobj", "attr", "nsubjpass", "oprd", "conj", "ROOT", "dative", "nsubj"})
"""Where an event noun stands within what a verb says, rather than beside a name that it describes."""
_GOVERNING = (
    "support", "plan", "possibility", "denial", "refusal", "ending", "rumourVerb", "reporting", "deciding", "parting",
    "lifting",
)  # fmt: skip
_PREDICATED = frozenset({"attr", "oprd", "pobj"})
"""Where a noun says of a name what it is: "may become a rival", "as a supplier"."""
_RANK = (Status.DENIED, Status.ENDED, Status.RUMOURED, Status.POSSIBLE, Status.PLANNED, Status.ASSERTED)
"""Which cue prevails when a clause bears several: "reportedly plans to" is a rumour, "denied that it may" a denial."""
_UNSURE = frozenset({Status.PLANNED, Status.POSSIBLE})


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
        self._cues = CueWords(ontology)
        self._modality = ModalityReader(self._cues)
        self._governance = GovernanceReader(self._cues)
        self._aftermath = AftermathReader(self._cues)
        self._speakers = SpeakerReader(self._cues)

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
        ceasing = given is Status.ENDED
        for node, below in self._chain(trigger, described):
            marks = set(self._modality.read(node, below))
            speaker = speaker or self._speakers.aside(node)
            if below is not None:
                governed = set(self._governance.read(node, below))
                if is_negated(node) and (
                    Status.ENDED in governed or self._cues.has(node, "denial", "refusal")
                ):
                    governed.discard(Status.ENDED)  # "has not stopped", "did not rule out"
                    marks.discard(Status.DENIED)
                ceasing = ceasing or Status.ENDED in governed
                marks |= governed
                speaker = speaker or self._speakers.governing(node, below)
                keeps = self._cues.has(node, "continuing") and below.dep_ != "nsubj"
                keeps = keeps and (node.lemma_ != "go" or is_verbal(below))  # "goes ahead with a listing"
                if keeps and not is_going_to(node, below):
                    # "will go on supplying": it supplies already
                    found.discard(Status.PLANNED)
                    marks.discard(Status.PLANNED)
                if self._cues.has(node, "confirming") and not is_negated(node):
                    found.discard(Status.RUMOURED)
            if (
                ceasing and marks & _UNSURE and not self._cues.has(node, "deciding")
            ):  # "plans to stop supplying": it supplies still
                found.discard(Status.ENDED)
                marks -= {*_UNSURE, Status.ENDED}
                ceasing = False
            found |= marks
            if is_verbal(node):
                found |= self._taken_back(node, found)
        if not described or trigger.dep_ in _PREDICATED:
            speaker = speaker or self._speakers.according_to(trigger) or self._speakers.trailing(trigger)
            found.update({Status.POSSIBLE} if trigger.sent[-1].text == "?" else ())
        if speaker is not None and self._speakers.uncheckable(speaker):
            found.add(Status.RUMOURED)
        status = next((s for s in _RANK if s in found), Status.ASSERTED)
        return Stance(status, speaker)

    def _taken_back(self, node: Token, found: set[Status]) -> set[Status]:
        """Read the following clauses: what was only possible and is called off never came about."""
        later = set(self._aftermath.read(node))
        if Status.ENDED in later and found & {Status.POSSIBLE, Status.RUMOURED}:
            return {Status.DENIED}
        return later

    def _chain(self, trigger: Token, described: bool) -> Iterator[tuple[Token, Token | None]]:
        """Climb from the trigger to the root of its sentence: each governor with the node below it."""
        below: Token | None = None
        node = trigger
        if not is_verbal(trigger) and trigger.dep_ not in (_PREDICATED if described else _GOVERNED):
            yield trigger, None  # "Chief Executive Ana Ruiz denied …" denies no position
            return
        for _ in range(_MAX_CLIMB):
            yield node, below
            content = node.dep_ == "relcl" and self._governance.tells(node.head)  # "the rumour that X buys Y"
            parent = node.head if content else _governor(node)
            if parent is None or (below is None and self._presupposes(parent, node)):
                return
            below, node = _first(node), parent

    def _presupposes(self, verb: Token, noun: Token) -> bool:
        """Tell whether a clause takes an event noun for granted: "the case would focus on Orsa's purchase of …"."""
        if is_verbal(noun) or not is_verbal(verb) or noun.dep_ != "pobj" or noun.head.lower_ == "as":
            return False
        if noun.head.lower_ in self._cues["withoutPreposition"]:
            return False
        return not self._cues.has(verb, *_GOVERNING)


def _governor(node: Token) -> Token | None:
    """Give the word that a clause or an event noun depends on in meaning, or None at the top."""
    head = node.head
    infinitive = node.dep_ == "relcl" and has_to(
        node
    )  # "a deal to sell", which parsers call a relative clause
    if (
        head == node
        or node.dep_ == "appos"
        or _ends_before(node, head)
        or (node.dep_ == "relcl" and not infinitive)
    ):
        return None
    if node.dep_ == "conj":  # a sibling governs nothing; what governs it governs both
        return _governor(head)
    if node.dep_ == "acl" and node.tag_ == "VBN" and head.pos_ == "PROPN":  # "Orsa, owned by Kestrel"
        return None
    if head.pos_ in {"ADP", "SCONJ", "PART"}:
        return head.head if head.head != head else None
    if is_verbal(node) and node.dep_ not in _EMBEDDED and not infinitive:
        return None
    return head


def _first(node: Token) -> Token:
    """Give the first of what is coordinated: it hangs where all of them do."""
    for _ in range(_MAX_CLIMB):
        if node.dep_ != "conj" or node.head.i > node.i:
            break
        node = node.head
    return node


def _ends_before(clause: Token, head: Token) -> bool:
    """Tell a clause that a semicolon parts from the next, which parsers take for what is said there."""
    return clause.dep_ == "ccomp" and any(t.text == ";" for t in clause.doc[clause.i : head.i])
