"""Shows how far long work is: documents, rate and time left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 10.0
"""Seconds between two lines where standard error is no terminal."""


class BuildProgress:
    """A bar on a terminal, a line now and then elsewhere; both on standard error."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("reading", total=None, rate="")
        self._began = self._told = time.monotonic()
        self._total = self._documents = self._words = self._claims = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """Say how many documents there are to look at."""
        self._total = total
        self._began = self._told = time.monotonic()
        self._bar.update(self._task, total=total)

    def advance(self, documents: int, words: int, claims: int) -> None:
        """Say what has been done since the last call."""
        if not self._documents:  # loading the pipeline is no part of the rate
            self._began = self._told = time.monotonic()
        self._documents += documents
        self._words += words
        self._claims += claims
        seconds = max(time.monotonic() - self._began, 1e-3)
        rate = self._documents / seconds
        told = f"{rate:,.1f} documents/s  {self._words / seconds:,.0f} words/s"
        self._bar.update(self._task, advance=documents, rate=f"{told}  {self._claims:,} claims")
        if self._bar.disable and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            left = max(0, self._total - self._documents) / max(rate, 1e-9)
            sys.stderr.write(
                f"reading {self._documents:,}/{self._total:,}  {told}  about {left:,.0f} s left\n"
            )
            sys.stderr.flush()
