"""Union-find that never joins what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Clusters:
    """A partition of ids that grows by joining, under constraints that no join may break.

    Args:
        types: Entity type of each id.
        exclusive: Entity types of which no cluster may hold two.
    """

    def __init__(self, types: Mapping[str, str], *, exclusive: frozenset[str]) -> None:
        self._parent = {key: key for key in types}
        self._members = {key: [key] for key in types}
        self._apart: dict[str, set[str]] = {key: set() for key in types}
        self._exclusive = {key: {kind} & exclusive for key, kind in types.items()}

    def root(self, key: str) -> str:
        """Give the id that stands for the cluster of `key`."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def keep_apart(self, a: str, b: str) -> None:
        """Forbid every later join, direct or through others, that would put the two in one cluster."""
        first, second = self.root(a), self.root(b)
        self._apart[first].add(second)
        self._apart[second].add(first)

    def join(self, a: str, b: str) -> bool:
        """Put the two in one cluster, unless a constraint forbids it.

        Returns:
            Whether they are in one cluster now.
        """
        kept, gone = sorted((self.root(a), self.root(b)))
        if kept == gone:
            return True
        if gone in self._apart[kept] or len(self._exclusive[kept] | self._exclusive[gone]) > 1:
            return False
        self._parent[gone] = kept
        self._members[kept] += self._members.pop(gone)
        self._exclusive[kept] |= self._exclusive.pop(gone)
        for enemy in self._apart.pop(gone):
            self._apart[enemy].discard(gone)
            self._apart[enemy].add(kept)
            self._apart[kept].add(enemy)
        return True

    def join_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Join each pair that may be joined, in ascending order, whatever their order on arrival."""
        for a, b in sorted(pairs):
            self.join(a, b)

    def __iter__(self) -> Iterator[list[str]]:
        return (sorted(members) for _, members in sorted(self._members.items()))
