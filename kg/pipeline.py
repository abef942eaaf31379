"""Wires the stages: documents are read, recorded, and projected; work can be stopped and resumed anywhere.

    paths -> documents -> [workers: readings] -> ledger -> resolution -> graph -> snapshot

A document is recorded in one transaction as soon as it has been read, so that a run that is stopped, or killed, goes
on where it was. The graph is projected at the end from the ledger alone; until then readers see the old one.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Protocol

from kg.errors import ExtractionError, OntologyError, SourceError, StoreError
from kg.extract import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE, Extractor, extractor_hash, is_read_whole
from kg.gazetteer import Gazetteer
from kg.graph import Graph, build_graph
from kg.ledger import Ledger
from kg.model import Document, Judgement, Reading, ReadingKey
from kg.ontology import Ontology, load_ontology
from kg.resolve import resolve
from kg.sources import count_documents, read_documents
from kg.stores.snapshot import current_snapshot, load_graph, write_snapshot

LEDGER = "ledger.sqlite"
"""Name of the ledger's file in a home."""

_VOCABULARY = "ontology"
_MAX_WAITING = 3
"""Batches that wait for each worker: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read; none of it but vocabulary, pipeline and extractor changes what is read.

    Attributes:
        ontology: Turtle files of the user's own, besides the built-in vocabulary.
        pipeline: spaCy pipeline.
        workers: Processes that read; 1 reads in this process.
        batch_size: Documents handed to a worker at a time.
        extractor: What reads them: "grammar", "reader" or "both".
    """

    ontology: tuple[Path, ...] = ()
    pipeline: str = DEFAULT_PIPELINE
    workers: int = 1
    batch_size: int = 32
    extractor: str = DEFAULT_EXTRACTOR


class Progress(Protocol):
    """Told how far the work is."""

    def start(self, total: int) -> None:
        """Say how many documents there are to look at, copies and unreadable ones included."""

    def advance(self, documents: int, words: int, claims: int) -> None:
        """Say what has been done since the last call."""


class Silent:
    """Progress that nobody watches."""

    def start(self, total: int) -> None:
        """Take no notice."""

    def advance(self, documents: int, words: int, claims: int) -> None:
        """Take no notice."""


@dataclass(slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        read: Documents read and recorded.
        unchanged: Documents that had been read before in the same way.
        undated: Documents read that have no publication date.
        cut: Names of documents that are too long to be read to their end.
        words: Words of the documents read.
        claims: Claims of the documents read.
        rejected: Claims found in them and not written.
        problems: What could not be read, and why.
        snapshot: Folder of the snapshot, once projected.
    """

    read: int = 0
    unchanged: int = 0
    undated: int = 0
    cut: list[str] = field(default_factory=list)
    words: int = 0
    claims: int = 0
    rejected: int = 0
    problems: list[SourceError] = field(default_factory=list)
    snapshot: Path | None = None


def build(
    paths: Sequence[Path | str],
    *,
    home: Path,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read documents into a home and project its graph.

    Args:
        paths: Files, folders and addresses of feeds, as for `read_documents`.
        home: Folder of the ledger and the snapshots; made if missing.
        settings: How to read.
        progress: Told how far the work is.

    Returns:
        What was done.

    Raises:
        KGError: If a path is no source, the vocabulary is malformed, or the work fails.
    """
    settings = settings or Settings()
    progress = progress or Silent()
    progress.start(count_documents(paths))
    ontology = adopt_vocabulary(home, settings.ontology)
    settings = replace(settings, ontology=own_vocabulary(home))
    gazetteer = Gazetteer.load()
    report = BuildReport()
    with Ledger.open(home / LEDGER) as ledger:
        reads = extractor_hash(settings.extractor, pipeline=settings.pipeline, gazetteer_hash=gazetteer.hash)
        key = partial(ReadingKey, extractor=reads, ontology=ontology.hash)
        documents = read_documents(paths, on_error=report.problems.append)
        fresh = _unread(documents, ledger, key, report, progress)
        for document, reading in _readings(fresh, settings):
            ledger.record(document, reading, recorded=now())
            _count(report, document, reading)
            progress.advance(1, len(document.text.split()), len(reading.claims))
        report.snapshot = project(ledger, home=home, ontology=ontology, gazetteer=gazetteer)
    return report


def project(ledger: Ledger, *, home: Path, ontology: Ontology, gazetteer: Gazetteer) -> Path:
    """Build the graph from a ledger and make it the home's current snapshot.

    Args:
        ledger: The system of record.
        home: Folder of the snapshots.
        ontology: The vocabulary.
        gazetteer: Known names.

    Returns:
        Folder of the snapshot.
    """
    return write_snapshot(lambda: _graph(ledger, ontology, gazetteer), ontology=ontology, home=home)


def _graph(ledger: Ledger, ontology: Ontology, gazetteer: Gazetteer) -> Graph:
    with ledger.snapshot() as sequence:
        judgements = list(ledger.judgements())
        rejected = _rejected(judgements)
        claims = [
            c for c in ledger.claims() if c.id not in rejected and c.relation in ontology.relation_types
        ]
        resolution = resolve(claims, gazetteer=gazetteer, judgements=judgements)
        return build_graph(
            claims=claims,
            documents=ledger.infos(),
            resolution=resolution,
            ontology=ontology,
            sequence=sequence,
            gazetteer=gazetteer,
        )


def extract(
    paths: Sequence[Path | str],
    *,
    settings: Settings | None = None,
    on_error: Callable[[SourceError], None] | None = None,
) -> Iterator[tuple[Document, Reading]]:
    """Read documents without recording anything.

    Args:
        paths: Files, folders and addresses of feeds, as for `read_documents`.
        settings: How to read.
        on_error: Told of what gives no document; reading then goes on. By default the error is raised.

    Yields:
        Each document with its reading, in order of path.

    Raises:
        KGError: If a path is no source, a document cannot be read (without `on_error`), or the work fails.
    """
    documents = read_documents(paths) if on_error is None else read_documents(paths, on_error=on_error)
    yield from _readings(documents, settings or Settings())


def open_graph(home: Path) -> tuple[Graph, Ontology]:
    """Open the current graph of a home with the vocabulary that it was built with.

    Args:
        home: Folder of the ledger and the snapshots.

    Raises:
        StoreError: If nothing has been built there, or the vocabulary has changed since.
    """
    graph = load_graph(current_snapshot(home))
    ontology = load_ontology(*own_vocabulary(home))
    if graph.ontology_hash != ontology.hash:
        raise StoreError("was built with another vocabulary", place=str(home), remedy="run `kg build` again")
    return graph, ontology


def has_graph(home: Path) -> bool:
    """Tell whether something has been built in a home."""
    return (home / "snapshots").is_dir()


def own_vocabulary(home: Path) -> tuple[Path, ...]:
    """Give the user's own Turtle files that a home keeps, in order of name."""
    return tuple(sorted((home / _VOCABULARY).glob("*.ttl")))


def adopt_vocabulary(home: Path, files: Iterable[Path]) -> Ontology:
    """Keep copies of the user's Turtle files in a home, so that every later command knows their terms.

    Args:
        home: Where to keep them; a file of the same name is replaced.
        files: Turtle files.

    Returns:
        The whole vocabulary of the home.

    Raises:
        OntologyError: If the vocabulary is malformed, or two files have one name; then nothing has been kept.
        StoreError: If the home cannot be written.
    """
    new: dict[str, Path] = {}
    for path in files:
        name = path.name if path.suffix == ".ttl" else f"{path.name}.ttl"
        if new.setdefault(name, path) != path:
            raise OntologyError(f"has the name of {new[name]}", place=str(path), remedy="rename one of them")
    kept = [path for path in own_vocabulary(home) if path.name not in new]
    ontology = load_ontology(*kept, *(path for _, path in sorted(new.items())))
    try:
        for name, path in sorted(new.items()):
            _keep(path, home / _VOCABULARY / name)
    except OSError as error:
        raise StoreError(
            f"the vocabulary could not be kept ({error.strerror})",
            place=str(home),
            remedy="free space on the disk or make the folder writable, then run again",
        ) from error
    return ontology


def _keep(path: Path, target: Path) -> None:
    """Copy a file in one step: a target that is there is whole, the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}")
    shutil.copyfile(path, fresh)
    fresh.replace(target)


def make_extractor(settings: Settings) -> Extractor:
    """Load the extractor that settings ask for; takes a second or two."""
    from kg.extract.make import make  # noqa: PLC0415 - loads spaCy, which most commands never need

    ontology = load_ontology(*settings.ontology)
    return make(settings.extractor, ontology=ontology, gazetteer=Gazetteer.load(), pipeline=settings.pipeline)


def now() -> str:
    """Give the present UTC time, ISO 8601, for the ledger's record of when things were done."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unread(
    documents: Iterable[Document],
    ledger: Ledger,
    key: Callable[[str], ReadingKey],
    report: BuildReport,
    progress: Progress,
) -> Iterator[Document]:
    for document in documents:
        if ledger.has_reading(key(document.id)):
            report.unchanged += 1
            progress.advance(1, 0, 0)
        else:
            yield document


def _readings(documents: Iterable[Document], settings: Settings) -> Iterator[tuple[Document, Reading]]:
    """Read documents, here or in worker processes, and give them back in their order."""
    batches = _batches(documents, settings.batch_size)
    first = next(batches, None)
    if first is None:
        return
    if settings.workers <= 1:
        extractor = make_extractor(settings)
        for batch in chain((first,), batches):
            yield from zip(batch, extractor.read(batch), strict=True)
        return
    with _pool(settings) as pool:
        waiting: deque[tuple[list[Document], Future[list[Reading]]]] = deque()
        for batch in chain((first,), batches):
            waiting.append((batch, pool.submit(_read_batch, batch)))
            if len(waiting) >= settings.workers * _MAX_WAITING:
                yield from _finish(*waiting.popleft())
        while waiting:
            yield from _finish(*waiting.popleft())


def _finish(batch: list[Document], future: Future[list[Reading]]) -> Iterator[tuple[Document, Reading]]:
    try:
        yield from zip(batch, future.result(), strict=True)
    except BrokenProcessPool as error:
        raise ExtractionError(
            "a worker process died",
            place=batch[0].name or batch[0].id,
            remedy="run the command again to go on; use fewer workers if memory is short",
        ) from error


@contextmanager
def _pool(settings: Settings) -> Iterator[ProcessPoolExecutor]:
    """Keep worker processes, each with an extractor of its own; pending work is dropped when the caller leaves."""
    pool = ProcessPoolExecutor(
        settings.workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(settings,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_extractor: Extractor | None = None


def _start_worker(settings: Settings) -> None:
    global _extractor  # noqa: PLW0603 - a process pool has no other place for what a worker keeps
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that gave the work says when to stop
    Thread(target=_die_with_parent, daemon=True).start()
    _extractor = make_extractor(settings)


def _die_with_parent() -> None:
    """End this process with the one that started it: a killed build must leave nobody waiting for work."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _read_batch(batch: list[Document]) -> list[Reading]:
    if _extractor is None:
        raise ExtractionError("a worker was given work before it was started")
    return list(_extractor.read(batch))


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    stream = iter(documents)
    while batch := list(islice(stream, max(1, size))):
        yield batch


def _count(report: BuildReport, document: Document, reading: Reading) -> None:
    report.read += 1
    report.undated += document.published is None
    if not is_read_whole(document.text):
        report.cut.append(document.name or document.id)
    report.words += len(document.text.split())
    report.claims += len(reading.claims)
    report.rejected += len(reading.rejections)


def _rejected(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Give the claims that the latest judgement about them rejects."""
    verdicts = {j.target: j.verdict for j in judgements if j.verdict in {"confirm", "reject"}}
    return frozenset(target for target, verdict in verdicts.items() if verdict == "reject")
