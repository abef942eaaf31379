"""Grammar and reader together: what both find is one claim, surer than what either finds alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from kg.extract.grammar import Examined, GrammarExtractor
from kg.extract.naming import fuller_names
from kg.extract.reader.extractor import ReaderExtractor
from kg.model import Argument, Claim, Document, Form, Mention, Reading, ReadingKey
from kg.normalize import name_key
from kg.ontology import Ontology

_Triple = tuple[str, str, str]
FLOOR = 0.01
"""What the reader is taken to think of a claim that it does not even propose."""


class CombinedExtractor:
    """Reads claims with the grammar and the reader, each checking the other.

    Attributes:
        name: "both".
        hash: 16 hexadecimal digits over all that its readings depend on but the ontology and the document.
    """

    name: str = "both"

    def __init__(
        self, *, grammar: GrammarExtractor, reader: ReaderExtractor, ontology: Ontology, hash: str
    ) -> None:
        self._grammar = grammar
        self._reader = reader
        self._ontology = ontology
        self._settings = reader.settings
        self.hash = hash

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents one by one.

        Args:
            documents: What to read.

        Yields:
            A reading for each, in the same order; a document's reading does not depend on the others.
        """
        for document in documents:
            yield self._read(document)

    def _read(self, document: Document) -> Reading:
        examined = self._grammar.examine(document)
        read = examined.reading
        mentions, proposed = self._reader.propose(document)
        naming = Naming(read.mentions)
        alike = [self._named(naming, claim) for claim in proposed]
        claims = list(self._joined(read.claims, alike, examined))
        return replace(
            read,
            key=ReadingKey(document.id, self.hash, self._ontology.hash),
            mentions=_together(read.mentions, mentions, naming),
            claims=tuple(sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)),
        )

    @property
    def _least(self) -> float:
        return self._settings["both_threshold"]

    def _named(self, naming: Naming, claim: Claim) -> Claim:
        """Call the ends of a claim as the grammar calls them, where the relation admits that."""
        relation = self._ontology.relation_types[claim.relation]
        subject, obj = naming.argument(claim.subject), naming.argument(claim.object)
        if not relation.admits(subject.type, obj.type) or _who(subject) == _who(obj):
            return claim
        return replace(claim, subject=subject, object=obj)

    def _joined(
        self, found: Sequence[Claim], proposed: Sequence[Claim], examined: Examined
    ) -> Iterator[Claim]:
        """Give the claims of both, each once for a sentence, with what both together make of it.

        What a rule reads stays, however little the reader thinks of it: its confidence tells. What the reader alone
        sees must be likely enough.
        """
        weights: dict[_Triple, float] = defaultdict(float)
        for claim in proposed:
            key = self._triple(claim)
            weights[key] = max(weights[key], claim.confidence)
        known = {(self._triple(c), c.evidence.span.start) for c in found}
        triples = {triple for triple, _ in known}
        for claim in found:
            if claim.relation not in self._reader.relations:  # of the user's own: the model never heard of it
                yield claim
                continue
            weight = weights.get(self._triple(claim), 0.0)
            extractor = "grammar+reader" if weight >= self._settings["threshold"] else "grammar"
            surer = self.together(weight, grammar=claim.confidence)
            yield replace(claim, confidence=surer, evidence=replace(claim.evidence, extractor=extractor))
        for claim in proposed:
            triple = self._triple(claim)
            if (triple, claim.evidence.span.start) in known or triple in triples:
                continue
            surer = self.together(claim.confidence)
            if surer >= self._least:
                yield replace(self._grammar.attribute(examined, claim), confidence=surer)

    def together(self, weight: float, *, grammar: float | None = None) -> float:
        """Give the probability that a document says what one or both found.

        A logistic regression on the logit of what the reader thinks, on whether the grammar found it and on how sure it
        is then, fitted on articles held out of training.

        Args:
            weight: The reader's probability, 0 if it does not propose the claim.
            grammar: The grammar's confidence, or None if it did not find the claim.
        """
        s = self._settings
        weight = min(max(weight, FLOOR), 1 - FLOOR)
        score = s["both_offset"] + s["both_reader"] * log(weight / (1 - weight))
        if grammar is not None:
            score += s["both_grammar"] + s["both_confidence"] * grammar
        return round(1 / (1 + exp(-score)), 4)

    def _triple(self, claim: Claim) -> _Triple:
        ends = (_who(claim.subject), _who(claim.object))
        if self._ontology.relation_types[claim.relation].symmetric:
            ends = (min(ends), max(ends))
        return ends[0], claim.relation, ends[1]


def _who(end: Argument | Mention) -> str:
    return end.known_as or name_key(end.name)


class Naming:
    """What the grammar calls the entities of a document."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        owned = [m for m in mentions if m.form in {Form.NAME, Form.TICKER} or m.text == m.name]
        forms: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_form: dict[str, list[Mention]] = defaultdict(list)
        for mention in owned:
            forms[mention.type, mention.known_as or mention.name].add(mention.text)
            self._by_form[name_key(mention.text)].append(mention)
        self._forms: Mapping[tuple[str, str], set[str]] = forms
        self._names = {m.name: m.type for m in sorted(owned, key=lambda m: (-len(m.name), m.name))}

    def same(self, name: str, kind: str) -> Mention | None:
        """Find the grammar's mention of what is called by a name: one of the same type, or else any."""
        called = self._by_form.get(name_key(name), ())
        return next((m for m in called if m.type == kind), next(iter(called), None))

    def _fuller(self, name: str, kind: str) -> Mention | None:
        """Find the grammar's mention of the one fuller name that a name can be short for."""
        full = fuller_names({**self._names, name: kind}).get(name_key(name))
        return None if full is None else self.same(full, kind)

    def argument(self, end: Argument) -> Argument:
        """Call an end of a claim as the grammar calls it, if it does."""
        for form in (end.name, *end.forms):
            mention = self.same(form, end.type)
            if mention is None or mention.type != end.type:
                mention = self._fuller(form, end.type) or mention
            if mention is not None:
                own = self._forms[mention.type, mention.known_as or mention.name]
                forms = tuple(sorted({*own, *end.forms}))
                return Argument(mention.name, mention.type, end.span, forms, mention.known_as)
        return end


def _together(grammar: Sequence[Mention], reader: Sequence[Mention], naming: Naming) -> tuple[Mention, ...]:
    """Add what the reader alone has seen to the grammar's mentions, in text order."""
    taken = sorted(m.span for m in grammar)
    added = []
    at = 0
    for mention in reader:
        while at < len(taken) and taken[at].end <= mention.span.start:
            at += 1
        if at < len(taken) and taken[at].overlaps(mention.span):
            continue
        known = naming.same(mention.name, mention.type)
        if known is not None:
            added.append(replace(mention, type=known.type, name=known.name, known_as=known.known_as))
        else:
            added.append(mention)
    return tuple(sorted([*grammar, *added], key=lambda m: m.span))
