"""Later sentences that overturn earlier ones: "the rumour … is now debunked", "Orsa denied the reports"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.cast import Cast
from kg.extract.passage import Paragraph, Passage
from kg.extract.syntax import child
from kg.model import Claim, Evidence, Status
from kg.ontology import Ontology

_DEFINITE = frozenset({"the", "those", "these", "that", "this", "such"})
_REPORTS = frozenset({"report", "claim", "story", "suggestion"})
_CONFIDENCE = 0.8
_DEMONSTRATIVES = frozenset({"that", "this", "it"})


def overturned(passage: Passage, cast: Cast, claims: Sequence[Claim], ontology: Ontology) -> Iterator[Claim]:
    """Deny the rumours that a later sentence of the same document debunks.

    A sentence debunks when a verb of denial bears on a definite rumour or report ("dismissed the speculation"). It
    denies the earlier rumours that share a participant with it, or the latest one if it names nobody but the speaker.

    Args:
        passage: The parsed document.
        cast: Its mentions.
        claims: What was read of it so far.
        ontology: The vocabulary.

    Yields:
        A denied claim for each rumoured claim that is overturned, with the debunking sentence as evidence.
    """
    rumours = sorted(
        (c for c in claims if c.status is Status.RUMOURED), key=lambda c: (c.evidence.span, c.id)
    )
    if not rumours:
        return
    for paragraph, sentence in passage.sentences():
        verb = _debunks(sentence, ontology)
        if verb is None:
            continue
        span = paragraph.span(sentence)
        earlier = [c for c in rumours if c.evidence.span.end <= span.start]
        for claim in _meant(earlier, _participants(paragraph, sentence, cast)):
            yield _denied(claim, paragraph, sentence, passage)


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


def _denied(claim: Claim, paragraph: Paragraph, sentence: TokenSpan, passage: Passage) -> Claim:
    span = paragraph.span(sentence)
    evidence = Evidence(
        claim.evidence.document,
        span,
        passage.document.text[span.start : span.end],
        claim.evidence.extractor,
        "overturned",
    )
    key = Claim.identify(evidence, claim.subject.span, claim.relation, claim.object.span, Status.DENIED)
    return replace(
        claim,
        id=key,
        status=Status.DENIED,
        evidence=evidence,
        attribution=None,
        confidence=round(claim.confidence * _CONFIDENCE, 4),
    )
