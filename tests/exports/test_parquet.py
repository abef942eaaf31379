"""Parquet files: proper types, nothing lost, readable without this package."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.exports import export_parquet
from kg.graph import Graph
from kg.model import Status
from tests.exports.worlds import world
from tests.graph.builders import graph_of


@pytest.fixture
def graph() -> Graph:
    return world()


def test_types_are_what_a_data_frame_needs(graph, tmp_path):
    export_parquet(graph, tmp_path)
    relations = pq.read_schema(tmp_path / "relations.parquet")
    assert relations.field("belief").type == pa.float64()
    assert {relations.field(status.value).type for status in Status} == {pa.int32()}
    assert relations.field("claims").type == pa.list_(pa.string())
    assert relations.field("known_from").type == pa.timestamp("us", tz="UTC")
    assert pq.read_schema(tmp_path / "entities.parquet").field("names").type == pa.list_(pa.string())
    assert pq.read_schema(tmp_path / "documents.parquet").field("published").type == pa.string()


def test_everything_comes_back(graph, tmp_path):
    export_parquet(graph, tmp_path)
    tables = {
        name: {row["id"]: row for row in pq.read_table(tmp_path / f"{name}.parquet").to_pylist()}
        for name in ("entities", "relations", "claims", "documents")
    }
    for name, rows in tables.items():
        assert list(rows) == list(getattr(graph, name))
    for relation in graph.relations.values():
        row = tables["relations"][relation.id]
        assert (row["subject"], row["type"], row["object"]) == (
            relation.subject,
            relation.type,
            relation.object,
        )
        assert (row["belief"], row["claims"]) == (relation.belief, list(relation.claims))
        assert {status: row[status.value] for status in Status} == relation.counts
    for claim in graph.claims.values():
        row = tables["claims"][claim.id]
        assert (row["quote"], row["confidence"]) == (claim.evidence.quote, claim.confidence)
        assert claim.id in graph.relations[row["relation"]].claims
    titles = {key: row["title"] for key, row in tables["documents"].items()}
    assert titles == {key: document.title for key, document in graph.documents.items()}
    known = {row["published"]: row["known_from"] for row in tables["documents"].values()}
    assert known[None] is None
    assert known["2025-03-04"] == datetime(2025, 3, 5, tzinfo=UTC)
    assert known["2025-03-04T05:06:07Z"] == datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_an_empty_graph_gives_empty_tables_with_the_same_columns(graph, tmp_path):
    export_parquet(graph, tmp_path / "full")
    export_parquet(graph_of([], []), tmp_path / "empty")
    for name in ("entities", "relations", "claims", "documents"):
        empty = pq.read_table(tmp_path / "empty" / f"{name}.parquet")
        assert empty.num_rows == 0
        assert empty.schema == pq.read_schema(tmp_path / "full" / f"{name}.parquet")
