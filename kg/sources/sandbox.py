"""A process of its own for parsers: pages, PDF and feeds come from anywhere, and none may stop a build.

A page of half a megabyte can be made to keep a parser busy for minutes, and a PDF of a kilobyte to unpack to
gigabytes. Whatever a parser does, it does in a child process that is killed when its time is over and refused more
memory than it can need.
"""

from __future__ import annotations

import logging
import signal
import sys
import warnings
from collections.abc import Callable
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self, TypeVar

from kg.errors import SourceError

MEMORY = 2 * 2**30
"""Bytes of address space that the child may use (where the system can limit it)."""

_START_SECONDS = 60.0
_READY = "ready"
_Result = TypeVar("_Result")


class Sandbox:
    """Runs functions in one child process, started when first needed and again after it had to be killed."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def call(
        self, function: Callable[..., _Result], *arguments: object, place: str, seconds: float
    ) -> _Result:
        """Call a function in the child process.

        Args:
            function: Any function of a module; it and its arguments must be picklable.
            arguments: What to call it with.
            place: What it reads, for the error.
            seconds: Time that it may take, not counting the start of the process.

        Returns:
            What the function returns.

        Raises:
            SourceError: If the function raises, takes too long or brings its process down.
        """
        connection = self._connected()
        try:
            connection.send((function, arguments, place, seconds))
            if not connection.poll(seconds):
                raise TimeoutError
            result: object = connection.recv()
        except TimeoutError:
            self._stop()
            raise SourceError(
                f"took longer than {seconds:.0f} seconds to read", place=place, remedy="save its text as .txt"
            ) from None
        except (EOFError, OSError):
            self._stop()
            raise SourceError(
                "broke the process that read it", place=place, remedy="save its text as .txt"
            ) from None
        if isinstance(result, SourceError):
            raise result
        return result  # type: ignore[return-value]  # what the child sends is the function's

    def _connected(self) -> Connection:
        if self._connection is None:
            context = get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
            if not _is_ready(self._connection):
                self._stop()
                raise SourceError("no process could be started to read pages", remedy="free some memory")
        return self._connection

    def _stop(self) -> None:
        if self._process is not None and self._connection is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
        self._process = self._connection = None


def _is_ready(connection: Connection) -> bool:
    try:
        return connection.poll(_START_SECONDS) and connection.recv() == _READY
    except (EOFError, OSError):
        return False


def _serve(connection: Connection) -> None:
    """Do what is asked until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks says when to stop
    logging.disable()  # parsers tell every flaw of their input, in its own words, to whoever watches the terminal
    warnings.simplefilter("ignore")
    _limit_memory()
    connection.send(_READY)
    while True:
        try:
            function, arguments, place, seconds = connection.recv()
        except EOFError:
            return
        _set_alarm(ceil(seconds) + 1)
        outcome = _outcome(function, arguments, place)
        _set_alarm(0)
        connection.send(outcome)


def _outcome(function: Callable[..., Any], arguments: tuple[object, ...], place: str) -> object:
    try:
        return function(*arguments)
    except SourceError as error:
        return error
    except MemoryError:
        return SourceError("needs too much memory to read", place=place, remedy="save its text as .txt")
    except Exception as error:  # parsers raise whatever they like on damaged input
        told = f"{type(error).__name__}: {error}"[:200]
        return SourceError(f"cannot be read ({told})", place=place, remedy="save its text as .txt")


def _set_alarm(seconds: int) -> None:
    """End this process after some seconds, also when whoever waits for it has gone; 0: never mind."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
