"""How alike two words of names are, and how the words of two names go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from rapidfuzz.distance import OSA, JaroWinkler

from kg.resolve.lexicon import Lexicon
from kg.resolve.wording import skeleton, wording

_SHORTEST_PREFIX = 3
_TYPO_ALIKE, _SOUND_ALIKE, _PREFIX_ALIKE = 0.9, 0.88, 0.85
"""How alike words are that differ by a slip of the pen, by transliteration, or by being cut short."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What features look things up in.

    Attributes:
        lexicon: Words in names.
        rarity: How telling each word of known names is, from 0 (every other firm has it) to 1.
        nations: The country that an adjective speaks of: "latvian" is "latvia".
    """

    lexicon: Lexicon
    rarity: Mapping[str, float]
    nations: Mapping[str, str] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """Give how telling a word is."""
        kind = self.lexicon.kinds.get(word)
        telling = self.rarity.get(word, 1.0)
        return min(telling, 0.25) if kind == "generic" else telling

    def knows(self, word: str) -> bool:
        """Tell whether a word is one that names have: two such are no misspellings of each other."""
        return word in self.rarity or word in self.lexicon.kinds

    def alike(self, a: str, b: str, *, shortest: int = 6) -> float:
        """Give how alike two words of names are, from 0 to 1; words of fewer letters than `shortest` have no slips."""
        if a == b or self.nations.get(a, a) == self.nations.get(b, b):
            return 1.0
        short, long = sorted((a, b), key=len)
        if (
            self.lexicon.kinds.get(long) == "generic"
            and len(short) >= _SHORTEST_PREFIX
            and long.startswith(short)
        ):
            return _PREFIX_ALIKE
        return 0.0 if self.knows(a) and self.knows(b) else likeness(a, b, shortest=shortest)


def rarity(names: Iterable[str]) -> dict[str, float]:
    """Weigh each word of some names by how few of them have it: 1 - ln(1 + n) / ln(201), at least 0.2."""
    counts: dict[str, int] = {}
    for name in names:
        for word in set(wording(name).words):
            counts[word] = counts.get(word, 0) + 1
    return {word: max(0.2, 1 - log(1 + n) / log(201)) for word, n in counts.items() if n > 1}


def align(
    left: tuple[str, ...], right: tuple[str, ...], setting: Setting
) -> tuple[list[tuple[str, str, float]], list[str], list[str]]:
    """Pair the words of two names, the likest first.

    Returns:
        (word, word, likeness), and the words of each that found no partner.
    """
    shortest = 4 if set(left) & set(right) else 6  # one slip in a name whose other words agree
    pairs = sorted(
        (
            (alike, -abs(i - j), i, j)
            for i, x in enumerate(left)
            for j, y in enumerate(right)
            if (alike := setting.alike(x, y, shortest=shortest))
        ),
        reverse=True,
    )
    free, other_free = dict(enumerate(left)), dict(enumerate(right))
    matched = []
    for alike, _, i, j in pairs:
        if i in free and j in other_free:
            matched.append((free.pop(i), other_free.pop(j), alike))
    return matched, list(free.values()), list(other_free.values())


def likeness(a: str, b: str, *, shortest: int = 6) -> float:
    """Give how alike two words are as they are spelt and sound, from 0 to 1."""
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    allowed = 0 if len(long) < shortest else 1 if len(long) < 9 else 2
    if allowed and OSA.distance(a, b, score_cutoff=allowed) <= allowed:
        return _TYPO_ALIKE
    sound = skeleton(a)
    if len(sound) > 1 and len(short) > 3 and sound == skeleton(b) and JaroWinkler.similarity(a, b) > 0.7:
        return _SOUND_ALIKE
    return 0.0


def given_fit(left: list[str], right: list[str], lexicon: Lexicon) -> float:
    """Say how well given names go together: log odds."""
    best = -4.5
    for a in left:
        for b in right:
            short, long = sorted((a, b), key=len)
            if a == b:
                best = max(best, 4.0)
            elif lexicon.given.get(a, frozenset()) & lexicon.given.get(b, frozenset()):
                best = max(best, 3.2)
            elif len(short) == 1 and long.startswith(short):
                best = max(best, 1.6)
            elif likeness(a, b) > 0.8:
                best = max(best, 2.6)
    return best
