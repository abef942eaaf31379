"""The reader as an extractor: from what the model sees to grounded claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import exp, log

from kg.extract.citations import cited_sources
from kg.extract.identity import reader_hash
from kg.extract.reader.network import Network
from kg.extract.reader.weigh import Findings, Found, Name, fitting_types, forms_of, other_types, weigh
from kg.extract.reader.windows import WindowCutter
from kg.gazetteer import Gazetteer
from kg.model import Argument, Claim, Document, Evidence, Form, Mention, Reading, ReadingKey, Span, Status
from kg.ontology import Ontology

LEAST = 0.1
"""The model's own weight below which a statement is not even thought of."""

_MAX_QUOTE = 600


@dataclass(frozen=True, slots=True)
class _Cast:
    arguments: Mapping[Name, Argument]
    mentions: tuple[Mention, ...]


class ReaderExtractor:
    """Reads claims with the trained model alone.

    Attributes:
        name: "reader".
        hash: 16 hexadecimal digits over all that its readings depend on but the ontology and the document.
    """

    name: str = "reader"

    def __init__(self, *, ontology: Ontology, gazetteer: Gazetteer, network: Network | None = None) -> None:
        self._ontology = ontology
        self._gazetteer = gazetteer
        self._network = network or Network()
        self._cutter = WindowCutter(self._network.tokenizer)
        self._statuses = tuple(Status(s) for s in self._network.card.statuses)
        self.hash = reader_hash(gazetteer.hash)

    @property
    def relations(self) -> frozenset[str]:
        """The relation types that the model knows."""
        return frozenset(self._network.card.relations)

    @property
    def settings(self) -> Mapping[str, float]:
        """What was fitted together with the model: thresholds and calibration."""
        return self._network.card.settings

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents one by one.

        Args:
            documents: What to read.

        Yields:
            A reading for each, in the same order; a document's reading does not depend on the others.
        """
        for document in documents:
            yield self._read(document)

    def propose(self, document: Document) -> tuple[tuple[Mention, ...], tuple[Claim, ...]]:
        """Give the names of a document and every claim that the model thinks possible, however unsure.

        Returns:
            Mentions in text order, and claims, one for each triple and sentence, the surest first.
        """
        findings = weigh(document.text, network=self._network, cutter=self._cutter, least=LEAST)
        cast = self._cast(findings)
        others = other_types(findings.names)
        claims: dict[tuple[object, ...], Claim] = {}
        for found in findings.found:
            types = fitting_types(found, others, self._admits)
            if types is not None:
                claim = self._claim(document, found, cast, types)
                ends = (found.subject, found.object)
                key = (found.relation, *(sorted(ends) if self._symmetric(found) else ends), found.sentence)
                claims.setdefault(key, claim)
        return cast.mentions, tuple(claims.values())

    def _read(self, document: Document) -> Reading:
        mentions, proposed = self.propose(document)
        claims = [c for c in proposed if c.confidence >= self._network.card.settings["threshold"]]
        return Reading(
            ReadingKey(document.id, self.hash, self._ontology.hash),
            mentions,
            tuple(sorted(claims, key=lambda c: c.id)),
            (),
            cited_sources(document.text),
        )

    def _symmetric(self, found: Found) -> bool:
        return self._ontology.relation_types[found.relation].symmetric

    def _admits(self, relation: str, subject: str, obj: str) -> bool:
        known = self._ontology.relation_types.get(relation)
        return known is not None and known.admits(subject, obj)

    def _cast(self, findings: Findings) -> _Cast:
        forms = forms_of(findings.names)
        known = {name: self._known(name) for name in forms}
        mentions = tuple(
            Mention(t.span, t.text, name[1], name[0], _form(t.text), known[name])
            for t, name in findings.names
        )
        arguments = {
            name: Argument(name[0], name[1], Span(0, 1), spelt, known[name]) for name, spelt in forms.items()
        }
        return _Cast(arguments, mentions)

    def _known(self, name: Name) -> str | None:
        return next((k.id for k in self._gazetteer.lookup(name[0]) if k.type == name[1]), None)

    def _claim(self, document: Document, found: Found, cast: _Cast, types: tuple[str, str]) -> Claim:
        subject, obj = (
            replace(
                cast.arguments[name],
                type=kind,
                span=span,
                known_as=cast.arguments[name].known_as if kind == name[1] else self._known((name[0], kind)),
            )
            for name, span, kind in zip(
                (found.subject, found.object), (found.subject_span, found.object_span), types, strict=True
            )
        )
        span = Span(found.sentence.start, min(found.sentence.end, found.sentence.start + _MAX_QUOTE))
        rule = f"{found.relation}:{'sentence' if found.named else 'passage'}"
        evidence = Evidence(document.id, span, document.text[span.start : span.end], self.name, rule)
        status = decide(found.statuses, self._statuses)
        return Claim(
            Claim.identify(evidence, subject.span, found.relation, obj.span, status),
            subject,
            found.relation,
            obj,
            status,
            evidence,
            None,
            (),
            calibrated(found.weight, self._network.card.settings),
            document.published,
        )


def decide(weights: tuple[float, ...], statuses: tuple[Status, ...]) -> Status:
    """Give the likeliest status."""
    return max(zip(weights, statuses, strict=True), key=lambda pair: pair[0])[1]


def calibrated(weight: float, settings: Mapping[str, float]) -> float:
    """Turn the model's own weight into the probability that the document says so.

    Platt scaling: a logistic regression on the logit of the weight, fitted on articles held out of training (J. Platt,
    "Probabilistic outputs for support vector machines", 1999).
    """
    clipped = min(max(weight, 1e-4), 1 - 1e-4)
    logit = log(clipped / (1 - clipped))
    return round(1 / (1 + exp(-(settings["slope"] * logit + settings["offset"]))), 4)


def _form(text: str) -> Form:
    return Form.NAME if any(c.isupper() or c.isdigit() for c in text) else Form.DESCRIPTION
