"""What every store offers, whatever engine is behind it: read-only questions, answered in plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self, TypeAlias

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""A JSON value; times are ISO 8601 text."""

Row: TypeAlias = dict[str, Value]
"""One answer: column -> value. Every row of an answer has the same columns, in the order of the query."""

TIMEOUT = 60.0
"""Seconds that a query may run unless the caller says otherwise."""

MAX_ROWS = 1_000_000
"""Rows that one answer may have; more is refused, never cut short in silence."""


class _Store(Protocol):
    def close(self) -> None:
        """Release the files and processes behind the store; closing twice is allowed."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class CypherStore(_Store, Protocol):
    """A projection that answers the portable subset of Cypher (`kg.stores.portable`)."""

    def query(
        self, text: str, *, parameters: Mapping[str, Value] | None = None, timeout: float = TIMEOUT
    ) -> list[Row]:
        """Answer one read-only query.

        Args:
            text: The query.
            parameters: Values for `$name`; never paste a value into the text.
            timeout: Seconds after which the query is stopped.

        Returns:
            The rows, in the query's order if it has an ORDER BY, else in any.

        Raises:
            QueryError: If the query does not parse, would write or load, leaves the portable subset in a way
                that gives wrong answers, or runs or grows too long.
        """
        ...


class SparqlStore(_Store, Protocol):
    """A projection that answers SPARQL 1.1 queries over the RDF shape (`kg.stores.rdf`)."""

    def query(self, text: str, *, timeout: float = TIMEOUT) -> list[Row]:
        """Answer one SELECT, ASK, CONSTRUCT or DESCRIBE query.

        Args:
            text: The query; the prefixes of `kg.stores.rdf.PREFIXES` need no declaration.
            timeout: Seconds after which the query is stopped.

        Returns:
            SELECT: the solutions, an unbound variable as None. ASK: one row `{"answer": bool}`. CONSTRUCT and
            DESCRIBE: rows `s`, `p`, `o`. IRIs and strings are text, numbers and booleans are what they are.

        Raises:
            QueryError: If the query does not parse, would write or reach out, or runs or grows too long.
        """
        ...
