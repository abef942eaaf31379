"""The sample articles and the graph of them, built once in a test process."""

import atexit
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.graph import Graph
from kg.pipeline import build, open_graph
from kg.stores.snapshot import current_snapshot

ARTICLES = Path(str(files("kg") / "samples" / "articles.jsonl"))
CANONICAL = ("entities", "relations", "claims", "documents")


@cache
def sample_home() -> Path:
    """A home built from the samples; whoever changes anything in it works on a copy."""
    folder = TemporaryDirectory(prefix="kg-samples-")
    atexit.register(folder.cleanup)
    home = Path(folder.name)
    build([ARTICLES], home=home)
    return home


@cache
def sample_graph() -> Graph:
    return open_graph(sample_home())[0]


def sample_lines() -> list[str]:
    return ARTICLES.read_text(encoding="utf-8").splitlines()


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def canonical(home: Path) -> dict[str, bytes]:
    """What "the same graph" means: the bytes of the canonical files."""
    snapshot = current_snapshot(home)
    return {name: (snapshot / f"{name}.jsonl").read_bytes() for name in CANONICAL}
