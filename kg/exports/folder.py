"""A folder of exported files: whole or not at all, with a manifest that says what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from kg.errors import StoreError
from kg.graph import Graph

FORMAT = 2
"""Version of the files' layout; it changes when a column or an attribute changes its meaning."""

MANIFEST = "manifest.json"

Writer = Callable[[BinaryIO], object]
"""Writes one file's content; what it returns is of no interest."""

_blake2b = partial(hashlib.blake2b, digest_size=32)


def write_folder(graph: Graph, directory: Path, writers: Mapping[str, Writer]) -> Path:
    """Write files and `manifest.json`, which names no time: equal content gives equal bytes.

    The files are written into a hidden folder in `directory`. Once all are whole, the old manifest goes, the files
    take their places, and the new manifest comes last: a manifest says that the files it names are whole and belong
    together. Files of other names are left alone.

    Args:
        graph: What the files are made of.
        directory: Made if it is not there; files of these names in it are replaced.
        writers: By file name.

    Returns:
        Path of the manifest: versions, ledger sequence, counts, and each file's BLAKE2b hash (256 bits).

    Raises:
        StoreError: If the directory cannot be written.
    """
    manifest = directory / MANIFEST
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=directory, prefix=".export-") as name:
            work = Path(name)
            hashes = {key: _write(work / key, write) for key, write in sorted(writers.items())}
            (work / MANIFEST).write_bytes(_manifest(graph, hashes))
            manifest.unlink(missing_ok=True)
            for key in (*hashes, MANIFEST):
                (work / key).replace(directory / key)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", place=str(directory), remedy="name a folder that can be"
        ) from error
    return manifest


def _write(path: Path, write: Writer) -> str:
    with path.open("wb") as file:
        write(file)
    with path.open("rb") as file:
        return hashlib.file_digest(file, _blake2b).hexdigest()


def _manifest(graph: Graph, hashes: Mapping[str, str]) -> bytes:
    content = {
        "format": FORMAT,
        "keiretsu": version("keiretsu"),
        "sequence": graph.sequence,
        "ontology": graph.ontology_hash,
        "counts": {
            "entities": len(graph.entities),
            "relations": len(graph.relations),
            "claims": len(graph.claims),
            "documents": len(graph.documents),
        },
        "files": {name: {"blake2b": digest} for name, digest in hashes.items()},
    }
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode()
