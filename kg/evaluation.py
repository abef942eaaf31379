"""How well claims were read: predictions against articles that people annotated in full.

Names are compared by `kg.normalize.scoring_key`. An end of a prediction matches a gold entity when any of its
surface forms equals any of the entity's, so it may match several; predictions are then assigned to gold one
to one by a maximum matching, which no greedy order can better. Since the articles are annotated in full, an
unmatched prediction is wrong. Counts are added over all documents (micro-average).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from kg.errors import SourceError
from kg.model import Status
from kg.normalize import scoring_key

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity as annotated: its fullest name in the article and every other form of it there."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim as annotated; its ends are names of the document's entities."""

    subject: str
    relation: str
    object: str
    status: Status
    attribution: str | None = None
    evidence: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An article annotated in full."""

    id: str
    entities: tuple[GoldEntity, ...]
    claims: tuple[GoldClaim, ...]


@dataclass(frozen=True, slots=True)
class PredictedEnd:
    """One end of a prediction: its name and every surface form of it in the document."""

    name: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PredictedClaim:
    """A claim as read by whatever is being measured."""

    subject: PredictedEnd
    relation: str
    object: PredictedEnd
    status: Status


@dataclass(frozen=True, slots=True)
class _PredictedLine(PredictedClaim):
    document: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts of right, predicted and gold things, and the usual ratios of them.

    A ratio whose denominator is zero is 1 if there was nothing to find and nothing was found, else 0.
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Right things as a share of those predicted."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Right things as a share of those in gold."""
        return self.right / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Share:
    """Some cases out of all of a kind."""

    count: int
    total: int

    @property
    def rate(self) -> float | None:
        """`count / total`, or None if there are no cases."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Scores:
    """What `score` measures.

    Attributes:
        documents: Number of gold documents.
        strict: Both ends and the relation are right (symmetric relations either way round).
        pair: Both ends are right, whatever the relation and the direction.
        named_strict: `strict` over claims whose two names each hold a word beginning with a capital or digit.
        named_pair: `pair` over the same claims.
        status: Of the strictly matched predictions, one a status, those whose status the gold triple has.
        status_macro_f1: Unweighted mean, over the statuses that the strictly matched gold triples have, of
            the F1 with which triples are given that status; None if nothing matched.
        false_assertion: Of the strictly matched gold triples that are nowhere asserted, those predicted as
            asserted.
        relations: `strict` for each relation type that gold or predictions name, in alphabetical order.
        ignored: Predictions about documents that gold does not hold.
    """

    documents: int
    strict: Measure
    pair: Measure
    named_strict: Measure
    named_pair: Measure
    status: Share
    status_macro_f1: float | None
    false_assertion: Share
    relations: Mapping[str, Measure]
    ignored: int


def read_gold(path: Path) -> tuple[GoldDocument, ...]:
    """Read annotated documents, one JSON object a line.

    Raises:
        SourceError: If the file cannot be read, a line is malformed, or a claim names an unknown entity.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error})", place=str(path)) from error
    read = TypeAdapter(GoldDocument).validate_json
    documents = {n: _validated(read, line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()}
    for number, document in documents.items():
        _check_ends(document, f"{path}:{number}")
    return tuple(documents.values())


def predicted_claims(
    lines: Iterable[Mapping[str, object]], *, place: str = "predictions"
) -> dict[str, tuple[PredictedClaim, ...]]:
    """Turn the lines that `kg extract` writes into predictions by document.

    Args:
        lines: Objects with `document` (the id by which gold knows it), `subject` and `object` (objects with
            `name` and `mentions`), `relation` and `status`; anything else in them does not count.
        place: Where they come from, for error messages.

    Raises:
        SourceError: If a line lacks one of these or holds something else there.
    """
    claims: dict[str, list[PredictedClaim]] = {}
    read = TypeAdapter(_PredictedLine).validate_json
    for number, line in enumerate(lines, start=1):
        claim = _validated(read, json.dumps(line), f"{place}:{number}")
        claims.setdefault(claim.document, []).append(claim)
    return {document: tuple(of_document) for document, of_document in sorted(claims.items())}


def _validated(validate: Callable[[str], _Record], line: str, place: str) -> _Record:
    try:
        return validate(line)
    except ValidationError as error:
        first = error.errors()[0]
        field_name = ".".join(map(str, first["loc"])) or "the line"
        raise SourceError(f"{field_name}: {first['msg']}", place=place, remedy="correct this line") from error


def _check_ends(document: GoldDocument, place: str) -> None:
    names = {entity.name for entity in document.entities}
    for claim in document.claims:
        for end in (claim.subject, claim.object):
            if end not in names:
                raise SourceError(
                    f"a claim names {end!r}, which is no entity", place=place, remedy="list it as one"
                )


# ---------------------------------------------------------------- scoring

_End = tuple[tuple[int, ...], str]
"""A predicted end: the gold entities it may be, and its key unless they are exactly one."""
_Triple = tuple[int, str, int]
_Prediction = tuple[_End, str, _End]


_Counts = Counter[tuple[str, str, str]]
"""By measure, by what is counted ("right", "predicted", "gold"), and by relation type ("" for pairs)."""
_Statuses = tuple[frozenset[Status], frozenset[Status]]
"""Those of a prediction, and those of the gold triple that it matches."""


def score(
    gold: Sequence[GoldDocument],
    predicted: Mapping[str, Sequence[PredictedClaim]],
    *,
    symmetric: frozenset[str],
) -> Scores:
    """Score predictions against gold.

    Within a document, a triple that is claimed twice counts once, in gold and in predictions; predictions are
    the same triple if their ends match the same one gold entity each, or else have equal names.

    Args:
        gold: Annotated documents.
        predicted: Predictions by `GoldDocument.id`.
        symmetric: Relation types whose ends may be swapped.

    Returns:
        The scores; the order of documents, predictions and mentions does not count.
    """
    counts: _Counts = Counter()
    matched: list[_Statuses] = []
    for document in gold:
        matched += _Scorer(document, symmetric, counts).count(predicted.get(document.id, ()))
    known = {document.id for document in gold}
    relations = sorted({relation for measure, _, relation in counts if measure == "strict"})
    return Scores(
        documents=len(gold),
        strict=_measure(counts, "strict"),
        pair=_measure(counts, "pair"),
        named_strict=_measure(counts, "named strict"),
        named_pair=_measure(counts, "named pair"),
        status=Share(
            sum(len(given & held) for given, held in matched),
            sum(len(given) for given, _ in matched),
        ),
        status_macro_f1=_status_macro_f1(matched),
        false_assertion=_false_assertion(matched),
        relations=MappingProxyType({name: _measure(counts, "strict", name) for name in relations}),
        ignored=sum(len(claims) for document, claims in predicted.items() if document not in known),
    )


class _Scorer:
    """Scores the predictions about one document."""

    def __init__(self, document: GoldDocument, symmetric: frozenset[str], counts: _Counts) -> None:
        self._document = document
        self._counts = counts
        self._symmetric = symmetric
        self._index = {entity.name: i for i, entity in enumerate(document.entities)}
        self._owners: dict[str, set[int]] = {}
        for entity in document.entities:
            for name in (entity.name, *entity.aliases):
                self._owners.setdefault(scoring_key(name), set()).add(self._index[entity.name])

    def count(self, predicted: Sequence[PredictedClaim]) -> list[_Statuses]:
        """Add to the counts of every measure; give the statuses of what matches strictly."""
        gold = self._document.claims
        named_gold = [c for c in gold if _is_named(c.subject) and _is_named(c.object)]
        named = [c for c in predicted if _is_named(c.subject.name) and _is_named(c.object.name)]
        self._pair("pair", gold, predicted)
        self._pair("named pair", named_gold, named)
        self._strict("named strict", named_gold, named)
        return self._strict("strict", gold, predicted)

    def _strict(
        self, measure: str, gold: Sequence[GoldClaim], predicted: Sequence[PredictedClaim]
    ) -> list[_Statuses]:
        wanted: dict[_Triple, set[Status]] = {}
        for claim in gold:
            wanted.setdefault(self._gold_triple(claim), set()).add(claim.status)
        given: dict[_Prediction, set[Status]] = {}
        for prediction in predicted:
            given.setdefault(self._prediction(prediction), set()).add(prediction.status)
        matched = _match(sorted(given), sorted(wanted), self._may_be)
        self._counts.update((measure, "gold", relation) for _, relation, _ in wanted)
        self._counts.update((measure, "predicted", relation) for _, relation, _ in given)
        self._counts.update((measure, "right", triple[1]) for _, triple in matched)
        return [(frozenset(given[found]), frozenset(wanted[triple])) for found, triple in matched]

    def _pair(self, measure: str, gold: Sequence[GoldClaim], predicted: Sequence[PredictedClaim]) -> None:
        wanted = {_ordered(self._index[c.subject], self._index[c.object]) for c in gold}
        given = {_ordered(self._end(c.subject), self._end(c.object)) for c in predicted}
        self._counts[measure, "gold", ""] += len(wanted)
        self._counts[measure, "predicted", ""] += len(given)
        self._counts[measure, "right", ""] += len(_match(sorted(given), sorted(wanted), _may_be_pair))

    def _gold_triple(self, claim: GoldClaim) -> _Triple:
        ends = (self._index[claim.subject], self._index[claim.object])
        subject, obj = _ordered(*ends) if claim.relation in self._symmetric else ends
        return subject, claim.relation, obj

    def _prediction(self, claim: PredictedClaim) -> _Prediction:
        ends = (self._end(claim.subject), self._end(claim.object))
        subject, obj = _ordered(*ends) if claim.relation in self._symmetric else ends
        return subject, claim.relation, obj

    def _end(self, end: PredictedEnd) -> _End:
        forms = {scoring_key(form) for form in (end.name, *end.mentions)}
        owners = tuple(sorted({owner for form in forms for owner in self._owners.get(form, ())}))
        return owners, "" if len(owners) == 1 else scoring_key(end.name)

    def _may_be(self, prediction: _Prediction, triple: _Triple) -> bool:
        if prediction[1] != triple[1]:
            return False
        predicted, wanted = (prediction[0], prediction[2]), (triple[0], triple[2])
        if triple[1] in self._symmetric:
            return _may_be_pair(predicted, wanted)
        return wanted[0] in predicted[0][0] and wanted[1] in predicted[1][0]


_Ordered = TypeVar("_Ordered", int, _End)


def _ordered(first: _Ordered, second: _Ordered) -> tuple[_Ordered, _Ordered]:
    return (first, second) if first <= second else (second, first)


def _may_be_pair(predicted: tuple[_End, _End], wanted: tuple[int, int]) -> bool:
    (first, _), (second, _) = predicted
    return (wanted[0] in first and wanted[1] in second) or (wanted[1] in first and wanted[0] in second)


_Left = TypeVar("_Left", bound=Hashable)
_Right = TypeVar("_Right", bound=Hashable)


def _match(
    left: Sequence[_Left], right: Sequence[_Right], may_be: Callable[[_Left, _Right], bool]
) -> list[tuple[_Left, _Right]]:
    """Pair as many as possible one to one (Hopcroft and Karp 1973)."""
    edges = [(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if may_be(a, b)]
    if not edges:
        return []
    rows, columns = zip(*edges, strict=True)
    graph: Any = csr_array(([1] * len(edges), (rows, columns)), shape=(len(left), len(right)))
    partners = maximum_bipartite_matching(graph, perm_type="column").tolist()
    return [(left[i], right[j]) for i, j in enumerate(partners) if j >= 0]


def _is_named(name: str) -> bool:
    return any(word[0].isupper() or word[0].isdigit() for word in re.findall(r"[^\W_]+", name))


def _measure(counts: _Counts, measure: str, relation: str | None = None) -> Measure:
    total: Counter[str] = Counter()
    for (of_measure, kind, of_relation), count in counts.items():
        if of_measure == measure and relation in (None, of_relation):
            total[kind] += count
    return Measure(total["right"], total["predicted"], total["gold"])


def _status_macro_f1(matched: Sequence[_Statuses]) -> float | None:
    present = sorted({status for _, held in matched for status in held})
    if not present:
        return None
    measures = [
        Measure(
            sum(status in given and status in held for given, held in matched),
            sum(status in given for given, _ in matched),
            sum(status in held for _, held in matched),
        )
        for status in present
    ]
    return fsum(measure.f1 for measure in measures) / len(measures)


def _false_assertion(matched: Sequence[_Statuses]) -> Share:
    unasserted = [given for given, held in matched if Status.ASSERTED not in held]
    return Share(sum(Status.ASSERTED in given for given in unasserted), len(unasserted))
