"""The graph as one Turtle file."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.rdf import turtle


def export_turtle(graph: Graph, ontology: Ontology, directory: Path) -> Path:
    """Write `graph.ttl`, in the shape that the SPARQL store answers from; the same graph gives the same bytes.

    Args:
        graph: What to write.
        ontology: Its vocabulary.
        directory: Made if it is not there; a file of this name in it is replaced once the new one is whole.

    Returns:
        Path of the file.

    Raises:
        StoreError: If the directory cannot be written.
    """
    target = directory / "graph.ttl"
    fresh = directory / ".graph.ttl"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(turtle(graph, ontology))
        fresh.replace(target)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", place=str(directory), remedy="name a folder that can be"
        ) from error
    return target
