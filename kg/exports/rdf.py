"""The graph as one Turtle file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.exports.folder import write_folder
from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.rdf import turtle


def export_turtle(graph: Graph, ontology: Ontology, directory: Path) -> Path:
    """Write `graph.ttl`, in the shape that the SPARQL store answers from, and `manifest.json`.

    The same graph gives the same bytes.

    Args:
        graph: What to write.
        ontology: Its vocabulary.
        directory: Made if it is not there; files of these names in it are replaced.

    Returns:
        Path of the manifest.

    Raises:
        StoreError: If the directory cannot be written.
    """
    return write_folder(graph, directory, {"graph.ttl": partial(_write, graph, ontology)})


def _write(graph: Graph, ontology: Ontology, file: BinaryIO) -> None:
    file.writelines(block.encode() for block in turtle(graph, ontology))
