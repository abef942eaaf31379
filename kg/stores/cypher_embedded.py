"""Embedded Cypher: the property graph in kglite, in memory, loaded from one snapshot file.

What is promised is the **portable subset**, which gives the same rows here and on Neo4j 5 and is held to a
brute-force oracle by `tests/stores/conformance`: MATCH and OPTIONAL MATCH over patterns with labels,
alternative types, either direction or none, and variable length `*1..3`, an edge used once per MATCH
(trails); WHERE with AND, OR, NOT, IN, CONTAINS, STARTS WITH, ENDS WITH, IS NULL, patterns, `EXISTS { … }`,
`COUNT { … }` and three-valued logic; WITH, UNWIND, UNION, UNION ALL, DISTINCT, ORDER BY, SKIP, LIMIT;
count, sum, avg, min, max, collect; CASE, coalesce, list and string functions and list comprehensions;
parameters.

Outside it: comparing with a variable's property inside the braces of a pattern, quantified paths, procedures,
`/* */` comments, `&` and `!` in labels, division by zero, whole nodes and edges as values (return their
properties), `id()` and `elementId()` (use `.id`), and `EXISTS` over two hops or more where an entity may be
related to itself (write `COUNT { … } > 0`). `kg.stores.portable` refuses the first three;
`tests/stores/conformance/limits.py` lists and tests all that is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import kglite

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.stores.base import MAX_ROWS, TIMEOUT, Row, Value
from kg.stores.portable import lint
from kg.stores.property_graph import (
    CLAIM,
    DOCUMENT,
    ENTITY,
    STATED_IN,
    Names,
    Properties,
    claim_properties,
    document_properties,
    entity_properties,
    graph_names,
    relation_properties,
    supported,
)

if TYPE_CHECKING:
    from kg.ontology import Ontology

_GRAPH = "graph.kgl"
_NAMES = "names.json"


class EmbeddedCypher:
    """A `CypherStore` over a snapshot written by `write_cypher`; safe to share between threads."""

    def __init__(self, directory: Path) -> None:
        """Load the snapshot.

        Args:
            directory: Where `write_cypher` wrote it.

        Raises:
            StoreError: If it is missing or damaged.
        """
        try:
            names = json.loads((directory / _NAMES).read_text(encoding="utf-8"))
            self._names = Names(frozenset(names["labels"]), frozenset(names["types"]))
            self._graph = kglite.load(str(directory / _GRAPH)).freeze()
        except (OSError, ValueError, KeyError, kglite.KgError) as error:
            raise StoreError(
                f"the Cypher projection cannot be read ({_line(error)})",
                place=str(directory),
                remedy="run `kg build`",
            ) from error
        kglite.set_query_warning_policy("silent")  # what it would print, `lint` refuses

    def query(
        self, text: str, *, parameters: Mapping[str, Value] | None = None, timeout: float = TIMEOUT
    ) -> list[Row]:
        """Answer one read-only query; see `CypherStore.query`."""
        lint(text, self._names)
        try:
            result = self._graph.cypher(
                text,
                params=dict(parameters or {}),
                timeout_ms=max(1, round(timeout * 1000)),
                row_limit=MAX_ROWS + 1,
            )
            rows = [{name: _plain(value) for name, value in row.items()} for row in result.to_list()]
        except kglite.CypherTimeoutError as error:
            raise QueryError(
                f"the query ran longer than {timeout:g} s",
                remedy="start from an entity's id, shorten the path, or allow more time",
            ) from error
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise _query_error(error) from error
        if len(rows) > MAX_ROWS:
            raise QueryError(f"the answer has more than {MAX_ROWS} rows", remedy="add LIMIT or aggregate")
        return rows

    def close(self) -> None:
        """Forget the graph; its memory goes with the last reference."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write_cypher(graph: Graph, *, ontology: Ontology, directory: Path) -> None:
    """Project a graph into a snapshot that `EmbeddedCypher` opens.

    Args:
        graph: What to project.
        ontology: Its vocabulary.
        directory: An existing folder.

    Raises:
        StoreError: If the engine cannot take the graph.
        OntologyError: If the vocabulary's names collide in Cypher.
    """
    names = graph_names(ontology)
    try:
        engine = kglite.from_records(_records(graph, ontology), on_missing_endpoint="error")
        for entity_type, ids in _ids_by_type(graph).items():
            engine.add_label(entity_type, ids, ENTITY)
            engine.create_index(entity_type, "name")
        if graph.claims:
            engine.create_index(CLAIM, "relation")
        engine.save(str(directory / _GRAPH))
        listed = {"labels": sorted(names.labels), "types": sorted(names.types)}
        (directory / _NAMES).write_text(json.dumps(listed) + "\n", encoding="utf-8")
    except (kglite.KgError, OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"the Cypher projection could not be written ({_line(error)})", place=str(directory)
        ) from error


def _records(graph: Graph, ontology: Ontology) -> dict[str, object]:
    """Write the graph as the engine's bulk format, everything in order of id."""
    relation_of = supported(graph)
    entities: dict[str, list[Properties]] = {}
    for entity in graph.entities.values():
        entities.setdefault(entity.type, []).append(entity_properties(entity))
    nodes = [(label, rows) for label, rows in sorted(entities.items())]
    nodes.append((CLAIM, [claim_properties(c, relation_of.get(c.id)) for c in graph.claims.values()]))
    nodes.append((DOCUMENT, [document_properties(d) for d in graph.documents.values()]))
    edges: dict[tuple[str, str, str], list[Properties]] = {}
    for relation in graph.relations.values():
        ends = (graph.entities[relation.subject].type, graph.entities[relation.object].type)
        row: Properties = {"from": relation.subject, "to": relation.object, **relation_properties(relation)}
        edges.setdefault((ontology.relation(relation.type).cypher_name, *ends), []).append(row)
    stated: list[Properties] = [
        {"from": claim.id, "to": claim.evidence.document}
        for claim in graph.claims.values()
        if claim.evidence.document in graph.documents
    ]
    return {
        "nodes": [_node_table(label, rows) for label, rows in nodes if rows],
        "connections": [
            *(_edge_table(name, ends, rows) for (name, *ends), rows in sorted(edges.items())),
            *([_edge_table(STATED_IN, [CLAIM, DOCUMENT], stated)] if stated else []),
        ],
    }


def _node_table(label: str, rows: list[Properties]) -> dict[str, object]:
    # Without a title column of its own a node would answer `.title` and `.name` with its id.
    titled = [{"title": None, **row} for row in rows]
    return {"type": label, "id_field": "id", "title_field": "title", "records": titled}


def _edge_table(name: str, ends: Iterable[str], rows: list[Properties]) -> dict[str, object]:
    source, target = ends
    return {
        "type": name,
        "source_type": source,
        "source_id_field": "from",
        "target_type": target,
        "target_id_field": "to",
        "records": rows,
    }


def _ids_by_type(graph: Graph) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for entity in graph.entities.values():
        ids.setdefault(entity.type, []).append(entity.id)
    return ids


def _plain(value: Any) -> Value:  # noqa: ANN401
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _query_error(error: Exception) -> QueryError:
    line, column = getattr(error, "line", None), getattr(error, "col", None)
    place = f"line {line}, column {column}" if line is not None else None
    problem = re.sub(r"^[\w ]+ error(?: at line \d+, col \d+)?: ", "", _line(error))
    return QueryError(problem, place=place, remedy="`kg schema` lists labels, types and properties")


def _line(error: BaseException) -> str:
    """Put an engine's message on one line of bounded length."""
    first = str(error).strip().partition("\n")[0]
    return first[:300] or type(error).__name__
