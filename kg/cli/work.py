"""Commands that read documents: build, extract, status."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.output import (
    DEFAULT_HOME,
    Format,
    FormatOption,
    HomeOption,
    json_text,
    print_json,
    print_line,
    print_rows,
    say,
)
from kg.cli.progress import BuildProgress
from kg.errors import InputError, SourceError, StoreError, WorkError
from kg.extract import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE, EXTRACTORS, is_read_whole
from kg.model import Argument, Claim, Document

_MOST_PROBLEMS = 10

PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Text, Markdown, HTML, PDF, JSON, JSON lines and feeds (also .gz), folders of them, - for standard "
        "input, or the http(s) address of a feed. No link in a document is ever fetched.",
    ),
]
OntologyOption = Annotated[
    list[Path] | None,
    typer.Option("--ontology", help="Turtle file with relation types of your own; repeatable."),
]
PipelineOption = Annotated[
    str, typer.Option("--pipeline", envvar="KG_PIPELINE", help="Installed spaCy pipeline, or its folder.")
]
ExtractorOption = Annotated[
    str,
    typer.Option(
        "--extractor",
        envvar="KG_EXTRACTOR",
        help=f"What reads: {', '.join(EXTRACTORS)}. The grammar follows written rules, the reader is a trained model, "
        "both check each other.",
    ),
]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that read.")]
BatchOption = Annotated[int, typer.Option("--batch-size", min=1, help="Documents a worker gets at a time.")]


def build(  # noqa: PLR0913, PLR0917 - a command has as many parameters as it has options
    paths: PathsArgument = None,
    home: HomeOption = DEFAULT_HOME,
    samples: Annotated[
        bool, typer.Option("--samples", help="Read the sample articles of the package.")
    ] = False,
    ontology: OntologyOption = None,
    pipeline: PipelineOption = DEFAULT_PIPELINE,
    workers: WorkersOption = 1,
    batch_size: BatchOption = 32,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
) -> None:
    """Read documents into the ledger and build the graph.

    What has been read before is skipped; a build that was stopped goes on where it was.
    """
    from kg.pipeline import Settings  # noqa: PLC0415 - commands that only ask start faster
    from kg.pipeline import build as run  # noqa: PLC0415

    sources = _sources(paths, samples)
    settings = Settings(tuple(ontology or ()), pipeline, workers, batch_size, extractor)
    with BuildProgress() as progress:
        began = time.monotonic()
        report = run(sources, home=home, settings=settings, progress=progress)
        seconds = time.monotonic() - began
    _tell(report.problems)
    for name in report.cut[:_MOST_PROBLEMS]:
        say(f"kg: {name}: is too long to be read to its end; split it")
    undated = f" ({report.undated} undated)" if report.undated else ""
    print_line(
        f"read {report.read} documents{undated}, {report.unchanged} unchanged, {len(report.problems)} skipped; "
        f"{report.claims} claims, {report.rejected} rejected"
    )
    if report.read:
        say(f"{seconds:.1f} s, {report.words / max(seconds, 1e-9):,.0f} words/s")
    _insist(report.read + report.unchanged, report.problems)
    manifest = _manifest(home)
    print_line(
        f"graph of {manifest['counts']['entities']} entities and {manifest['counts']['relations']} relations"
    )


def extract(
    paths: PathsArgument = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Read the sample articles of the package.")
    ] = False,
    ontology: OntologyOption = None,
    pipeline: PipelineOption = DEFAULT_PIPELINE,
    workers: WorkersOption = 1,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
) -> None:
    """Print the claims of documents as JSON lines, recording nothing."""
    from kg.pipeline import Settings  # noqa: PLC0415
    from kg.pipeline import extract as run  # noqa: PLC0415

    settings = Settings(tuple(ontology or ()), pipeline, workers, extractor=extractor)
    problems: list[SourceError] = []
    read = 0
    for document, reading in run(_sources(paths, samples), settings=settings, on_error=problems.append):
        read += 1
        if not is_read_whole(document.text):
            say(f"kg: {document.name or document.id}: is too long to be read to its end; split it")
        for claim in sorted(reading.claims, key=lambda c: (c.evidence.span, c.id)):
            print_line(json_text(claim_json(document, claim)))
    _tell(problems)
    _insist(read, problems)


def status(home: HomeOption = DEFAULT_HOME, form: FormatOption = Format.TABLE) -> None:
    """Tell what a home holds."""
    from kg.ledger import Ledger  # noqa: PLC0415
    from kg.pipeline import LEDGER, own_vocabulary  # noqa: PLC0415

    if not (home / LEDGER).is_file():
        raise StoreError(
            "holds no ledger", place=str(home), remedy="run `kg build PATH...`, or name another --home"
        )
    with Ledger.open(home / LEDGER, readonly=True) as ledger:
        counts, rejections, sequence = ledger.counts(), ledger.rejections(), ledger.sequence
    manifest = _manifest(home)
    facts: dict[str, Any] = {
        "home": str(home),
        "documents": counts.documents,
        "readings": counts.readings,
        "mentions": counts.mentions,
        "claims": counts.claims,
        "rejected": dict(rejections),
        "judgements": counts.judgements,
        "own vocabulary": [path.name for path in own_vocabulary(home)],
        "ledger sequence": sequence,
        "graph sequence": manifest["sequence"],
        "entities": manifest["counts"]["entities"],
        "relations": manifest["counts"]["relations"],
    }
    if form is Format.JSON:
        print_json(facts)
    else:
        facts["rejected"] = (
            ", ".join(f"{reason} {count}" for reason, count in sorted(rejections.items())) or "none"
        )
        print_rows([{"what": name, "value": value} for name, value in facts.items()], form)


def claim_json(document: Document, claim: Claim) -> dict[str, Any]:
    """Give a claim as one record of `kg extract`."""
    return {
        "document": document.name or document.id,
        "subject": _end(claim.subject),
        "relation": claim.relation,
        "object": _end(claim.object),
        "status": claim.status.value,
        "attribution": claim.attribution,
        "evidence": {
            "quote": claim.evidence.quote,
            "start": claim.evidence.span.start,
            "end": claim.evidence.span.end,
        },
        "qualifiers": dict(claim.qualifiers),
        "confidence": claim.confidence,
        "extractor": claim.evidence.extractor,
    }


def _end(argument: Argument) -> dict[str, Any]:
    return {"name": argument.name, "type": argument.type, "mentions": list(argument.forms)}


def _sources(paths: list[str] | None, samples: bool) -> list[Path | str]:
    sources: list[Path | str] = list(paths or ())
    if samples:
        sources.append(Path(str(files("kg") / "samples" / "articles.jsonl")))
    if not sources:
        raise InputError("nothing to read", remedy="name a PATH, or --samples for the sample articles")
    return sources


def _tell(problems: Sequence[SourceError]) -> None:
    """Tell what could not be read: the first few, and how many more."""
    for problem in problems[:_MOST_PROBLEMS]:
        say(f"kg: skipped: {problem}")
    if len(problems) > _MOST_PROBLEMS:
        say(f"kg: … and {len(problems) - _MOST_PROBLEMS} more")


def _insist(documents: int, problems: Sequence[SourceError]) -> None:
    """Fail if there was no document at all: a mistyped path or an empty feed should not pass for success."""
    if not documents and problems:
        raise WorkError("nothing could be read", remedy="see the lines above")
    if not documents:
        raise InputError("there is no document to read", remedy="name files that hold some")


def _manifest(home: Path) -> dict[str, Any]:
    from kg.stores.snapshot import current_snapshot, read_manifest  # noqa: PLC0415

    return read_manifest(current_snapshot(home))
