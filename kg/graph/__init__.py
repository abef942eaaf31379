"""Claims and entities -> Relations with belief, status split and time."""

from kg.graph.view import Graph

__all__ = ["Graph"]
