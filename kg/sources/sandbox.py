"""A process of its own for parsers: pages, PDF and feeds come from anywhere, and none may stop a build.

A page of half a megabyte can be made to keep a parser busy for minutes, and a PDF of a kilobyte to unpack to
gigabytes. Whatever a parser does, it does in a child process that is killed when its time is over and refused more
memory than it can need.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from threading import Event, Timer
from types import TracebackType
from typing import IO, Any, Self, TypeVar, cast

from kg.errors import SourceError

MEMORY = 2 * 2**30
"""Bytes of address space that the child may use (where the system can limit it)."""

_START_SECONDS = 60.0
_READY = "ready"
_REMEDY = "save its text as .txt"
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from kg.sources.sandbox import serve; serve()"
)
_Result = TypeVar("_Result")


class Sandbox:
    """Runs functions in one child process, started when first needed and again after it had to be killed.

    The child is a plain interpreter and not one of `multiprocessing`, which would run the caller's script in it again.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

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
        if self._process is None:
            self._process = _start()
            self._ask(None, place, _START_SECONDS)  # it says that it is ready
        return cast(_Result, self._ask((function, arguments, place, seconds), place, seconds))

    def _ask(self, request: object, place: str, seconds: float) -> object:
        """Send a request, unless it is None, and give the answer."""
        try:
            answer = self._exchange(request, seconds)
        except TimeoutError:
            problem = f"took longer than {seconds:.0f} seconds to read"
        except (EOFError, OSError, pickle.UnpicklingError):
            problem = "broke the process that read it"
        else:
            if isinstance(answer, SourceError):
                raise answer
            return answer
        self._stop()
        raise SourceError(problem, place=place, remedy=_REMEDY)

    def _exchange(self, request: object, seconds: float) -> object:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        late = Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = Timer(seconds, give_up)
        timer.start()
        try:
            if request is not None:
                pickle.dump(request, process.stdin)
                process.stdin.flush()
            answer: object = pickle.load(process.stdout)  # noqa: S301 - what our own child wrote
        except (EOFError, OSError, pickle.UnpicklingError):
            if late.is_set():
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
        return answer

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                _close(stream)
        self._process = None


def serve() -> None:
    """Do what is asked on standard input until it ends, in the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks says when to stop
    logging.disable()  # parsers tell every flaw of their input, in its own words, to whoever watches the terminal
    warnings.simplefilter("ignore")
    _limit_memory()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a parser prints is no answer
        _answer(_READY, answers)
        while True:
            try:
                function, arguments, place, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent's
            except EOFError:
                return
            _set_alarm(ceil(seconds) + 1)
            outcome = _outcome(function, arguments, place)
            _set_alarm(0)
            _answer(outcome, answers)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this interpreter and no words of anybody else
        [sys.executable, "-c", _CHILD, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _close(stream: IO[bytes] | None) -> None:
    with suppress(OSError):  # what could not be sent to a child that has gone
        if stream is not None:
            stream.close()


def _answer(value: object, stream: IO[bytes]) -> None:
    pickle.dump(value, stream)
    stream.flush()


def _outcome(function: Callable[..., Any], arguments: tuple[object, ...], place: str) -> object:
    try:
        return function(*arguments)
    except SourceError as error:
        return error
    except MemoryError:
        return SourceError("needs too much memory to read", place=place, remedy=_REMEDY)
    except Exception as error:  # parsers raise whatever they like on damaged input
        told = f"{type(error).__name__}: {error}"[:200]
        return SourceError(f"cannot be read ({told})", place=place, remedy=_REMEDY)


def _set_alarm(seconds: int) -> None:
    """End this process after some seconds, also when whoever waits for it has gone; 0: never mind."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
