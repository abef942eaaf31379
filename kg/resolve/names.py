"""What resolution needs to know of a gazetteer, and no more."""

from __future__ import annotations

from typing import Protocol


class Known(Protocol):
    """One entity that a gazetteer knows."""

    @property
    def id(self) -> str:
        """Gazetteer id."""

    @property
    def type(self) -> str:
        """Entity type."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names it goes by."""

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """(scheme, value) pairs."""

    @property
    def ambiguous(self) -> bool:
        """Whether its name is also an everyday word, so that only context can tell."""


class KnownNames(Protocol):
    """Anything that finds a known entity by its id, such as the gazetteer."""

    def get(self, id: str, /) -> Known | None:
        """Give the known entity of this id, or None."""
