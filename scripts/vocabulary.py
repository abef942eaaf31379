"""Checks a vocabulary against the SHACL shapes in `ontologies/shapes/`: `python scripts/vocabulary.py [own.ttl ...]`.

Without files it checks the vocabulary that ships; files of one's own are merged in first. Prints each term that does
not conform with what is wrong, and exits with 1 if there is any, with 2 if a file cannot be read or loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pyshacl import validate
from rdflib import SH, BNode, Graph
from rdflib.term import Node

from kg.errors import KGError
from kg.ontology import BUILT_IN, load_ontology, ontology_turtle

SHAPES = BUILT_IN / "shapes" / "vocabulary.ttl"


def problems(*own: Path) -> tuple[str, ...]:
    """Tell what in the vocabulary does not conform to the shapes.

    Args:
        own: Turtle files to merge into the vocabulary that ships.

    Returns:
        "term: message" for each violation, sorted and without repetition.

    Raises:
        OntologyError: If a file cannot be read or is not Turtle.
    """
    data = Graph().parse(data=ontology_turtle(*own), format="turtle")
    shapes = Graph().parse(SHAPES, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return tuple(sorted({_told(report, result, data) for result in report.objects(predicate=SH.result)}))


def _told(report: Graph, result: Node, data: Graph) -> str:
    focus = report.value(result, SH.focusNode)
    while isinstance(focus, BNode):  # a lexicalisation has no name: say whose it is
        focus = next(data.subjects(object=focus), None)
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    return f"{focus}: {'; '.join(messages)}"


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the vocabulary with some files merged in, and give the exit status."""
    own = [Path(argument) for argument in arguments]
    try:
        found = problems(*own)
        if not found:
            load_ontology(*own)
    except KGError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
