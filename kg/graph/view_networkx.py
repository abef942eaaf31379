"""The graph as a networkx graph, for those who want its algorithms."""

from __future__ import annotations

import networkx as nx

from kg.graph.view import Graph
from kg.ontology import Ontology


def to_networkx(graph: Graph, ontology: Ontology) -> nx.MultiDiGraph[str]:
    """Copy the graph into networkx.

    Args:
        graph: The graph.
        ontology: The vocabulary that it was built with.

    Returns:
        Nodes are entity ids with `id`, `name` and `type`. Edges run from subject to object, with the
        relation's id as key and `id`, `type`, `symmetric`, `status`, `belief`, `counts` (claims by status),
        `origins`, `first_published`, `last_published` and `derived_from` (keys of other edges). As in the
        graph, a symmetric relation is one edge, from the smaller id: look for it at both ends.
    """
    view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        view.add_node(entity.id, id=entity.id, name=entity.name, type=entity.type)
    for relation in graph.relations.values():
        view.add_edge(
            relation.subject,
            relation.object,
            key=relation.id,
            id=relation.id,
            type=relation.type,
            symmetric=ontology.relation(relation.type).symmetric,
            status=relation.status.value,
            belief=relation.belief,
            counts={status.value: count for status, count in relation.counts.items()},
            origins=relation.origins,
            first_published=relation.first_published,
            last_published=relation.last_published,
            derived_from=relation.derived_from,
        )
    return view
