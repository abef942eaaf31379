"""One HTML page that needs nothing but itself: data, style, scripts and drawing library are all inside.

What the page tells comes from articles, so it is hostile. It enters the page as JSON in which no character can end a
script; the page's own scripts put it on the screen as text nodes; and a policy lets nothing run but those scripts,
named by their hashes, and nothing load at all.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from kg.errors import WorkError
from kg.graph import Graph
from kg.ontology import Ontology
from kg.server.contents import contents
from kg.server.neighbourhood import neighbourhood

_LIBRARY = ("xstatic-d3", "xstatic/pkg/d3/data/d3.js")
"""Distribution that carries the drawing library, and the file in it; read as a file, never imported."""

_SCRIPTS = ("drawing.js", "panel.js", "explorer.js")
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}


def explorer_page(
    graph: Graph, ontology: Ontology, *, focus: str | None = None, hops: int = 2, limit: int = 300
) -> str:
    """Write the page that shows an entity's neighbourhood, or the most believed relations.

    Args:
        graph: The graph.
        ontology: The vocabulary that it was built with.
        focus: Id of the entity to show; None: the whole graph, as far as the limit lets it.
        hops: The farthest that a relation may lie from the focus, 1 being its own relations.
        limit: The most relations to show.

    Returns:
        HTML; the same graph gives the same text.

    Raises:
        UnknownNameError: If the graph has no entity of that id.
        WorkError: If the drawing library is not installed.
    """
    shown = neighbourhood(graph, focus=focus, hops=hops, limit=limit)
    library = _library()
    script = "\n".join(map(_static, _SCRIPTS))
    style = _static("explorer.css")
    return Template(_static("explorer.html")).substitute(
        policy=_policy(scripts=(library, script), style=style),
        style=style,
        licence=_static("d3-licence.txt"),
        library=library,
        contents=_embedded(contents(graph, ontology, shown)),
        script=script,
    )


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    """Allow what the page carries, by hash, and nothing else (Content Security Policy Level 3)."""
    allowed = " ".join(map(_source, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _embedded(value: dict[str, Any]) -> str:
    """Write JSON that can stand in a script element: ASCII alone, without what opens a tag or a comment."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).translate(_ESCAPED)


def _static(name: str) -> str:
    return (files("kg.server") / "static" / name).read_text(encoding="utf-8")


def _library() -> str:
    name, path = _LIBRARY
    try:
        return Path(str(distribution(name).locate_file(path))).read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as error:
        raise WorkError(
            f"the drawing library of the explorer is missing: {error}",
            place=name,
            remedy=f"install {name} again",
        ) from error
