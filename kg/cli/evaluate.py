"""The command that measures reading against annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.output import Format, FormatOption, print_json, print_rows
from kg.cli.work import (
    BatchOption,
    ExtractorOption,
    OntologyOption,
    PipelineOption,
    WorkersOption,
    claim_json,
)
from kg.evaluation import Measure, Scores, predicted_claims, read_gold, score
from kg.extract import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE


def evaluate(  # noqa: PLR0913, PLR0917 - a command has as many parameters as it has options
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated claims, a document a line.")],
    documents: Annotated[
        Path, typer.Option("--documents", metavar="DOCS.jsonl", help="The documents' texts.")
    ],
    ontology: OntologyOption = None,
    pipeline: PipelineOption = DEFAULT_PIPELINE,
    workers: WorkersOption = 1,
    batch_size: BatchOption = 32,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read documents and score the claims against those of an annotator."""
    from kg.ontology import load_ontology  # noqa: PLC0415
    from kg.pipeline import Settings, extract  # noqa: PLC0415

    annotated = read_gold(gold)
    settings = Settings(tuple(ontology or ()), pipeline, workers, batch_size, extractor)
    lines = [claim_json(d, c) for d, r in extract([documents], settings=settings) for c in r.claims]
    types = load_ontology(*settings.ontology).relation_types.values()
    scores = score(
        annotated, predicted_claims(lines), symmetric=frozenset(t.name for t in types if t.symmetric)
    )
    if form is Format.JSON:
        print_json(_as_json(scores))
    else:
        print_rows(_rows(scores), form)


def _as_json(scores: Scores) -> dict[str, Any]:
    return {
        "documents": scores.documents,
        "strict": _measure(scores.strict),
        "pair": _measure(scores.pair),
        "named": {"strict": _measure(scores.named_strict), "pair": _measure(scores.named_pair)},
        "status": {
            "accuracy": scores.status.rate,
            "right": scores.status.count,
            "matched": scores.status.total,
            "macro_f1": scores.status_macro_f1,
        },
        "false_assertion": {
            "rate": scores.false_assertion.rate,
            "asserted": scores.false_assertion.count,
            "not_asserted_in_gold": scores.false_assertion.total,
        },
        "relations": {name: _measure(measure) for name, measure in scores.relations.items()},
        "ignored": scores.ignored,
    }


def _rows(scores: Scores) -> list[dict[str, Any]]:
    measures = {
        "strict": scores.strict,
        "pair": scores.pair,
        "named strict": scores.named_strict,
        "named pair": scores.named_pair,
        **scores.relations,
    }
    rows: list[dict[str, Any]] = [
        {"measure": name, **_measure(measure)} for name, measure in measures.items()
    ]
    rows.append(_share("status accuracy", scores.status.rate, scores.status.count, scores.status.total))
    rows.append({"measure": "status macro-F1", "f1": scores.status_macro_f1})
    wrong = scores.false_assertion
    rows.append(_share("false assertion", wrong.rate, wrong.count, wrong.total))
    return rows


def _share(name: str, rate: float | None, count: int, total: int) -> dict[str, Any]:
    return {"measure": name, "f1": rate, "right": count, "predicted": total}


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "precision": measure.precision,
        "recall": measure.recall,
        "f1": measure.f1,
        "right": measure.right,
        "predicted": measure.predicted,
        "gold": measure.gold,
    }
