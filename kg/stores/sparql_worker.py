"""The process in which SPARQL queries run, so that one that runs away can be killed.

The engine has no time-out of its own. Started by `kg.stores.sparql_embedded` as `python -m
kg.stores.sparql_worker DIRECTORY`. It speaks JSON lines: it says `{"ready": true}` once, then answers each
`{"query": …, "timeout": …}` with `{"rows": […]}` or `{"error": …}`. It imports the engine and little else,
since it starts while somebody waits.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg.stores.base import MAX_ROWS, Row, Value
from kg.stores.rdf import PREFIXES

_XSD = PREFIXES["xsd"]
_UNSIGNED = (
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
)
_SIGNED = ("integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte")
_READERS: dict[str, Callable[[str], Value]] = {
    **{f"{_XSD}{name}": int for name in (*_SIGNED, *_UNSIGNED)},
    **{f"{_XSD}{name}": float for name in ("decimal", "double", "float")},
    f"{_XSD}boolean": lambda text: text in {"true", "1"},
}
_GRACE = 5
"""Seconds beyond its time-out after which a worker ends itself, in case its parent is no longer there to."""


def _answer(store: ox.Store, query: str) -> Iterator[Row]:
    """Run one query and turn its terms into plain values, as they come."""
    result = store.query(query, prefixes=dict(PREFIXES))
    if isinstance(result, ox.QueryBoolean):
        yield {"answer": bool(result)}
    elif isinstance(result, ox.QueryTriples):
        for triple in result:
            yield {"s": _plain(triple.subject), "p": _plain(triple.predicate), "o": _plain(triple.object)}
    else:
        names = [variable.value for variable in result.variables]
        for solution in result:
            yield {name: _plain(solution[name]) for name in names}


def _plain(node: object) -> Value:
    if node is None:
        return None
    if not isinstance(node, ox.Literal):
        return node.value if isinstance(node, ox.NamedNode) else str(node)
    reader = _READERS.get(node.datatype.value)
    if reader is None:
        return node.value
    try:
        value = reader(node.value)
    except ValueError:
        return node.value
    # JSON has no NaN and no infinity: they stay the text that they are in RDF.
    return node.value if isinstance(value, float) and not math.isfinite(value) else value


def _reply(store: ox.Store, query: str) -> dict[str, object]:
    rows: list[Row] = []
    try:
        for row in _answer(store, query):
            rows.append(row)
            if len(rows) > MAX_ROWS:
                return {"error": "rows"}
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except (OSError, ValueError) as error:
        return {"error": "engine", "message": str(error)}
    return {"rows": rows}


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(directory: str) -> None:
    """Serve queries over one store until the input ends."""
    try:
        store = ox.Store.read_only(directory)
    except (OSError, ValueError) as error:
        _say({"error": "open", "message": str(error)})
        return
    _say({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        if hasattr(signal, "alarm"):  # unhandled, it ends the process whatever the engine is doing
            signal.alarm(math.ceil(request["timeout"]) + _GRACE)
        _say(_reply(store, request["query"]))
        if hasattr(signal, "alarm"):
            signal.alarm(0)


if __name__ == "__main__":
    main(sys.argv[1])
