"""The grammar: an extractor that reads claims with the lexicalisations of the ontology over a dependency parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.ancestry import common_governor
from kg.extract.cast import Cast
from kg.extract.citations import cited_sources
from kg.extract.consensus import agree
from kg.extract.constructions import CONSTRUCTIONS, Constructed
from kg.extract.discourse import overturned, superseded
from kg.extract.frames import FrameMatcher, Frames, Match
from kg.extract.identity import DEFAULT_PIPELINE, grammar_hash
from kg.extract.passage import Paragraph, Passage, load_pipeline, parse, verb_forms
from kg.extract.preferences import Preferences
from kg.extract.sightings import find_sightings
from kg.extract.speakers import speaker_phrase
from kg.extract.status import Stance, StatusReader
from kg.gazetteer import Gazetteer
from kg.model import Claim, Document, Evidence, Mention, Reading, ReadingKey, Rejection, Span, Status
from kg.ontology import Ontology

_BASE_CONFIDENCE = 0.85
_HEDGED = 0.9
_MAX_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Examined:
    """A reading together with the parse that it was made from.

    Attributes:
        reading: The reading.
        passage: The parsed document.
        cast: Its mentions.
    """

    reading: Reading
    passage: Passage
    cast: Cast


class GrammarExtractor:
    """Reads claims by grammar alone.

    Attributes:
        name: "grammar".
        hash: 16 hexadecimal digits over everything that its readings depend on but the ontology and the document:
            the language pipeline, the gazetteer and the rules.
    """

    name: str = "grammar"

    def __init__(self, *, ontology: Ontology, gazetteer: Gazetteer, pipeline: str = DEFAULT_PIPELINE) -> None:
        self._ontology = ontology
        self._gazetteer = gazetteer
        self._nlp = load_pipeline(pipeline)
        self._verbs = verb_forms(
            lemma
            for relation in ontology.relation_types.values()
            for lex in relation.lexicalisations
            if lex.word_class == "verb"
            for lemma in lex.lemmas
        )
        self._frames = Frames(ontology)
        self._preferences = Preferences(ontology)
        self._status = StatusReader(ontology)
        self.hash = grammar_hash(pipeline, gazetteer.hash)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents one by one.

        Args:
            documents: What to read.

        Yields:
            A reading for each, in the same order; a document's reading does not depend on the others.
        """
        for document in documents:
            yield self.examine(document).reading

    def examine(self, document: Document) -> Examined:
        """Read a document and keep what was seen on the way."""
        passage = parse(document, self._nlp, self._verbs)
        sightings = find_sightings(passage, gazetteer=self._gazetteer, ontology=self._ontology)
        named = agree(
            passage,
            sightings,
            gazetteer=self._gazetteer,
            ontology=self._ontology,
            preferences=self._preferences,
        )
        cast = Cast(passage, named, ontology=self._ontology, gazetteer=self._gazetteer)
        matcher = FrameMatcher(self._frames, cast=cast, gazetteer=self._gazetteer, ontology=self._ontology)
        claims: list[Claim] = []
        rejections: list[Rejection] = []
        for paragraph, sentence in passage.sentences():
            for found in matcher.match(paragraph, sentence):
                if isinstance(found, Rejection):
                    rejections.append(found)
                else:
                    self._write(
                        self._claim(passage, cast, paragraph, sentence, found), document, claims, rejections
                    )
        for claim in self._constructed(passage, cast):
            self._write(claim, document, claims, rejections)
        claims += overturned(passage, cast, claims, self._ontology)
        gone = superseded(claims)
        rejections += [Rejection("overturned", c.relation, c.evidence.span) for c in claims if c.id in gone]
        claims = [c for c in claims if c.id not in gone]
        sober = _body_wins(passage, claims)
        kept = _best(sober)
        rejections += [Rejection("headline", c.relation, c.evidence.span) for c in set(claims) - set(sober)]
        rejections += [Rejection("duplicate", c.relation, c.evidence.span) for c in set(sober) - set(kept)]
        reading = Reading(
            ReadingKey(document.id, self.hash, self._ontology.hash),
            cast.mentions,
            tuple(sorted(kept, key=lambda c: c.id)),
            tuple(sorted(set(rejections), key=lambda r: (r.span, r.relation, r.reason))),
            cited_sources(document.text),
        )
        return Examined(reading, passage, cast)

    def attribute(self, examined: Examined, claim: Claim) -> Claim:
        """Say who says a claim that something else has found in a sentence.

        The word that both ends depend on is taken for the one that states the claim.

        Args:
            examined: The document.
            claim: A claim of it.

        Returns:
            The claim with its speaker.
        """
        passage = examined.passage
        paragraph = passage.paragraph_at(claim.evidence.span.start)
        tokens = None if paragraph is None else paragraph.tokens(claim.evidence.span)
        if paragraph is None or tokens is None:
            return claim
        ends = (paragraph.tokens(end.span) for end in (claim.subject, claim.object))
        stance = self._status.read(common_governor(tokens, *ends))
        return replace(claim, attribution=_speaker(examined.cast, paragraph, stance.speaker))

    @staticmethod
    def _write(claim: Claim, document: Document, claims: list[Claim], rejections: list[Rejection]) -> None:
        """Keep a claim if its words stand in the document, else count why not."""
        span = claim.evidence.span
        if document.text[span.start : span.end] == claim.evidence.quote:
            claims.append(claim)
        else:
            rejections.append(Rejection("ungrounded", claim.relation, span))

    def _claim(
        self, passage: Passage, cast: Cast, paragraph: Paragraph, sentence: TokenSpan, match: Match
    ) -> Claim:
        lex = match.lexicalisation
        described = lex.word_class == "noun" and "bearer" in {*lex.subject, *lex.object}
        stance = self._status.read(match.trigger, lex.status, described=described)
        confidence = _BASE_CONFIDENCE * match.subject.weight * match.object.weight
        rule = f"{match.relation.name}:{match.lexicalisation.word_class}:{match.trigger.lemma_.lower()}"
        return self._assemble(
            passage,
            cast,
            (match.subject.mention, match.object.mention),
            relation=match.relation.name,
            evidence=self._evidence(passage, paragraph, sentence, rule),
            stance=stance,
            speaker=_speaker(cast, paragraph, stance.speaker),
            qualifiers=match.qualifiers,
            confidence=confidence,
        )

    def _assemble(  # noqa: PLR0913 - the fields of a claim
        self,
        passage: Passage,
        cast: Cast,
        ends: tuple[Mention, Mention],
        *,
        relation: str,
        evidence: Evidence,
        stance: Stance,
        speaker: str | None = None,
        qualifiers: tuple[tuple[str, str], ...] = (),
        confidence: float,
    ) -> Claim:
        subject, obj = (cast.argument(mention) for mention in ends)
        hedge = 1.0 if stance.status is Status.ASSERTED else _HEDGED
        return Claim(
            Claim.identify(evidence, subject.span, relation, obj.span, stance.status),
            subject,
            relation,
            obj,
            stance.status,
            evidence,
            speaker,
            qualifiers,
            round(confidence * hedge, 4),
            passage.document.published,
        )

    def _constructed(self, passage: Passage, cast: Cast) -> Iterator[Claim]:
        """Read the named constructions, each for the relation whose lexicalisation asks for it."""
        for relation in self._ontology.relation_types.values():
            for lex in (lex for lex in relation.lexicalisations if lex.construction):
                for found in CONSTRUCTIONS[lex.construction](passage, cast, self._gazetteer):
                    claim = self._construct(passage, cast, relation.name, found, lex.construction)
                    if claim is not None and relation.admits(found.subject.type, found.object.type):
                        yield claim

    def _construct(
        self, passage: Passage, cast: Cast, relation: str, found: Constructed, construction: str
    ) -> Claim | None:
        paragraph = passage.paragraph_at(found.at.start)
        tokens = None if paragraph is None else paragraph.tokens(found.at)
        if paragraph is None or tokens is None:
            return None
        return self._assemble(
            passage,
            cast,
            (found.subject, found.object),
            relation=relation,
            evidence=self._evidence(passage, paragraph, tokens[0].sent, f"{relation}:{construction}"),
            stance=Stance(Status.ASSERTED),
            confidence=_BASE_CONFIDENCE * found.weight,
        )

    def _evidence(self, passage: Passage, paragraph: Paragraph, sentence: TokenSpan, rule: str) -> Evidence:
        span = _trimmed(passage.document.text, paragraph.span(sentence))
        quote = passage.document.text[span.start : span.end]
        return Evidence(passage.document.id, span, quote, self.name, rule)


def _speaker(cast: Cast, paragraph: Paragraph, token: Token | None) -> str | None:
    if token is None:
        return None
    mention = cast.at(paragraph, token)
    return speaker_phrase(token) if mention is None else mention.name


def _triple(claim: Claim) -> tuple[str, str, str]:
    subject, obj = (end.known_as or end.name for end in (claim.subject, claim.object))
    return subject, claim.relation, obj


def _body_wins(passage: Passage, claims: list[Claim]) -> list[Claim]:
    """Drop what a headline says firmer or otherwise than the article under it."""
    in_headline = {
        c.id for c in claims if (p := passage.paragraph_at(c.evidence.span.start)) is not None and p.heading
    }
    told = {_triple(c) for c in claims if c.id not in in_headline}
    return [c for c in claims if c.id not in in_headline or _triple(c) not in told]


def _best(claims: list[Claim]) -> list[Claim]:
    """Keep one claim for each triple and status of a sentence: the surest, then the first."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(claims, key=lambda c: (-c.confidence, c.id)):
        ends = tuple((end.type, end.known_as or end.name) for end in (claim.subject, claim.object))
        best.setdefault((claim.relation, frozenset(ends), claim.status, claim.evidence.span), claim)
    return list(best.values())


def _trimmed(text: str, span: Span) -> Span:
    """Drop white space at the edges and cap the length: a quote is a sentence, not a table."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, min(end, start + _MAX_QUOTE))
