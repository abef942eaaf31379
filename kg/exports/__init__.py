"""The graph as files for other tools."""

from kg.exports.rdf import export_turtle
from kg.exports.tables import export_csv

__all__ = ["export_csv", "export_turtle"]
