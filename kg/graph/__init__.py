"""Claims and entities -> Relations with belief, status split and time, and the relations that follow from them."""

from kg.graph.find import find_entity
from kg.graph.profile import Profile, profile
from kg.graph.relations import build_graph
from kg.graph.view import Graph
from kg.graph.view_networkx import to_networkx

__all__ = ["Graph", "Profile", "build_graph", "find_entity", "profile", "to_networkx"]
