"""Later sentences that overturn earlier ones: "Orsa denied the reports", "the deal was called off"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.cast import Cast
from kg.extract.cuewords import CueWords
from kg.extract.passage import Paragraph, Passage
from kg.extract.syntax import child
from kg.model import Claim, Evidence, Status
from kg.ontology import Ontology

_DEFINITE = frozenset({"the", "those", "these", "that", "this", "such"})
_REPORTS = frozenset({"report", "claim", "story", "suggestion"})
_CONFIDENCE = 0.8
_RULE = "overturned"
_STANDING = frozenset({Status.ASSERTED, Status.PLANNED, Status.POSSIBLE})
_OVER = frozenset({"off", "over", "dead"})
_DEMONSTRATIVES = frozenset({"that", "this", "it"})


def overturned(passage: Passage, cast: Cast, claims: Sequence[Claim], ontology: Ontology) -> Iterator[Claim]:
    """Take back what a later sentence of the same document debunks or calls off.

    A sentence debunks when a verb of denial bears on a definite rumour or report ("dismissed the speculation"). It
    denies the earlier rumours that share a participant with it, or the latest one if it names nobody but the speaker.
    It calls off when what ends is a definite deal or plan ("the deal was called off", "That came to an end"): what
    the sentence before it told as agreed or as lasting has ended, and what was only possible never came about.

    Args:
        passage: The parsed document.
        cast: Its mentions.
        claims: What was read of it so far.
        ontology: The vocabulary.

    Yields:
        A denied or an ended claim for each that is overturned, with the overturning sentence as evidence.
    """
    ordered = sorted(claims, key=lambda c: (c.evidence.span, c.id))
    rumours = [c for c in ordered if c.status is Status.RUMOURED]
    deals = [c for c in ordered if c.status in _STANDING]
    if not rumours and not deals:
        return
    cues, before = CueWords(ontology), None
    for paragraph, sentence in passage.sentences():
        span = paragraph.span(sentence)
        if _debunks(sentence, ontology) is not None:
            earlier = [c for c in rumours if c.evidence.span.end <= span.start]
            for claim in _meant(earlier, _participants(paragraph, sentence, cast)):
                yield _taken_back(claim, Status.DENIED, paragraph, sentence, passage)
        off = _called_off(sentence, cues)
        if off is not None and before is not None:
            for claim in (c for c in deals if before.covers(c.evidence.span) and _is_meant(c, off, cues)):
                status = Status.DENIED if claim.status is Status.POSSIBLE else Status.ENDED
                yield _taken_back(claim, status, paragraph, sentence, passage)
        before = span


def superseded(claims: Sequence[Claim]) -> frozenset[str]:
    """Give the ids of what was told as a fact and has ended by the same document's next sentence."""
    ended = {
        (c.subject.span, c.relation, c.object.span)
        for c in claims
        if c.evidence.rule == _RULE and c.status is Status.ENDED
    }
    return frozenset(
        c.id
        for c in claims
        if c.status is Status.ASSERTED and (c.subject.span, c.relation, c.object.span) in ended
    )


def _called_off(sentence: TokenSpan, cues: CueWords) -> Token | None:
    """Find what a sentence says is over: "the deal" of "the deal was off", "That" of "That came to an end"."""
    for verb in sentence:
        if verb.pos_ not in {"VERB", "AUX"} or _is_hedged(verb):
            continue
        subject, obj = child(verb, "nsubj", "nsubjpass"), child(verb, "dobj")
        if _is_over(verb) or (cues.has(verb, "refusal", "ending") and obj is None):
            thing = subject
        elif cues.has(verb, "refusal"):
            thing = obj  # "Orsa scrapped the deal"
        else:
            continue
        if thing is None:
            continue
        definite = cues.has(thing, "agreedThing") and _is_definite(thing)
        if definite or (thing == subject and thing.lower_ in {"that", "this"}):
            return thing
    return None


def _is_over(verb: Token) -> bool:
    """Tell of "is off", "is over", "came to an end"."""
    if verb.lemma_ == "be":
        return any(t.dep_ in {"advmod", "acomp", "prt", "prep"} and t.lower_ in _OVER for t in verb.children)
    ends = (t for p in verb.children if p.lower_ == "to" for t in p.children)
    return verb.lemma_ == "come" and any(t.lower_ == "end" for t in ends)


def _is_hedged(verb: Token) -> bool:
    return any(t.dep_ == "neg" or (t.dep_ == "aux" and t.tag_ in {"MD", "TO"}) for t in verb.children)


def _is_meant(claim: Claim, thing: Token, cues: CueWords) -> bool:
    """Tell whether a claim of the sentence before is what is called off: a fact only where it is the deal itself."""
    if claim.status is not Status.ASSERTED:
        return True
    *_, word_class, lemma = ("", *claim.evidence.rule.split(":"))
    return word_class == "verb" if thing.lower_ in {"that", "this"} else lemma in cues["agreedThing"]


def _debunks(sentence: TokenSpan, ontology: Ontology) -> Token | None:
    """Find a verb of denial that bears on a rumour or report told before."""
    for token in sentence:
        if token.lemma_.lower() not in ontology.cues["denial"] or token.pos_ not in {"VERB", "AUX"}:
            continue
        hearsay = ontology.cues["rumourNoun"] | _REPORTS
        target = child(token, "dobj", "nsubjpass")
        if target is not None and target.lower_ in _DEMONSTRATIVES:
            return token
        targets = [target] if target is not None else [t for t in token.subtree if t.i < token.i]
        if any(t.lemma_.lower() in hearsay and _is_definite(t) for t in targets):
            return token
    return None


def _is_definite(noun: Token) -> bool:
    return any(t.lower_ in _DEFINITE for t in noun.children)


def _participants(paragraph: Paragraph, sentence: TokenSpan, cast: Cast) -> frozenset[str]:
    found = (cast.at(paragraph, token) for token in sentence)
    return frozenset(m.name for m in found if m is not None)


def _meant(earlier: list[Claim], participants: frozenset[str]) -> list[Claim]:
    """Choose the rumours that a denial is about: those whose words name one of its participants."""
    sharing = [
        c
        for c in earlier
        if participants & {c.subject.name, c.object.name}
        or any(name in c.evidence.quote for name in participants)
    ]
    if sharing or not earlier:
        return sharing
    return [c for c in earlier if c.evidence.span == earlier[-1].evidence.span]


def _taken_back(
    claim: Claim, status: Status, paragraph: Paragraph, sentence: TokenSpan, passage: Passage
) -> Claim:
    span = paragraph.span(sentence)
    evidence = Evidence(
        claim.evidence.document,
        span,
        passage.document.text[span.start : span.end],
        claim.evidence.extractor,
        _RULE,
    )
    key = Claim.identify(evidence, claim.subject.span, claim.relation, claim.object.span, status)
    return replace(
        claim,
        id=key,
        status=status,
        evidence=evidence,
        attribution=None,
        confidence=round(claim.confidence * _CONFIDENCE, 4),
    )
