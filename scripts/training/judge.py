"""What reader and grammar found in held-out articles, held against what annotators wrote there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from examples import Vocabulary
from fit import Judged
from learn import Seen

from kg.evaluation import GoldDocument
from kg.model import Argument, Claim
from kg.normalize import scoring_key

_Forms = frozenset[str]
_Triple = tuple[_Forms, str, _Forms]


def judge(
    vocabulary: Vocabulary,
    gold: Sequence[GoldDocument],
    seen: Mapping[str, Sequence[Seen]],
    claims: Mapping[str, Sequence[Claim]],
) -> tuple[list[Judged], int]:
    """Judge every triple that reader or grammar found, each once an article.

    Args:
        vocabulary: For the relations that hold either way round.
        gold: Annotated articles.
        seen: What the reader saw in each, when it had not learnt from it.
        claims: What the grammar found in each.

    Returns:
        The triples, and how many the annotators wrote.
    """
    judged: list[Judged] = []
    total = 0
    for document in gold:
        forms = {e.name: _keys((e.name, *e.aliases)) for e in document.entities}
        wanted = {(forms[c.subject], c.relation, forms[c.object]) for c in document.claims}
        total += len(wanted)
        by_grammar: dict[_Triple, float] = {}
        for claim in claims.get(document.id, ()):
            triple = (_end(claim.subject), claim.relation, _end(claim.object))
            by_grammar[triple] = max(by_grammar.get(triple, 0.0), claim.confidence)
        best: dict[_Triple, float] = {}
        for one in seen.get(document.id, ()):
            triple = (_keys(one.subject_forms), one.relation, _keys(one.object_forms))
            turned = triple[::-1] if one.relation in vocabulary.symmetric else triple
            key = turned if turned in best else triple
            best[key] = max(best.get(key, 0.0), one.weight)
        for triple, weight in best.items():
            sure = max((by_grammar[t] for t in by_grammar if _among(triple, [t], vocabulary)), default=0.0)
            judged.append(Judged(weight, sure, _among(triple, wanted, vocabulary)))
        alone = {t for t in by_grammar if not _among(t, best, vocabulary)}
        judged += [
            Judged(0.0, by_grammar[t], _among(t, wanted, vocabulary)) for t in sorted(alone, key=_order)
        ]
    return judged, total


def _order(triple: _Triple) -> tuple[list[str], str, list[str]]:
    return sorted(triple[0]), triple[1], sorted(triple[2])


def _keys(forms: Iterable[str]) -> _Forms:
    return frozenset(scoring_key(form) for form in forms)


def _end(end: Argument) -> _Forms:
    return _keys((end.name, *end.forms))


def _among(triple: _Triple, others: Iterable[_Triple], vocabulary: Vocabulary) -> bool:
    subject, relation, obj = triple
    orders = [(subject, obj), (obj, subject)] if relation in vocabulary.symmetric else [(subject, obj)]
    return any(r == relation and a & s and b & o for s, r, o in others for a, b in orders)
