"""CSV files: the same bytes for the same graph, nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.exports import export_csv
from kg.graph import Graph
from kg.model import Status
from tests.graph.builders import argument, claim, document, graph_of

HOSTILE = ['=HYPERLINK("x")', "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'quoted", "＝1"]
HARMLESS = ['a "b"\n, c', "1-2", "Orsa, Inc\r", "🎈 <script>", " =1"]
FILES = ["entities.csv", "relations.csv", "claims.csv", "documents.csv"]


def world(*, reverse: bool = False) -> Graph:
    documents = [document(f"d{i}", title=t, cites=("X", "Y")) for i, t in enumerate(HOSTILE + HARMLESS)]
    claims = [
        claim(argument(info.title), "supplies", "Kestrel", Status.PLANNED, at=info, confidence=0.5)
        for info in documents
    ]
    claims = [replace(c, qualifiers=(("amount", "=2+3"),)) for c in claims]
    return graph_of(claims[::-1], documents[::-1]) if reverse else graph_of(claims, documents)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    export_csv(world(), tmp_path / "a")
    export_csv(world(reverse=True), tmp_path / "b")
    for name in [*FILES, "manifest.json"]:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_no_cell_begins_as_a_formula_and_every_text_comes_back(tmp_path):
    graph = world()
    export_csv(graph, tmp_path)
    for name in FILES:
        for row in rows(tmp_path / name):
            assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n＝"))]
    titles = {row["id"]: row["title"].removeprefix("'") for row in rows(tmp_path / "documents.csv")}
    assert titles == {d.id: d.title for d in graph.documents.values()}


def test_relations_and_claims_say_what_the_graph_says(tmp_path):
    graph = world()
    export_csv(graph, tmp_path)
    by_id = {row["id"]: row for row in rows(tmp_path / "relations.csv")}
    assert list(by_id) == list(graph.relations)
    for relation in graph.relations.values():
        row = by_id[relation.id]
        assert (float(row["belief"]), row["status"]) == (relation.belief, "planned")
        assert int(row["planned"]) == relation.counts[Status.PLANNED]
        assert row["first_published"] == ""
    for row in rows(tmp_path / "claims.csv"):
        original = graph.claims[row["id"]]
        assert row["id"] in graph.relations[row["relation"]].claims
        assert row["quote"].removeprefix("'") == original.evidence.quote
        assert (int(row["start"]), int(row["end"])) == (0, 9)
        assert json.loads(row["qualifiers"]) == [["amount", "=2+3"]]
    names = {row["id"]: json.loads(row["names"]) for row in rows(tmp_path / "entities.csv")}
    assert names == {e.id: list(e.names) for e in graph.entities.values()}


def test_the_manifest_names_versions_and_hashes_and_no_time(tmp_path):
    graph = world()
    manifest = json.loads(export_csv(graph, tmp_path).read_text())
    assert sorted(manifest) == ["files", "format", "keiretsu", "ontology", "sequence"]
    assert (manifest["sequence"], manifest["ontology"]) == (7, graph.ontology_hash)
    for name in FILES:
        content = (tmp_path / name).read_bytes()
        assert manifest["files"][name]["blake2b"] == blake2b(content, digest_size=32).hexdigest()
        assert manifest["files"][name]["rows"] == len(rows(tmp_path / name))


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        export_csv(world(), tmp_path / "file")
