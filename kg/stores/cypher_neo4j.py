"""Cypher on a Neo4j server: connects, answers read-only queries, and tells failures in one line.

Queries are held to the portable subset (`kg.stores.portable`) and run in read transactions, so the server
itself refuses what would write. What is written is `kg.stores.neo4j_push`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError

from kg.errors import InputError, KGError, QueryError, StoreError
from kg.stores.base import MAX_ROWS, TIMEOUT, Row, Value
from kg.stores.portable import lint
from kg.stores.property_graph import Names

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

CONNECT_TIMEOUT = 15.0
"""Seconds in which a server must have accepted a connection and the password."""

_SILENT = logging.NullHandler()
"""What the driver logs, it also raises; without a handler it would be printed too."""

_RETRY = 15.0
"""Seconds for which a transaction is tried again after a failure that may pass."""

_REMEDIES = {
    "Neo.ClientError.Security.Unauthorized": "check the user and the password",
    "Neo.ClientError.Security.AuthenticationRateLimit": "wait a little: too many wrong passwords were tried",
    "Neo.ClientError.Security.CredentialsExpired": "set a new password for the user first",
    "Neo.ClientError.Security.Forbidden": "use a user that may do this",
    "Neo.ClientError.Database.DatabaseNotFound": "name one that exists with --database",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "make the database writable, or name another",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "make the database writable, or name another",
    "Neo.ClientError.Cluster.NotALeader": "use neo4j:// instead of bolt:// so that the leader is found",
    "Neo.ClientError.Schema.ConstraintValidationFailed": "push into a database of its own",
    "Neo.ClientError.Schema.ConstraintCreationFailed": "push into a database of its own",
    "Neo.ClientError.Schema.IndexAlreadyExists": "push into a database of its own",
}
_TIMED_OUT = frozenset(
    {
        "Neo.ClientError.Transaction.TransactionTimedOut",
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    }
)


@dataclass(frozen=True, slots=True)
class Neo4jTarget:
    """A database on a Neo4j server, and who asks.

    Attributes:
        uri: `neo4j://host:port`, or another of `SCHEMES`.
        user: Name of the user.
        password: Never shown.
        database: Its name; None: the user's home database.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            known, secret = parts.scheme in SCHEMES and bool(parts.hostname), "@" in parts.netloc
            _ = parts.port  # raises ValueError unless it is a port
        except ValueError:
            known, secret = False, False
        if secret:
            raise InputError("an address may not hold a user or password", remedy="give them apart from it")
        if not known:
            raise InputError(
                f"{self.uri!r} is no address of a Neo4j server",
                remedy=f"write neo4j://HOST:PORT; the schemes are {', '.join(SCHEMES)}",
            )


class Neo4jCypher:
    """A `CypherStore` over a database that `kg.stores.neo4j_push` has filled; safe to share between threads."""

    def __init__(self, target: Neo4jTarget, *, names: Names) -> None:
        """Connect.

        Args:
            target: The database.
            names: Labels and types that queries may use (`kg.stores.property_graph.graph_names`).

        Raises:
            StoreError: If the server cannot be reached or refuses.
        """
        self._target = target
        self._names = names
        self._driver = open_driver(target)

    def query(
        self, text: str, *, parameters: Mapping[str, Value] | None = None, timeout: float = TIMEOUT
    ) -> list[Row]:
        """Answer one read-only query; see `CypherStore.query`.

        Raises:
            StoreError: If the server cannot be reached or refuses.
        """
        lint(text, self._names)

        @neo4j.unit_of_work(timeout=timeout)
        def read(transaction: neo4j.ManagedTransaction) -> list[Row]:
            result = transaction.run(text, dict(parameters or {}))
            columns = result.keys()
            rows: list[Row] = []
            for record in result:
                if len(rows) == MAX_ROWS:
                    raise QueryError(
                        f"the answer has more than {MAX_ROWS} rows", remedy="add LIMIT or aggregate"
                    )
                rows.append(dict(zip(columns, map(_plain, record.values()), strict=True)))
            return rows

        try:
            with told(self._target), self._driver.session(database=self._target.database) as session:
                return session.execute_read(read)
        except StoreError as error:
            raise _query_error(error, timeout) from error
        except (ValueError, TypeError, OverflowError) as error:  # what the protocol has no form for
            raise QueryError(
                f"a parameter cannot be sent ({_line(error)})", remedy="pass JSON values of 64 bits at most"
            ) from error

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_driver(target: Neo4jTarget) -> neo4j.Driver:
    """Connect to the server and see that it lets the user in.

    Args:
        target: The database.

    Returns:
        The driver, to be closed by the caller.

    Raises:
        StoreError: If the server cannot be reached in `CONNECT_TIMEOUT` seconds or refuses.
    """
    logging.getLogger("neo4j").addHandler(_SILENT)
    with told(target):
        driver = neo4j.GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password),
            connection_timeout=CONNECT_TIMEOUT,
            connection_acquisition_timeout=CONNECT_TIMEOUT,
            max_transaction_retry_time=_RETRY,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
    return driver


@contextmanager
def told(target: Neo4jTarget) -> Iterator[None]:
    """Turn what the driver raises into a StoreError that names the address and the remedy."""
    try:
        yield
    except KGError:
        raise
    except Neo4jError as error:
        remedy = _REMEDIES.get(error.code or "")
        raise StoreError(_line(error.message or error), place=_place(target), remedy=remedy) from error
    except ConfigurationError as error:
        raise StoreError(_line(error), place=_place(target), remedy="check the address") from error
    except (DriverError, OSError) as error:
        raise StoreError(
            f"the server cannot be reached ({_line(error)})",
            place=_place(target),
            remedy="check that it runs, the address, and whether it wants encryption (neo4j+s://)",
        ) from error


def _place(target: Neo4jTarget) -> str:
    return f"{target.uri}, database {target.database}" if target.database else target.uri


def _query_error(error: StoreError, timeout: float) -> KGError:
    """Tell a query that is wrong from a server that is."""
    cause = error.__cause__
    if not isinstance(cause, ClientError) or isinstance(cause, AuthError):
        return error
    code = cause.code or ""
    if code in _TIMED_OUT:
        return QueryError(
            f"the query ran longer than {timeout:g} s",
            remedy="start from an entity's id, shorten the path, or allow more time",
        )
    if code.startswith("Neo.ClientError.Statement."):
        return QueryError(error.problem, remedy="`kg schema` lists labels, types and properties")
    return error


def _plain(value: Any) -> Value:  # noqa: ANN401
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):  # nodes and edges too: they map names to values
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _line(error: object) -> str:
    """Put a message on one line of bounded length."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")[:300]
