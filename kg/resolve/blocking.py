"""Which names are worth comparing: those that share something that few names have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from kg.resolve.alike import Setting
from kg.resolve.features import Named
from kg.resolve.wording import wording

_MOST_IN_A_BLOCK = 80
"""A block of more names tells nothing: comparing all of them would cost the square of it."""

_PREFIX = 5


def candidate_pairs(names: Sequence[Named], setting: Setting) -> Iterator[tuple[int, int]]:
    """Give the pairs of names that could mean one thing, each once, in ascending order.

    Args:
        names: The names.
        setting: For how telling words are.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for number, named in enumerate(names):
        for key in _keys(named, setting):
            blocks[key].append(number)
    pairs = {
        pair
        for members in blocks.values()
        if len(members) <= _MOST_IN_A_BLOCK
        for pair in combinations(members, 2)
    }
    for members in blocks.values():  # a large block: at least each with the next, so that equal names meet
        if len(members) > _MOST_IN_A_BLOCK:
            ordered = sorted(members, key=lambda i: (wording(names[i].name).key, i))
            pairs |= {(min(a, b), max(a, b)) for a, b in pairwise(ordered)}
    return iter(sorted(pairs))


def _keys(named: Named, setting: Setting) -> set[str]:
    told = wording(named.name)
    keys = {f"known:{id}" for id in named.known}
    keys |= {f"lei:{named.lei}"} if named.lei else set()
    keys |= {f"ticker:{symbol}" for _, symbol in named.tickers}
    keys |= {f"key:{told.key}", f"joined:{told.joined}", f"start:{told.joined[:_PREFIX]}"}
    for name in (named.name, *named.aliases):
        other = wording(name)
        for word, sound in zip(other.words, other.sounds, strict=True):
            if setting.weight(word) > 0.3:
                keys |= {f"word:{word}", f"sound:{sound}"}
        keys |= {f"initials:{i}" for i in other.initials}
        keys |= {f"initials:{other.acronym}"} if other.acronym else set()
    return keys
