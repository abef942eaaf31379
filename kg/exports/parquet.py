"""The graph as Parquet files for data frames and lakes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.exports.folder import write_folder
from kg.exports.tables import Table, tables
from kg.graph import Graph

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 65_536
"""Rows written at a time: they bound memory, and as a row group they are what a reader can skip."""


def export_parquet(graph: Graph, directory: Path) -> Path:
    """Write `entities.parquet`, `relations.parquet`, `claims.parquet`, `documents.parquet` and `manifest.json`.

    Columns are those of `kg.exports.tables`: texts are `string`, lists `list<string>`, counts and offsets `int32`,
    beliefs and confidences `double`, times `timestamp[us, tz=UTC]`. Missing values are null. The compression is
    fixed and nothing records a time: the same graph gives the same bytes with the same version of pyarrow.

    Args:
        graph: What to write.
        directory: Made if it is not there; files of these names in it are replaced.

    Returns:
        Path of the manifest.

    Raises:
        StoreError: If the directory cannot be written.
    """
    writers = {f"{table.name}.parquet": partial(_write, table) for table in tables(graph)}
    return write_folder(graph, directory, writers)


def _write(table: Table, file: BinaryIO) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - takes long to load, and most commands never need it

    schema = _schema(table)
    with pq.ParquetWriter(file, schema, compression="zstd", compression_level=3, version="2.6") as writer:
        for batch in _batches(table, schema):
            writer.write_batch(batch, row_group_size=_ROW_GROUP)


def _schema(table: Table) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "count": pa.int32(),
        "number": pa.float64(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    return pa.schema([(column.name, types[column.kind]) for column in table.columns])


def _batches(table: Table, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415

    while rows := list(islice(table.rows, _ROW_GROUP)):
        columns = zip(*rows, strict=True)
        arrays = [pa.array(cells, type=kind) for cells, kind in zip(columns, schema.types, strict=True)]
        yield pa.record_batch(arrays, schema=schema)
