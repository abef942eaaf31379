"""What a word does to the clause or the noun that it governs: plan it, suppose it, pass it on, deny it, end it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.cuewords import CueWords
from kg.extract.modality import has_to
from kg.extract.syntax import child, controlling_preposition, is_verbal
from kg.model import Status

_COPULAS = frozenset({"be", "remain", "become", "prove"})
_WHOLE = frozenset({"last", "rest", "remainder", "all", "remaining"})


class GovernanceReader:
    """Reads governors with the cue words of an ontology."""

    def __init__(self, cues: CueWords) -> None:
        self._cues = cues

    def read(self, node: Token, below: Token) -> Iterator[Status]:
        """Give the statuses that a governor speaks for.

        Args:
            node: The governor.
            below: The word under it: the trigger, or what governs the trigger.
        """
        if below.dep_ == "advcl" and not _is_complement(below):
            yield from self._beside(node, below)
            return
        clause = is_verbal(below) or controlling_preposition(below) is not None
        if self._cues.has(node, "denial"):
            yield Status.POSSIBLE if is_negated(node) else Status.DENIED
        elif self._is_kept_from(node, below) or self._is_untrue(node, below):
            yield Status.DENIED
        elif self._cues.has(node, "refusal") and not is_negated(
            node
        ):  # what has been agreed ends; what has not does not come about
            unsettled = clause or self._cues.has(below, "possibility", "plan")
            yield Status.DENIED if unsettled else Status.ENDED
        elif self._ends(node, below):
            yield Status.ENDED
        elif self._passes_on(node, below, clause):
            yield Status.RUMOURED
        elif clause or not is_subject_of(below, node):
            yield from self._prospect(node, below, clause)
        elif self._is_pending(node):
            yield Status.PLANNED

    def hearsay(self, token: Token | None) -> bool:
        """Tell whether a word is one for rumours."""
        return self._cues.has(token, "rumourVerb", "rumourNoun")

    def tells(self, noun: Token) -> bool:
        """Tell whether a noun's relative or content clause is what somebody tells: "the rumour that …", "a report"."""
        return self.hearsay(noun) or self._cues.has(noun, "account", "hearsayNoun") or self._is_no_truth(noun)

    def _beside(self, node: Token, below: Token) -> Iterator[Status]:
        """Read a clause beside a verb: "the rumour of X killing Y is debunked" is parsed so."""
        if below.i < node.i and self.hearsay(child(below, "nsubj")):
            yield Status.DENIED if self._cues.has(node, "denial") else Status.RUMOURED
        elif self._is_hearsay_subject(node) and any(t.lower_ == "that" for t in below.children):
            yield Status.RUMOURED  # "rumour has it that …"

    def _is_kept_from(self, node: Token, below: Token) -> bool:
        """Tell what a preposition keeps from being so: "short of buying", "decided against", "without a licence"."""
        preposition = below.head if below.dep_ in {"pobj", "pcomp"} else None
        if preposition is None:
            return False
        if preposition.lower_ == "against":
            return self._cues.has(node, "plan", "deciding")
        if preposition.lower_ == "of" and node.lower_ == "short":
            return True
        return preposition.lower_ in self._cues["withoutPreposition"]

    def _is_untrue(self, node: Token, below: Token) -> bool:
        """Tell of "the claim that … is false" and "there is no truth in the rumour that …"."""
        if self._is_no_truth(node):
            return True
        told = below.dep_ in {"nsubj", "nsubjpass", "csubj"} and (below.pos_ != "NOUN" or self.tells(below))
        said = (t for t in node.children if t.dep_ in {"acomp", "attr", "oprd"})
        return (
            node.lemma_ in _COPULAS
            and told
            and any(
                self._cues.spells(t, "falsehood")
                or (self._cues.spells(t, "truthfulness") and is_negated(node))
                for t in said
            )
        )

    def _is_no_truth(self, noun: Token) -> bool:
        denied = any(t.dep_ == "det" and t.lower_ in {"no", "little"} for t in noun.children)
        return self._cues.has(noun, "truth") and denied

    def _ends(self, node: Token, below: Token) -> bool:
        """Tell whether a governor is the end of what is below it."""
        if _is_yet_to_come(node):
            return False
        if self._cues.has(node, "ending"):
            if not is_subject_of(below, node):
                return True
            return (
                below.pos_ == "NOUN" and child(node, "dobj", "xcomp", "ccomp") is None
            )  # "the licence expired"
        if self._cues.has(node, "lifting") and not is_subject_of(below, node):
            return self._cues.has(below, "restraint")
        return self._cues.has(node, "parting") and self._is_own(below) and not is_subject_of(below, node)

    def _is_own(self, noun: Token) -> bool:
        """Tell what somebody has until parting with it: "its stake", "the last of its stake", but no deal."""
        owned = any(t.dep_ == "poss" or t.lower_ in _WHOLE for t in noun.children) or noun.lower_ in _WHOLE
        return owned and noun.dep_ in {"dobj", "nsubjpass"} and not self._cues.has(noun, "transaction")

    def _passes_on(self, node: Token, below: Token, clause: bool) -> bool:
        """Tell whether a governor passes on what others tell."""
        if self.hearsay(node) or (clause and is_verbal(node) and self._is_hearsay_subject(node)):
            return True
        passive = any(t.dep_ in {"auxpass", "nsubjpass"} for t in node.children)
        if passive and below.dep_ == "xcomp" and has_to(below) and self._cues.has(node, "hearsayVerb"):
            return True  # "is said to be", "is understood to"
        if clause and self._cues.has(node, "opinion") and _are_some_people(child(node, "nsubj")):
            return True
        exists = node.dep_ == "attr" and child(node.head, "expl") is not None
        if exists and node.lower_ == "talk":  # "there is talk of a merger"; "talks" are had
            return True
        tells = below.dep_ in {"acl", "relcl", "ccomp"} and not has_to(below) and below.i > node.i
        about = below.dep_ == "pobj" and below.head.lower_ in {"of", "about"}
        return node.pos_ == "NOUN" and self._cues.has(node, "hearsayNoun") and (tells or exists or about)

    def _is_hearsay_subject(self, verb: Token) -> bool:
        subject = child(verb, "nsubj", "nsubjpass")
        return self.hearsay(subject) or (
            verb.lemma_ in {"be", "have"} and self._cues.has(subject, "hearsayNoun")
        )

    def _prospect(self, node: Token, below: Token, clause: bool) -> Iterator[Status]:
        """Read whether a governor plans what is below it, supposes it, or tells of how things used to be."""
        negated = is_negated(node) or any(t.dep_ == "det" and t.lower_ == "no" for t in node.children)
        held = self._held_noun(node, below)
        settled = (
            clause and has_to(below) and self._cues.has(node, "settled", "choosing")
        )  # "an agreement to sell"
        due = node.lemma_ == "be" and below.dep_ == "xcomp" and has_to(below)  # "is to be sold"
        announced = self._cues.has(node, "announcing") and self._cues.has(below, "undertaking")
        if settled or due or announced or is_going_to(node, below) or self._cues.has(held, "settled"):
            yield Status.PLANNED
        elif (self._cues.has(node, "plan") and not self._cues.has(node, "reporting")) or self._cues.has(
            held, "plan"
        ):
            yield Status.DENIED if negated else Status.PLANNED
        elif (
            self._cues.has(node, "possibility") or self._cues.has(held, "possibility") or self._is_open(node)
        ):
            yield Status.DENIED if negated else Status.POSSIBLE
        elif node.lemma_ == "use" and clause and below.dep_ == "xcomp" and node.tag_ == "VBD":
            yield Status.ENDED

    def _held_noun(self, node: Token, below: Token) -> Token | None:
        """Give the noun of "has an option to buy" where the infinitive was hung on the verb."""
        if node.lemma_ not in {"have", "take", "get", "hold"} or below.dep_ != "xcomp" or not has_to(below):
            return None
        noun = child(node, "dobj")
        return noun if noun is not None and noun.i < below.i else None

    def _is_open(self, node: Token) -> bool:
        """Tell of "is open to selling": an adjective, not the verb of the same spelling."""
        if node.pos_ == "ADJ":
            return self._cues.has(node, "possibleAdjective")
        return node.lemma_ in _COPULAS and any(
            t.dep_ == "acomp" and t.pos_ == "ADJ" and self._cues.has(t, "possibleAdjective")
            for t in node.children
        )

    def _is_pending(self, node: Token) -> bool:
        """Tell what waits for something: "remains subject to approval"."""
        return node.lemma_ in _COPULAS and any(
            t.dep_ == "acomp" and self._cues.has(t, "pendingAdjective") for t in node.children
        )


def is_subject_of(below: Token, node: Token) -> bool:
    """Tell whether a node is the subject of the verb above it, so that the verb does not govern it."""
    return below.dep_ == "nsubj" and below.head == node


def is_going_to(node: Token, below: Token) -> bool:
    """Tell the future of "is going to supply" from "goes on supplying"."""
    return node.lower_ == "going" and below.dep_ == "xcomp" and has_to(below)


def is_negated(node: Token) -> bool:
    """Tell whether a verb is negated."""
    return any(t.dep_ == "neg" for t in node.children)


def _are_some_people(subject: Token | None) -> bool:
    """Tell of people who are not named and who think so: "some lawmakers believe", "analysts suspect"."""
    return subject is not None and subject.tag_ == "NNS" and all(t.dep_ != "poss" for t in subject.children)


def _is_complement(clause: Token) -> bool:
    """Tell an infinitive or gerund that completes its governor from an adverbial clause beside it."""
    return clause.tag_ == "VB" and not any(t.dep_ == "mark" for t in clause.children)


def _is_yet_to_come(verb: Token) -> bool:
    """Tell the present tense that is a future: "until the deal expires", "the licence expires in June"."""
    if verb.tag_ not in {"VBZ", "VBP"}:
        return False
    told = any(t.lower_ in {"when", "until", "before", "once", "after", "if"} for t in verb.children)
    return (verb.dep_ in {"advcl", "relcl"} and told) or child(verb, "dobj", "xcomp", "prt") is None
