"""How many pairs of names (`name_pairs.jsonl`) are told right: one thing, or two.

524 pairs over nine kinds of variation, written before the code that they judge by somebody who had not seen it, from
public knowledge; about 60 % of each kind mean one thing, and the others are meant to be mistaken for it.

First score: 243 rightly joined of 309 joined (precision 0.786), of 307 to be joined (recall 0.792). What is scored
since then says how well the features learnt them, not how well they tell what nobody has seen.

`python -m tests.bench.name_pairs_score` prints the score, with `--misses` also every pair that is told wrong, with
`--together` that of all names as one list, where names of other pairs can get in between.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.gazetteer import Gazetteer
from kg.resolve.aliases import with_aliases
from kg.resolve.directory import Directory
from kg.resolve.features import Named
from kg.resolve.records import Match, Record, match_records

LINES = Path(__file__).parent / "name_pairs.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and whether they mean one thing."""

    kind: str
    first: Named
    second: Named
    same: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What was made of a pair."""

    pair: Pair
    matches: tuple[Match, Match]

    @property
    def same(self) -> bool:
        """Whether the two were taken for one thing."""
        return self.matches[0].entity == self.matches[1].entity


def pairs() -> list[Pair]:
    """Read the pairs."""
    rows = (json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines())
    return [Pair(row["kind"], _named(row["a"]), _named(row["b"]), row["same"]) for row in rows]


def _named(cells: dict[str, Any]) -> Named:
    mic, _, symbol = cells.get("ticker", "").rpartition(":")
    tickers = frozenset({(mic, symbol)} if symbol else ())
    return Named(cells["name"], cells.get("type"), cells.get("context", ""), cells.get("country"), tickers)


def tell(some: Iterable[Pair], directory: Directory, *, together: bool = False) -> list[Told]:
    """Match each pair as a list of its own, or all of them as one."""
    every = list(some)
    rows = [
        Record(f"{i}{side}", n) for i, p in enumerate(every) for side, n in (("a", p.first), ("b", p.second))
    ]
    lists = [rows] if together else [rows[i : i + 2] for i in range(0, len(rows), 2)]
    matches = [match for one in lists for match in match_records(one, directory)]
    return [Told(pair, (matches[2 * i], matches[2 * i + 1])) for i, pair in enumerate(every)]


def summary(told: Iterable[Told]) -> list[str]:
    """Give the lines of the score: precision and recall of "one thing", for each kind and over all."""
    by_kind: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_kind[one.pair.kind].append(one)
        by_kind["all"].append(one)
    return [f"{kind:20} {_line(some)}" for kind, some in sorted(by_kind.items())]


def measure(told: Iterable[Told]) -> tuple[int, int, int]:
    """Count the pairs rightly joined, joined, and to be joined."""
    some = list(told)
    return (
        sum(one.same and one.pair.same for one in some),
        sum(one.same for one in some),
        sum(one.pair.same for one in some),
    )


def _line(some: list[Told]) -> str:
    right, joined, wanted = measure(some)
    return (
        f"precision {right / max(1, joined):.3f} ({right} of {joined}), recall {right / max(1, wanted):.3f} "
        f"({right} of {wanted}), F1 {2 * right / max(1, joined + wanted):.3f}"
    )


def main() -> None:
    """Print the score, after the misses if they are asked for."""
    parser = argparse.ArgumentParser(description="Score the pairs of names.")
    parser.add_argument("--misses", action="store_true", help="print every pair that is told wrong")
    parser.add_argument("--together", action="store_true", help="match all names as one list")
    asked = parser.parse_args()
    told = tell(pairs(), Directory(with_aliases(Gazetteer.load())), together=asked.together)
    for one in told:
        if asked.misses and one.same != one.pair.same:
            a, b = one.pair.first, one.pair.second
            sys.stdout.write(
                f"{one.pair.kind} {'same' if one.pair.same else 'not'}: {a.name} [{a.type}; {a.context}] | "
                f"{b.name} [{b.type}; {b.context}] {one.matches[0].explanation}\n"
            )
    sys.stdout.write("\n".join(summary(told)) + "\n")


if __name__ == "__main__":
    main()
