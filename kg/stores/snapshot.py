r"""Snapshots: one whole version of the graph on disk, in canonical files and in every embedded engine.

    home/current                          one line: the name of the current snapshot
    home/snapshots/000000000042-5f0c…/    manifest.json, {entities,relations,claims,documents}.jsonl,
                                          cypher/, sparql/

A snapshot is built in a folder of its own, flushed to disk, renamed, and only then named in `current`,
which is replaced in one step: whoever reads sees one whole version, and a crash at any moment leaves the
old one. The name is the ledger sequence and a hash of the content, so equal content is written once.

The snapshot before the current one is kept, since a reader may have looked `current` up just before it
changed. Older ones are removed. A reader that still has one open goes on: the Cypher engine has it in
memory, and the files that the SPARQL engine holds open outlive their names. It cannot start further workers
there, and is told to open the current snapshot.

The canonical files are what "the same graph" means: records sorted by id, keys sorted, UTF-8, "\n". Engine
files are derived from them and need not be equal byte for byte.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KGError, StoreError
from kg.graph import Graph
from kg.stores.cypher_embedded import write_cypher
from kg.stores.records import DECODERS, encode
from kg.stores.sparql_embedded import write_sparql

if TYPE_CHECKING:
    from kg.ontology import Ontology

FORMAT = 2
"""Version of the layout; a snapshot of another version is rebuilt, not read."""

_DIGEST = 16
_REMEDY = "run `kg build`"
_MAKE_ROOM = "free space on the disk or make the folder writable, then run `kg build` again: nothing is lost"


def write_snapshot(make: Graph | Callable[[], Graph], *, ontology: Ontology, home: Path) -> Path:
    """Write a graph and its projections, and make them the current snapshot.

    Args:
        make: What to write; or what makes it, called once nobody else writes here, so that of two builds at once
            the one that ends last has seen all that the other recorded.
        ontology: The vocabulary that it was built with.
        home: Folder that holds the snapshots; made if missing.

    Returns:
        The snapshot's folder.

    Raises:
        StoreError: If another build is writing here, or the disk refuses; then nothing has changed.
    """
    snapshots = home / "snapshots"
    try:
        snapshots.mkdir(parents=True, exist_ok=True)
        with _only_writer(home):
            graph = make if isinstance(make, Graph) else make()
            target = _build(graph, ontology, snapshots)
            previous = _named(home)
            _point_to(home, target.name)
            _remove_old(snapshots, target.name, previous)
    except OSError as error:
        raise StoreError(
            f"the snapshot could not be written ({error.strerror})", place=str(home), remedy=_MAKE_ROOM
        ) from error
    return target


def current_snapshot(home: Path) -> Path:
    """Find the current snapshot.

    Args:
        home: Folder that holds the snapshots.

    Raises:
        StoreError: If there is none, or it is damaged or of another format.
    """
    name = _named(home)
    snapshot = home / "snapshots" / name
    if not name or not (snapshot / "manifest.json").is_file():
        raise StoreError("no graph has been built", place=str(home), remedy=_REMEDY)
    read_manifest(snapshot)
    return snapshot


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """Read what a snapshot says of itself: counts, format, hashes, ontology, sequence.

    Args:
        snapshot: The snapshot's folder.

    Raises:
        StoreError: If it is missing, damaged or of another format.
    """
    try:
        manifest: dict[str, Any] = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
        version = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"cannot be read ({error!r})", place=str(snapshot), remedy=_REMEDY) from error
    if version != FORMAT:
        raise StoreError(
            f"the graph has format {version}, and this program reads format {FORMAT}",
            place=str(snapshot),
            remedy="use the version of the program that wrote it, or run `kg build` again",
        )
    return manifest


def load_graph(snapshot: Path) -> Graph:
    """Read a graph back from the canonical files of a snapshot.

    Args:
        snapshot: The snapshot's folder.

    Raises:
        StoreError: If a file is missing, damaged or of another format.
    """
    manifest = read_manifest(snapshot)
    try:
        tables = {name: _read(snapshot, name, manifest["hashes"][name]) for name in DECODERS}
        return Graph(sequence=manifest["sequence"], ontology_hash=manifest["ontology"], **tables)
    except KGError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"cannot be read ({error!r})", place=str(snapshot), remedy=_REMEDY) from error


def _named(home: Path) -> str:
    """Read the name of the current snapshot; "" if there is none."""
    try:
        return (home / "current").read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise StoreError(f"cannot be read ({error})", place=str(home / "current"), remedy=_REMEDY) from error


def _lines(name: str, graph: Graph) -> Iterator[str]:
    for record in getattr(graph, name).values():
        yield json.dumps(encode(record), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _read(snapshot: Path, name: str, expected: str) -> dict[str, Any]:
    path = snapshot / f"{name}.jsonl"
    data = path.read_bytes()
    if _hash(data) != expected:
        raise StoreError("is damaged: it does not match the manifest", place=str(path), remedy=_REMEDY)
    decode = DECODERS[name]
    # Not splitlines: it would also split at U+2028 and the like, which stand unescaped in JSON text.
    records = (decode(json.loads(line)) for line in data.decode("utf-8").split("\n") if line)
    return {record.id: record for record in records}


def _build(graph: Graph, ontology: Ontology, snapshots: Path) -> Path:
    """Build a snapshot beside the others and give it its name, unless it is there already."""
    work = snapshots / ".building"
    if work.exists():  # left by a crash: whoever holds the lock is alone here
        shutil.rmtree(work)
    work.mkdir()
    try:
        return _fill(work, graph, ontology)
    except StoreError as error:
        raise StoreError(error.problem, place=str(snapshots), remedy=error.remedy or _MAKE_ROOM) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)  # a full disk needs the room, and nobody needs a half


def _fill(work: Path, graph: Graph, ontology: Ontology) -> Path:
    """Write all files of a snapshot into a folder and rename it to what it is called."""
    manifest = {
        "counts": {name: len(getattr(graph, name)) for name in DECODERS},
        "format": FORMAT,
        "hashes": {name: _write_table(work / f"{name}.jsonl", _lines(name, graph)) for name in DECODERS},
        "ontology": graph.ontology_hash,
        "sequence": graph.sequence,
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (work / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    target = work.with_name(f"{graph.sequence:012d}-{_hash(text.encode())}")
    if _is_sound(target, text):
        return target
    writers: dict[str, Callable[..., None]] = {"cypher": write_cypher, "sparql": write_sparql}
    for name, write in writers.items():
        (work / name).mkdir()
        write(graph, ontology=ontology, directory=work / name)
    _flush(path for path in sorted(work.rglob("*")) if path.is_file())
    _flush_folders(path for path in [work, *sorted(work.rglob("*"))] if path.is_dir())
    if target.exists():
        shutil.rmtree(target)  # damaged: nobody can read it
    work.rename(target)
    _flush_folders([target.parent])
    return target


def _is_sound(snapshot: Path, manifest: str) -> bool:
    """Tell whether a snapshot is there with this very manifest and the canonical files that it speaks of."""
    try:
        hashes = json.loads(manifest)["hashes"]
        return (snapshot / "manifest.json").read_text(encoding="utf-8", errors="replace") == manifest and all(
            _hash((snapshot / f"{name}.jsonl").read_bytes()) == digest for name, digest in hashes.items()
        )
    except OSError:
        return False


def _write_table(path: Path, lines: Iterable[str]) -> str:
    """Write lines one by one, since a table may be larger than memory likes, and hash them on the way."""
    digest = blake2b(digest_size=_DIGEST)
    with path.open("wb") as file:
        for line in lines:
            data = line.encode()
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=_DIGEST).hexdigest()


def _point_to(home: Path, name: str) -> None:
    fresh = home / ".current"
    fresh.write_text(f"{name}\n", encoding="utf-8", newline="\n")
    _flush([fresh])
    fresh.replace(home / "current")
    _flush_folders([home])


def _flush(files: Iterable[Path]) -> None:
    for path in files:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _flush_folders(folders: Iterable[Path]) -> None:
    """Make renames last through a loss of power."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_old(snapshots: Path, current: str, previous: str) -> None:
    """Remove all snapshots but the current one and the one before it.

    Each loses its name first: a snapshot that a crash left half removed must not pass for one of equal content.
    """
    gone = snapshots / ".removing"
    shutil.rmtree(gone, ignore_errors=True)
    others = sorted(path.name for path in snapshots.iterdir() if path.name not in {current, gone.name})
    kept = previous if previous in others else (others or [""])[-1]
    for name in others:
        if name != kept:
            with suppress(OSError):  # the next build tries again
                (snapshots / name).rename(gone)
                shutil.rmtree(gone)


@contextmanager
def _only_writer(home: Path) -> Iterator[None]:
    """Hold the right to write here; the system lets go of it when the process ends, however it ends."""
    with (home / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                "another build is writing here", place=str(home), remedy="wait for it to end, then run again"
            ) from None
        yield
