"""The networkx view holds what the graph holds."""

from __future__ import annotations

import networkx as nx

from kg.graph import to_networkx
from kg.model import Status
from tests.graph.builders import ONTOLOGY, claim, document, graph_of

DOC = document("d1", "2025-01-01")
GRAPH = graph_of(
    [
        claim("Orsa", "supplies", "Kestrel", at=DOC),
        claim("Orsa", "ages", "Kestrel", Status.PLANNED, at=DOC),
        claim("Kestrel", "rivals", "Orsa", at=DOC),
    ],
    [DOC],
)


def test_every_entity_is_a_node_and_every_relation_an_edge_under_its_id():
    view = to_networkx(GRAPH, ONTOLOGY)
    assert isinstance(view, nx.MultiDiGraph)
    assert {key: data["name"] for key, data in view.nodes(data=True)} == {
        e.id: e.name for e in GRAPH.entities.values()
    }
    assert {(u, v, key) for u, v, key in view.edges(keys=True)} == {
        (r.subject, r.object, r.id) for r in GRAPH.relations.values()
    }


def test_an_edge_carries_what_the_relation_says():
    view = to_networkx(GRAPH, ONTOLOGY)
    for relation in GRAPH.relations.values():
        data = view.edges[relation.subject, relation.object, relation.id]
        assert data == {
            "id": relation.id,
            "type": relation.type,
            "symmetric": relation.type == "rivals",
            "status": relation.status.value,
            "belief": relation.belief,
            "counts": {status.value: relation.counts[status] for status in Status},
            "origins": 1,
            "first_published": "2025-01-01",
            "last_published": "2025-01-01",
            "derived_from": (),
        }
