"""CSV files: the same bytes for the same graph, nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from kg.exports import export_csv
from kg.model import Status
from tests.exports.worlds import world

FILES = ["entities.csv", "relations.csv", "claims.csv", "documents.csv"]


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
        assert (float(row["belief"]), row["status"]) == (relation.belief, relation.status.value)
        assert int(row["planned"]) == relation.counts[Status.PLANNED]
        assert row["first_published"] == (relation.first_published or "")
        assert json.loads(row["claims"]) == list(relation.claims)
    for row in rows(tmp_path / "claims.csv"):
        original = graph.claims[row["id"]]
        assert row["id"] in graph.relations[row["relation"]].claims
        assert row["quote"].removeprefix("'") == original.evidence.quote
        assert (int(row["start"]), int(row["end"])) == (0, 9)
        assert json.loads(row["qualifiers"]) == [f"{name}: {words}" for name, words in original.qualifiers]
    names = {row["id"]: json.loads(row["names"]) for row in rows(tmp_path / "entities.csv")}
    assert names == {e.id: list(e.names) for e in graph.entities.values()}


def test_a_date_without_time_is_known_from_the_next_day(tmp_path):
    export_csv(world(), tmp_path)
    known = {row["published"]: row["known_from"] for row in rows(tmp_path / "documents.csv")}
    assert known == {
        "": "",
        "2025-03-04": "2025-03-05T00:00:00Z",
        "2025-03-04T05:06:07Z": "2025-03-04T05:06:07Z",
    }
