"""Embedded SPARQL: the RDF shape in Oxigraph, on disk, read by processes that can be killed.

Nothing in the engine stops a query that runs away, so queries run in worker processes
(`kg.stores.sparql_worker`), and a worker that exceeds its time is killed and replaced. `SERVICE` would let
a query reach out by HTTP; it is refused before the engine sees it (`refuse_reaching_out`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, cast

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.stores.base import MAX_ROWS, TIMEOUT, Row
from kg.stores.rdf import turtle

if TYPE_CHECKING:
    from kg.ontology import Ontology

WORKERS = 4
"""Queries that one store runs at the same time; more wait."""

MAX_LENGTH = 20_000
"""Characters of a query; it bounds the work of reading one."""

_STORE = "oxigraph"
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\''
    r'|"(?:\\.|[^"\\\r\n])*"|\'(?:\\.|[^\'\\\r\n])*\'|(\\.)',
    re.DOTALL,
)
_COMMENT_OR_IRI = re.compile(r"<[^<>\"{}|^`\\\s]*>|#[^\r\n]*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(
    r"\s*(?:PREFIX\s+\S+\s+\S+\s+)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.I
)


class EmbeddedSparql:
    """A `SparqlStore` over a snapshot written by `write_sparql`; safe to share between threads."""

    def __init__(self, directory: Path) -> None:
        """Name the snapshot; a worker opens it with the first query.

        Args:
            directory: Where `write_sparql` wrote it.

        Raises:
            StoreError: If it is not there.
        """
        self._directory = directory / _STORE
        if not self._directory.is_dir():
            raise StoreError("there is no SPARQL projection", place=str(directory), remedy="run `kg build`")
        self._idle: list[_Worker] = []
        self._turns = threading.Semaphore(WORKERS)
        self._lock = threading.Lock()
        self._closed = False

    def query(self, text: str, *, timeout: float = TIMEOUT) -> list[Row]:
        """Answer one read-only query; see `SparqlStore.query`."""
        refuse_reaching_out(text)
        with self._turns:
            worker = self._take()
            try:
                reply = worker.ask(text, timeout)
            finally:
                self._put_back(worker)
        return _rows(reply, text, timeout)

    def close(self) -> None:
        """End the worker processes."""
        with self._lock:
            self._closed = True
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise StoreError("the SPARQL store is closed", place=str(self._directory))
            if self._idle:
                return self._idle.pop()
        return _Worker(self._directory)

    def _put_back(self, worker: _Worker) -> None:
        with self._lock:
            if worker.alive and not self._closed:
                self._idle.append(worker)
                return
        worker.end()


class _Worker:
    """One process that answers queries, one at a time."""

    def __init__(self, directory: Path) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = subprocess.Popen(  # noqa: S603 (our own module in our own interpreter)
            [sys.executable, "-P", "-m", "kg.stores.sparql_worker", str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            encoding="utf-8",
        )
        greeting = json.loads(self._pipe("stdout").readline() or "{}")
        if not greeting.get("ready"):
            self.end()
            detail = greeting.get("message", "its process did not start")
            raise StoreError(
                f"the SPARQL projection cannot be opened ({detail})",
                place=str(directory),
                remedy="run `kg build`, then open the current snapshot",
            )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, text: str, timeout: float) -> dict[str, Any]:
        """Send a query and wait for its reply, or kill the process and say so."""
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            self._process.kill()

        timer = threading.Timer(timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            self._pipe("stdin").write(json.dumps({"query": text, "timeout": timeout}) + "\n")
            self._pipe("stdin").flush()
            line = self._pipe("stdout").readline()
        except (OSError, ValueError):  # the process died while we wrote or read
            line = ""
        finally:
            timer.cancel()
        if line.endswith("\n"):
            return cast(dict[str, Any], json.loads(line))
        self.end()
        return {"error": "timeout" if expired.is_set() else "died"}

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for name in ("stdin", "stdout"):
            try:
                self._pipe(name).close()
            except OSError:  # what was buffered has nobody to read it
                continue

    def _pipe(self, name: str) -> IO[str]:
        return cast(IO[str], getattr(self._process, name))


def write_sparql(graph: Graph, *, ontology: Ontology, directory: Path) -> None:
    """Project a graph into a snapshot that `EmbeddedSparql` opens.

    Args:
        graph: What to project.
        ontology: Its vocabulary.
        directory: An existing folder.

    Raises:
        StoreError: If the engine cannot take the graph.
    """
    source = directory / "graph.ttl"
    try:
        with source.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(turtle(graph, ontology))
        store = ox.Store(directory / _STORE)
        store.bulk_load(path=source, format=ox.RdfFormat.TURTLE)
        store.optimize()
        store.flush()
        del store  # lets go of the engine's lock
        source.unlink()
    except (OSError, ValueError, SyntaxError) as error:
        raise StoreError(
            f"the SPARQL projection could not be written ({error})", place=str(directory)
        ) from error


def refuse_reaching_out(text: str) -> None:
    """Refuse a query that names other data than the store's own.

    `1<2#>` is a comparison and a comment to one parser and an IRI to another, so no tokeniser can say for
    certain what another parser takes for a comment. Strings are certain where there is no `#`; so the word
    SERVICE is allowed in strings of a query without `#`, and nowhere else.

    Args:
        text: A SPARQL query.

    Raises:
        QueryError: If it has SERVICE or FROM, or is too long.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has more than {MAX_LENGTH} characters", remedy="shorten it")
    service = re.compile(r"(?<!\w)service(?!\w)", re.IGNORECASE)
    for reading in {text, _ESCAPE.sub(_unescape, text)}:
        if service.search(reading if "#" in reading else _STRING.sub(" ", reading)):
            raise QueryError(
                "a query may not reach out to other servers (it has the word SERVICE)",
                remedy="leave SERVICE out; to search for the word, write the query without #",
            )
        bare = _COMMENT_OR_IRI.sub(" ", _STRING.sub(" ", reading))
        if re.search(r"(?<![\w:?$])from(?![\w:])", bare, re.IGNORECASE):
            raise QueryError(
                "a query may not choose its data set (FROM)", remedy="leave FROM out: there is one graph"
            )


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else " "


def _rows(reply: dict[str, Any], text: str, timeout: float) -> list[Row]:
    """Give the rows of a reply, or raise what it says."""
    kind, message = reply.get("error"), str(reply.get("message", ""))
    if kind is None:
        return cast(list[Row], reply["rows"])
    if kind == "timeout":
        raise QueryError(
            f"the query ran longer than {timeout:g} s and was stopped",
            remedy="bind an entity, shorten the path, add LIMIT, or allow more time",
        )
    if kind == "rows":
        raise QueryError(f"the answer has more than {MAX_ROWS} rows", remedy="add LIMIT or aggregate")
    if kind == "died":
        raise QueryError(
            "the query ended its process: too large or too deeply nested", remedy="ask for less at once"
        )
    if kind == "engine":
        raise QueryError(f"the query failed ({message[:300]})")
    if update := _UPDATE.match(text):
        raise QueryError(
            f"a query may not write ({update[1].upper()})", remedy="ask with SELECT, ASK or CONSTRUCT"
        )
    position = re.match(r"error at (\d+):(\d+): ", message)
    place = f"line {position[1]}, column {position[2]}" if position else None
    detail = " ".join(message[position.end() if position else 0 :].split())[:200]
    raise QueryError(
        f"the query is not SPARQL: {detail}", place=place, remedy="`kg schema` lists terms and prefixes"
    )
