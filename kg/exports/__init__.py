"""The graph as files for other tools."""

from kg.exports.tables import export_csv

__all__ = ["export_csv"]
