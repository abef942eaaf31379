"""GraphML: what networkx reads back is what `to_networkx` gives."""

from __future__ import annotations

import networkx as nx

from kg.exports import export_graphml
from kg.graph import to_networkx
from kg.model import Status
from tests.exports.worlds import world
from tests.graph.builders import ONTOLOGY, claim, document, graph_of


def test_networkx_reads_the_same_nodes_edges_and_attributes(tmp_path):
    graph = world()
    export_graphml(graph, ONTOLOGY, tmp_path)
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    view = to_networkx(graph, ONTOLOGY)
    assert isinstance(read, nx.MultiDiGraph)
    assert {key: {"id": key, **data} for key, data in read.nodes(data=True)} == dict(view.nodes(data=True))
    assert set(read.edges(keys=True)) == set(view.edges(keys=True))
    for subject, obj, key, data in view.edges(keys=True, data=True):
        counts, derived_from = data.pop("counts"), " ".join(data.pop("derived_from"))
        data |= {"derived_from": derived_from or None}
        expected = {name: value for name, value in (data | counts).items() if value is not None}
        assert {"id": key, **read.edges[subject, obj, key]} == expected


def test_what_xml_forbids_is_replaced_and_everything_else_survives(tmp_path):
    told = document("d1")
    name = "a\x00b\x1bc\ufffed\re\nf\tg\x85 \u2028<&>\"']]> 🏭"
    graph = graph_of([claim(name, "supplies", "Kestrel", Status.PLANNED, at=told)], [told])
    export_graphml(graph, ONTOLOGY, tmp_path)
    read = nx.read_graphml(tmp_path / "graph.graphml")
    expected = {e.name for e in graph.entities.values()}
    expected = {n.replace("\x00", "�").replace("\x1b", "�").replace("\ufffe", "�") for n in expected}
    assert {data["name"] for _, data in read.nodes(data=True)} == expected
