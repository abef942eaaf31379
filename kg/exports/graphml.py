"""The graph as one GraphML file for Gephi, yEd, networkx and igraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from kg.exports.folder import write_folder
from kg.graph import Graph
from kg.model import Entity, Relation, Status
from kg.ontology import Ontology

Value = str | bool | int | float | None

_NODE = {"name": "string", "type": "string"}
_EDGE = {
    "type": "string",
    "symmetric": "boolean",
    "status": "string",
    "belief": "double",
    **{status.value: "int" for status in Status},
    "origins": "int",
    "first_published": "string",
    "last_published": "string",
    "derived_from": "string",
}

# Everything outside the production Char of XML 1.0, which no escape can bring into a document.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def export_graphml(graph: Graph, ontology: Ontology, directory: Path) -> Path:
    """Write `graph.graphml` and `manifest.json`.

    Nodes and edges are those of `kg.graph.to_networkx` under the same ids, counts spread out as one attribute a
    status, and the ids in `derived_from` with a space between. Missing values are left out. Every edge is directed,
    since few readers take a mixture: `symmetric` tells which go both ways. Characters that XML 1.0 forbids (control
    characters but tab and line ends, surrogates, U+FFFE, U+FFFF) become U+FFFD. The same graph gives the same bytes.

    Args:
        graph: What to write.
        ontology: The vocabulary that it was built with.
        directory: Made if it is not there; files of these names in it are replaced.

    Returns:
        Path of the manifest.

    Raises:
        StoreError: If the directory cannot be written.
    """
    return write_folder(graph, directory, {"graph.graphml": partial(_write, graph, ontology)})


def _write(graph: Graph, ontology: Ontology, file: BinaryIO) -> None:
    file.writelines(line.encode() for line in _lines(graph, ontology))


def _lines(graph: Graph, ontology: Ontology) -> Iterator[str]:
    yield _HEAD
    for domain, attributes in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in attributes.items():
            key = f'id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"'
            yield f"  <key {key}/>\n"
    yield '  <graph edgedefault="directed">\n'
    for entity in graph.entities.values():
        yield f'    <node id="{_xml(entity.id)}">{_data("node", _node(entity))}</node>\n'
    for relation in graph.relations.values():
        ends = f'source="{_xml(relation.subject)}" target="{_xml(relation.object)}"'
        edge = _edge(relation, symmetric=ontology.relation(relation.type).symmetric)
        yield f'    <edge id="{_xml(relation.id)}" {ends}>{_data("edge", edge)}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _node(entity: Entity) -> dict[str, Value]:
    return {"name": entity.name, "type": entity.type}


def _edge(relation: Relation, *, symmetric: bool) -> dict[str, Value]:
    return {
        "type": relation.type,
        "symmetric": symmetric,
        "status": relation.status.value,
        "belief": relation.belief,
        **{status.value: relation.counts[status] for status in Status},
        "origins": relation.origins,
        "first_published": relation.first_published,
        "last_published": relation.last_published,
        "derived_from": " ".join(relation.derived_from) or None,
    }


def _data(domain: str, values: Mapping[str, Value]) -> str:
    return "".join(_items(domain, values.items()))


def _items(domain: str, values: Iterable[tuple[str, Value]]) -> Iterator[str]:
    for name, value in values:
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield f'<data key="{domain}_{name}">{_xml(text)}</data>'


def _xml(text: str) -> str:
    """Write text so that XML gives it back, in an attribute as well as in an element."""
    return escape(_FORBIDDEN.sub("\ufffd", text), _ESCAPES)
