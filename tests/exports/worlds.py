"""A graph full of texts that a file format might stumble over."""

from __future__ import annotations

from dataclasses import replace

from kg.graph import Graph
from kg.model import Status
from tests.graph.builders import argument, claim, document, graph_of

HOSTILE = ['=HYPERLINK("x")', "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'quoted", "＝1"]
HARMLESS = ['a "b"\n, c', "1-2", "Orsa, Inc\r", "🎈 <script>&amp;]]>", " =1"]
DATES = [None, "2025-03-04", "2025-03-04T05:06:07Z"]


def world(*, reverse: bool = False) -> Graph:
    """Make a graph of one supplier a title, all of Kestrel's, and one rival."""
    documents = [
        document(f"d{i:02}", DATES[i % 3], title=title, cites=("X", "Y"))
        for i, title in enumerate(HOSTILE + HARMLESS)
    ]
    claims = [
        claim(argument(info.title), "supplies", "Kestrel", Status.PLANNED, at=info, confidence=0.5)
        for info in documents
    ]
    claims = [replace(c, qualifiers=(("amount", "=2+3"),)) for c in claims]
    claims.append(claim("Lumen", "rivals", "Kestrel", at=documents[0]))
    return graph_of(claims[::-1], documents[::-1]) if reverse else graph_of(claims, documents)
