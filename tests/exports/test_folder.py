"""Every export: a manifest that tells the truth, files that are whole or absent, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.exports import export_csv, export_graphml, export_parquet, export_turtle
from kg.exports.folder import write_folder
from kg.graph import Graph
from tests.exports.worlds import world
from tests.graph.builders import ONTOLOGY

EXPORTS: dict[str, Callable[[Graph, Path], Path]] = {
    "csv": export_csv,
    "parquet": export_parquet,
    "graphml": lambda graph, directory: export_graphml(graph, ONTOLOGY, directory),
    "turtle": lambda graph, directory: export_turtle(graph, ONTOLOGY, directory),
}


@pytest.fixture(params=EXPORTS)
def export(request: pytest.FixtureRequest) -> Callable[[Graph, Path], Path]:
    return EXPORTS[request.param]


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_the_same_graph_gives_the_same_bytes(export, tmp_path):
    export(world(), tmp_path / "a")
    export(world(reverse=True), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_manifest_names_versions_counts_and_hashes_and_no_time(export, tmp_path):
    graph = world()
    path = export(graph, tmp_path)
    assert path == tmp_path / "manifest.json"
    manifest = json.loads(path.read_text())
    assert sorted(manifest) == ["counts", "files", "format", "keiretsu", "ontology", "sequence"]
    assert (manifest["sequence"], manifest["ontology"]) == (7, graph.ontology_hash)
    assert manifest["counts"] == {
        name: len(getattr(graph, name)) for name in ("entities", "relations", "claims", "documents")
    }
    hashes = {name: blake2b(data, digest_size=32).hexdigest() for name, data in contents(tmp_path).items()}
    del hashes["manifest.json"]
    assert {name: file["blake2b"] for name, file in manifest["files"].items()} == hashes


def test_a_failure_on_the_way_leaves_what_was_there(tmp_path):
    export_csv(world(), tmp_path)
    before = contents(tmp_path)

    def fail(file):
        file.write(b"half of it")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        write_folder(world(), tmp_path, {"claims.csv": lambda file: file.write(b"new"), "x.csv": fail})
    assert contents(tmp_path) == before


def test_files_of_other_names_are_left_alone(export, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    export(world(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(export, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        export(world(), tmp_path / "file")
