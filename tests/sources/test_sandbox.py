"""The process that parsers run in: whatever they do, the caller goes on."""

from __future__ import annotations

import math
import operator
import os
import time

import pytest

from kg.errors import SourceError
from kg.sources.sandbox import MEMORY, Sandbox


def test_it_gives_what_a_function_returns_and_goes_on_after_every_failure() -> None:
    with Sandbox() as sandbox:
        for function, argument, problem in (
            (math.sqrt, -1, "a: cannot be read .ValueError: math domain error"),
            (bytes, 2 * MEMORY, "needs too much memory to read"),
            (time.sleep, 60, "a: took longer than 1 seconds to read; save"),
            (os._exit, 3, "a: broke the process that read it; save"),
        ):
            with pytest.raises(SourceError, match=problem):
                sandbox.call(function, argument, place="a", seconds=1)
            assert sandbox.call(operator.add, 1, 2, place="a", seconds=10) == 3


def test_nothing_is_left_when_it_is_closed() -> None:
    with Sandbox() as sandbox:
        child = sandbox.call(os.getpid, place="a", seconds=10)
        assert child != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
