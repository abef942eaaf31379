"""The graph as files for other tools."""

from kg.exports.csv import export_csv
from kg.exports.graphml import export_graphml
from kg.exports.parquet import export_parquet
from kg.exports.rdf import export_turtle

__all__ = ["export_csv", "export_graphml", "export_parquet", "export_turtle"]
