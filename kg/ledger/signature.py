"""MinHash signatures: near-copies of a text are found by comparing 128 numbers instead of two texts."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from unicodedata import normalize

from datasketch import MinHash

PERMUTATIONS = 128
"""Values in a signature: the standard error of `similarity` is at most 0.5 / sqrt(128), about 0.044."""

_SEED = 1
_SHINGLE = 5
_BATCH = 4096  # shingles hashed at a time: bounds the memory that one hostile text can take to a few MB
_WORD = re.compile(r"\w+")


def signature(text: str) -> tuple[int, ...]:
    """Compute the MinHash of a text's five-word shingles (Broder 1997).

    Case, punctuation, white space and compatibility forms of characters do not count, since copies of one
    story differ in them.

    Args:
        text: The text of a document.

    Returns:
        128 unsigned 32-bit numbers, the same on every machine; none for a text without a word.
    """
    words = _WORD.findall(normalize("NFKC", text).casefold())
    if not words:
        return ()
    last = max(1, len(words) - _SHINGLE + 1)
    shingles = (" ".join(words[start : start + _SHINGLE]).encode() for start in range(last))
    minhash = _empty().copy()
    while batch := list(islice(shingles, _BATCH)):
        minhash.update_batch(batch)
    return tuple(int(value) for value in minhash.hashvalues)


def similarity(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimate the Jaccard similarity of the shingles of two texts.

    Args:
        a: A signature.
        b: Another signature.

    Returns:
        The share of equal values, in [0, 1]; 0 if either text has no word.
    """
    if not a or not b:
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


@cache
def _empty() -> MinHash:
    """Draw the permutations once: drawing takes longer than hashing a short article."""
    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, scheme="affine32")
