"""Grammar, reader and both side by side on annotated articles, with how far the figures may be off by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from pathlib import Path

from kg.cli.work import claim_json
from kg.evaluation import GoldDocument, Measure, Scores, predicted_claims, read_gold, score
from kg.extract import EXTRACTORS
from kg.model import Argument, Claim, Document, Reading
from kg.normalize import scoring_key
from kg.ontology import load_ontology
from kg.pipeline import Settings, extract

_DRAWS = 1_000
_BINS = 10


def compare(gold_path: Path, documents_path: Path) -> list[tuple[str, str]]:
    """Score each extractor: F1 with 95 % bootstrap intervals over articles, status, and calibration."""
    rows = [("articles", str(len(read_gold(gold_path))))]
    for extractor in EXTRACTORS:
        rows.append((extractor, ""))
        scored, judged = measure(extractor, gold_path, documents_path)
        rows += [(f"  {name}", value) for name, value in scored.items()]
        rows += reliability(judged)
    return rows


def measure(
    extractor: str, gold_path: Path, documents_path: Path
) -> tuple[dict[str, str], list[tuple[float, bool]]]:
    """Score an extractor on annotated articles, as `figures`."""
    read = list(extract([documents_path], settings=Settings(extractor=extractor)))
    return figures(read_gold(gold_path), read)


def figures(
    gold: Sequence[GoldDocument], read: Sequence[tuple[Document, Reading]]
) -> tuple[dict[str, str], list[tuple[float, bool]]]:
    """Score what was read in annotated articles.

    Returns:
        Figures by name, and the confidence of each triple that was found with whether it is right.
    """
    symmetric = frozenset(t.name for t in load_ontology().relation_types.values() if t.symmetric)
    predicted = predicted_claims([claim_json(d, c) for d, r in read for c in r.claims])
    whole = score(gold, predicted, symmetric=symmetric)
    each = [score([document], predicted, symmetric=symmetric) for document in gold]
    claims = {d.name: r.claims for d, r in read}
    judged = _judged(gold, claims, symmetric)
    macro = whole.status_macro_f1
    parts = {
        "strict": "strict",
        "pair": "pair",
        "strict, between names": "named_strict",
        "pair, between names": "named_pair",
    }
    scored = {name: _with_interval(whole, each, part) for name, part in parts.items()}
    scored |= coreference(gold, claims, symmetric)
    scored |= {
        "status accuracy": f"{whole.status.count / max(1, whole.status.total):.2f} of {whole.status.total}",
        "status macro-F1": "-" if macro is None else f"{macro:.2f}",
        "false assertion": f"{whole.false_assertion.count} of {whole.false_assertion.total}",
        "Brier score": f"{brier(judged):.3f}",
        "expected calibration error": f"{calibration_error(judged):.3f}",
    }
    return scored, judged


def _with_interval(whole: Scores, each: Sequence[Scores], name: str) -> str:
    measure: Measure = getattr(whole, name)
    parts: list[Measure] = [getattr(one, name) for one in each]
    draw = random.Random(1)  # noqa: S311 - resampling
    f1s = []
    for _ in range(_DRAWS):
        some = draw.choices(parts, k=len(parts))
        f1s.append(Measure(*(sum(getattr(m, n) for m in some) for n in ("right", "predicted", "gold"))).f1)
    f1s.sort()
    low, high = f1s[_DRAWS // 40], f1s[-_DRAWS // 40]
    return f"P {measure.precision:.2f} R {measure.recall:.2f} F1 {measure.f1:.2f} (95 %: {low:.2f} to {high:.2f})"


def _judged(
    gold: Sequence[GoldDocument], claims: Mapping[str, Sequence[Claim]], symmetric: frozenset[str]
) -> list[tuple[float, bool]]:
    """Hold the surest claim of each triple against what the annotators wrote: (confidence, whether it is right)."""
    judged = []
    for document in gold:
        forms = {e.name: {scoring_key(f) for f in (e.name, *e.aliases)} for e in document.entities}
        wanted = [(forms[c.subject], c.relation, forms[c.object]) for c in document.claims]
        best: dict[tuple[str, str, str], Claim] = {}
        for claim in sorted(claims.get(document.id, ()), key=lambda c: (-c.confidence, c.id)):
            best.setdefault((claim.subject.name, claim.relation, claim.object.name), claim)
        for claim in best.values():
            ends = [_forms_of(claim.subject), _forms_of(claim.object)]
            orders = [ends, ends[::-1]] if claim.relation in symmetric else [ends]
            right = any(r == claim.relation and a & s and b & o for s, r, o in wanted for a, b in orders)
            judged.append((claim.confidence, right))
    return judged


def coreference(
    gold: Sequence[GoldDocument], claims: Mapping[str, Sequence[Claim]], symmetric: frozenset[str]
) -> dict[str, str]:
    """Measure by itself how the ends are found that a sentence does not name ("the carmaker", "it").

    Returns:
        Recall of the annotated claims whose evidence names both ends and of those whose evidence does not, and, of the
        claims found with an end that their words do not name, those whose two ends an annotator put into some relation.
    """
    found, total = Counter[bool](), Counter[bool]()
    linked = outside = 0
    for document in gold:
        forms = {e.name: {scoring_key(f) for f in (e.name, *e.aliases)} for e in document.entities}
        spelt = {e.name: (e.name, *e.aliases) for e in document.entities}
        own = [(_forms_of(c.subject), c.relation, _forms_of(c.object)) for c in claims.get(document.id, ())]
        for claim in document.claims:
            named = all(any(f in claim.evidence for f in spelt[end]) for end in (claim.subject, claim.object))
            total[named] += 1
            s, o = forms[claim.subject], forms[claim.object]
            orders = [(s, o), (o, s)] if claim.relation in symmetric else [(s, o)]
            found[named] += any(r == claim.relation and a & x and b & y for a, r, b in own for x, y in orders)
        pairs = [(forms[c.subject], forms[c.object]) for c in document.claims]
        for one in claims.get(document.id, ()):
            quote = one.evidence.quote
            if all(any(f in quote for f in (e.name, *e.forms)) for e in (one.subject, one.object)):
                continue
            outside += 1
            a, b = _forms_of(one.subject), _forms_of(one.object)
            linked += any((a & x and b & y) or (a & y and b & x) for x, y in pairs)
    return {
        "recall, both ends named in the evidence": f"{found[True]} of {total[True]}",
        "recall, an end not named in the evidence": f"{found[False]} of {total[False]}",
        "right pairs of those with an end elsewhere": f"{linked} of {outside}",
    }


def _forms_of(end: Argument) -> set[str]:
    return {scoring_key(form) for form in (end.name, *end.forms)}


def brier(judged: Sequence[tuple[float, bool]]) -> float:
    """Give the mean square of confidence minus outcome (Brier 1950); 0 where nothing was found."""
    return fsum((p - right) ** 2 for p, right in judged) / max(1, len(judged))


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Give the mean over ten equal bins, weighed by number, of |mean confidence - share right| (Naeini et al. 2015)."""
    return fsum(
        abs(fsum(p for p, _ in some) - sum(r for _, r in some)) for some in _bins(judged).values()
    ) / max(1, len(judged))


def reliability(judged: Sequence[tuple[float, bool]]) -> list[tuple[str, str]]:
    """Draw a reliability diagram in words: for each bin, what was said and how much of it was right."""
    rows = []
    for number, some in sorted(_bins(judged).items()):
        said, right = fsum(p for p, _ in some) / len(some), sum(r for _, r in some) / len(some)
        bar = "#" * round(right * 20)
        rows.append(
            (f"    said {said:.2f}, right {right:.2f}", f"{bar:20} {len(some)} from {number / _BINS:.1f}")
        )
    return rows


def _bins(judged: Sequence[tuple[float, bool]]) -> dict[int, list[tuple[float, bool]]]:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in judged:
        bins.setdefault(min(int(p * _BINS), _BINS - 1), []).append((p, right))
    return bins
