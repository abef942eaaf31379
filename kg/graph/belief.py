"""Belief: the probability that a relation holds, from what independent origins say of it, and when.

Per origin o and status s only the best claim counts, with confidence c and the day t on which the origin
first said so, so that copies of one story change nothing. With status weights w (`WEIGHTS`), half-life h of
the relation type and reference day T:

    ended(t)  = 1 − Π_o (1 − c[o, ended])                  over endings published on or after day t
    m[o, s]   = c[o, s] · 2^(−(T − t)/h) · (1 − ended(t))  how firmly o's report of status s stands today
    Q(w)      = 1 − Π_o (1 − max{m[o, s] : w_s ≥ w})       that somebody truly reports it with weight ≥ w
    support   = Σ_k (w_k − w_{k+1}) · Q(w_k)               over the weights in falling order, ending in 0
    denial[o] = d · c[o, denied] · Π_{o'} (1 − c[o', asserted])   over assertions of a later day
    belief    = support · Π_o (1 − denial[o])

Support is the expected weight of the firmest report that is real. Where all claims are assertions it is the
noisy-or of independent origins (Pearl 1988, Probabilistic Reasoning in Intelligent Systems, section 4.3.2);
of a single claim it is w·c·2^(−age/h). The model is kin to INDRA's (Gyori et al. 2017, Molecular Systems
Biology 13:954), where repeated evidence of one reader removes that reader's random errors and never its
systematic one. Here statuses stand where readers stand there: any number of outlets that repeat a rumour
leave it a rumour, with belief at most its weight. (A plain noisy-or of weighted claims would turn two
rumours into a fact.) Unlike INDRA this knows copies, age, denials and endings, and its weights are
declared, not fitted.

An ending overrides what was said before it and on its own day, and nothing said later. A denial counts
against everything, until somebody asserts the relation on a later day. Undated claims do not age and count
as older than every dated one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, prod
from types import MappingProxyType

from kg.graph.origins import origins
from kg.graph.times import day_of
from kg.model import Claim, DocumentInfo, Status

WEIGHTS: Mapping[Status, float] = MappingProxyType(
    {
        Status.ASSERTED: 1.0,
        # What is planned does not hold yet; below one half, so that no plan alone passes for a fact.
        Status.PLANNED: 0.45,
        # A third of takeover rumours come true (Ahern and Sosyura 2015, Review of Financial Studies 28:2050).
        Status.RUMOURED: 0.33,
        # "May" and "could" claim less than a rumour, which at least says that somebody knows.
        Status.POSSIBLE: 0.25,
    }
)
"""Probability that a relation holds, given that a document truly reports it in a status. Denied and ended
do not support. Declared, not fitted."""

DENIAL = 0.5
"""What one denial takes from belief: it is one word against another, so it halves, and two quarter."""

_PRECEDENCE = (
    Status.ASSERTED,
    Status.ENDED,
    Status.DENIED,
    Status.PLANNED,
    Status.RUMOURED,
    Status.POSSIBLE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What one origin says of a relation in one status.

    Attributes:
        confidence: The greatest among its claims.
        day: The first on which it was published, or None if all are undated.
    """

    confidence: float
    day: date | None


Reports = Sequence[Mapping[Status, Report]]
"""What is said of a relation: for each origin, its report in each status that it uses."""


def reports(claims: Iterable[Claim], documents: Mapping[str, DocumentInfo]) -> Reports:
    """Gather the claims about one relation by origin and status.

    Args:
        claims: All about one relation, in any order.
        documents: By id; holds at least the claims' documents.
    """
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.evidence.document, []).append(claim)
    gathered = []
    for origin in origins(documents[key] for key in by_document):
        of_origin = [claim for key in origin for claim in by_document[key]]
        statuses = {claim.status for claim in of_origin}
        gathered.append(
            {s: _report([c for c in of_origin if c.status is s]) for s in Status if s in statuses}
        )
    return gathered


def belief(said: Reports, *, half_life: float | None, reference: date | None) -> float:
    """Give the probability that a relation holds; the module's docstring has the formula.

    Args:
        said: What is said of it.
        half_life: Of the relation type, in days; None: it does not age.
        reference: Day to which claims age; None: they do not age.

    Returns:
        A number in [0, 1]. It never falls when a supporting claim gains confidence or an independent origin
        joins, and never rises by a denial.
    """
    supported = support(said, half_life=half_life, reference=reference)
    return supported * prod(sorted(1 - denial for denial in _denials(said)))


def support(
    said: Reports,
    *,
    half_life: float | None,
    reference: date | None,
    statuses: Collection[Status] = tuple(WEIGHTS),
) -> float:
    """Give belief as it were without denials, from the claims of some statuses alone.

    Args:
        said: What is said of a relation.
        half_life: As in `belief`.
        reference: As in `belief`.
        statuses: Those to heed, of the keys of `WEIGHTS`. Endings count always.
    """
    strengths = [
        {s: _standing(report, said) * _age(report, half_life, reference) for s, report in origin.items()}
        for origin in said
    ]
    weights = sorted({WEIGHTS[s] for s in statuses}, reverse=True)
    steps = []
    for weight, below in zip(weights, [*weights[1:], 0.0], strict=True):
        firm = [s for s in statuses if WEIGHTS[s] >= weight]
        best = (max((origin[s] for s in firm if s in origin), default=0.0) for origin in strengths)
        steps.append((weight - below) * noisy_or(best))
    return min(1.0, fsum(steps))


def contradicted(said: Reports) -> bool:
    """Tell whether a denial stands: nobody asserts the relation on a later day."""
    return any(
        Status.DENIED in origin and not list(_asserted_after(origin[Status.DENIED], said)) for origin in said
    )


def prevailing_status(said: Reports) -> Status:
    """Give the status that carries most weight: what an analyst would call the edge.

    Each status weighs what it would be worth alone, leaving age aside, since an old fact is no rumour: a
    supporting one w_s · (1 − Π_o (1 − c·(1 − ended(t)))), denials 1 − Π_o (1 − denial[o]), endings 1 − Π_o
    (1 − c · Π_{o'} (1 − c[o', asserted])) over assertions of a later day. So asserted outweighs rumoured, a
    denial outweighs the rumour or the plan that it answers but not an assertion equally firm, and of ended
    and asserted the later prevails. Equals are decided in the order asserted, ended, denied, planned,
    rumoured, possible.
    """
    standing = {
        status: weight * noisy_or(_standing(o[status], said) for o in said if status in o)
        for status, weight in WEIGHTS.items()
    }
    standing[Status.DENIED] = noisy_or(_denials(said))
    standing[Status.ENDED] = noisy_or(
        o[Status.ENDED].confidence * _unasserted_after(o[Status.ENDED], said)
        for o in said
        if Status.ENDED in o
    )
    met = [status for status in _PRECEDENCE if any(status in origin for origin in said)]
    return max(met, key=standing.__getitem__)


def noisy_or(probabilities: Iterable[float]) -> float:
    """Give the probability that at least one of some independent things is so, whatever their order."""
    return 1 - prod(sorted(1 - p for p in probabilities))


def _report(claims: Sequence[Claim]) -> Report:
    # The first day, so that a late copy can neither refresh an old story nor outlive an ending.
    days = [day_of(claim.published) for claim in claims if claim.published is not None]
    return Report(max(claim.confidence for claim in claims), min(days, default=None))


def _standing(report: Report, said: Reports) -> float:
    """Discount a report's confidence by the endings published on its day or after it."""
    endings = (o[Status.ENDED] for o in said if Status.ENDED in o)
    return report.confidence * prod(
        sorted(1 - ending.confidence for ending in endings if not _later(report, ending))
    )


def _age(report: Report, half_life: float | None, reference: date | None) -> float:
    if half_life is None or reference is None or report.day is None:
        return 1.0
    return float(2 ** (-max(0, (reference - report.day).days) / half_life))


def _denials(said: Reports) -> list[float]:
    denials = (o[Status.DENIED] for o in said if Status.DENIED in o)
    return [DENIAL * denial.confidence * _unasserted_after(denial, said) for denial in denials]


def _unasserted_after(report: Report, said: Reports) -> float:
    return prod(sorted(1 - assertion.confidence for assertion in _asserted_after(report, said)))


def _asserted_after(report: Report, said: Reports) -> Iterable[Report]:
    assertions = (o[Status.ASSERTED] for o in said if Status.ASSERTED in o)
    return (assertion for assertion in assertions if _later(assertion, report))


def _later(a: Report, b: Report) -> bool:
    return (a.day or date.min) > (b.day or date.min)
