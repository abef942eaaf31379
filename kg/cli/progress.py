"""Shows how far long work is: a bar on a terminal, a line now and then elsewhere; both on standard error."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 10.0
"""Seconds between two lines where standard error is no terminal."""


class _Shown:
    """Work of a known number of steps, with its rate and the time that is left."""

    def __init__(self, doing: str, unit: str) -> None:
        self._doing, self._unit = doing, unit
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task(doing, total=None, rate="")
        self._began = self._told = time.monotonic()
        self._total = self._done = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """Say how many steps there are."""
        self._total = total
        self._began = self._told = time.monotonic()
        self._bar.update(self._task, total=total)

    def _step(self, steps: int) -> float:
        """Count steps, and give the seconds that the work has taken."""
        if not self._done:  # what comes before the first step is no part of the rate
            self._began = self._told = time.monotonic()
        self._done += steps
        return max(time.monotonic() - self._began, 1e-3)

    def _tell(self, steps: int, seconds: float, more: str = "", aside: str = "") -> None:
        rate = self._done / seconds
        told = f"{rate:,.1f} {self._unit}/s{more}"
        self._bar.update(self._task, advance=steps, rate=told + aside)
        if self._bar.disable and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            left = max(0, self._total - self._done) / max(rate, 1e-9)
            line = f"{self._doing} {self._done:,}/{self._total:,}  {told}  about {left:,.0f} s left\n"
            sys.stderr.write(line)
            sys.stderr.flush()


class BuildProgress(_Shown):
    """How far the reading of documents is."""

    def __init__(self) -> None:
        super().__init__("reading", "documents")
        self._words = self._claims = 0

    def advance(self, documents: int, words: int, claims: int) -> None:
        """Say what has been done since the last call."""
        seconds = self._step(documents)
        self._words += words
        self._claims += claims
        words_told, claims_told = f"  {self._words / seconds:,.0f} words/s", f"  {self._claims:,} claims"
        self._tell(documents, seconds, words_told, claims_told)


class PushProgress(_Shown):
    """How far the writing of rows is."""

    def __init__(self) -> None:
        super().__init__("writing", "rows")

    def advance(self, rows: int) -> None:
        """Say how many rows have been done since the last call."""
        self._tell(rows, self._step(rows))
