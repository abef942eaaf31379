"""The same articles give the same bytes, in whatever order and by however many hands they are read."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.pipeline import Settings, build
from tests.samples import ARTICLES, canonical, sample_home, sample_lines, write_lines

BUILD_AND_EXPORT = """
import sys
from pathlib import Path
from kg.exports import export_csv, export_graphml, export_parquet, export_turtle
from kg.pipeline import Settings, build, open_graph

home, out, workers, batch_size, *paths = sys.argv[1:]
settings = Settings(workers=int(workers), batch_size=int(batch_size))
build([Path(path) for path in paths], home=Path(home), settings=settings)
graph, ontology = open_graph(Path(home))
export_csv(graph, Path(out))
export_parquet(graph, Path(out))
export_graphml(graph, ontology, Path(out))
export_turtle(graph, ontology, Path(out))
"""


Arrangement = Callable[[Path], list[Path]]
"""Writes the articles into a folder, or leaves them where they are, and names the paths to read."""


def as_it_is(folder: Path) -> list[Path]:
    del folder
    return [ARTICLES]


def reversed_lines(folder: Path) -> list[Path]:
    return [write_lines(folder / "reversed.jsonl", reversed(sample_lines()))]


def reversed_files(folder: Path) -> list[Path]:
    return [
        write_lines(folder / f"{number:02}.jsonl", [line])
        for number, line in enumerate(reversed(sample_lines()))
    ]


def everything(
    folder: Path, *, arrange: Arrangement, workers: int, batch_size: int, seed: int
) -> dict[str, bytes]:
    """Build and export in a process of its own; give every file that must not change."""
    home, out, inputs = folder / "home", folder / "out", folder / "in"
    inputs.mkdir(parents=True)
    arguments = [str(part) for part in (home, out, workers, batch_size, *arrange(inputs))]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    subprocess.run([sys.executable, "-c", BUILD_AND_EXPORT, *arguments], env=environment, check=True)
    return canonical(home) | {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("reference")
    found = everything(folder, arrange=as_it_is, workers=1, batch_size=32, seed=0)
    assert {"claims", "claims.csv", "graph.ttl", "manifest.json"} <= set(found)
    return found


def test_order_and_batches_leave_no_trace(tmp_path: Path) -> None:
    build(reversed_lines(tmp_path), home=tmp_path / "home", settings=Settings(batch_size=1))
    assert canonical(tmp_path / "home") == canonical(sample_home())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arrange", "workers", "batch_size", "seed"),
    [  # every pair of values meets in at least one row
        (as_it_is, 1, 1, 1),
        (as_it_is, 2, 32, 1),
        (reversed_lines, 1, 32, 1),
        (reversed_lines, 2, 1, 0),
        (reversed_files, 1, 32, 0),
        (reversed_files, 2, 1, 1),
    ],
)
def test_nothing_but_the_articles_counts(
    reference: dict[str, bytes],
    tmp_path: Path,
    arrange: Arrangement,
    workers: int,
    batch_size: int,
    seed: int,
) -> None:
    found = everything(tmp_path, arrange=arrange, workers=workers, batch_size=batch_size, seed=seed)
    assert {name for name in reference if found[name] != reference[name]} == set()
