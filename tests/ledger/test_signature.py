"""MinHash signatures tell near-copies from different stories."""

from __future__ import annotations

import random
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ledger.signature import PERMUTATIONS, signature, similarity

WORDS = ("orsa", "kestrel", "fabrinet", "supplies", "displays", "to", "from", "contract", "plant", "glass")


def story(seed: int, length: int = 300) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(WORDS) + str(draw.randrange(40)) for _ in range(length)]


def jaccard(a: list[str], b: list[str]) -> float:
    first, second = ({tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (a, b))
    return len(first & second) / len(first | second)


def test_the_estimate_is_near_the_true_similarity() -> None:
    base = story(1)
    for cut in range(0, 300, 25):
        other = base[:cut] + story(2)[cut:]
        estimate = similarity(signature(" ".join(base)), signature(" ".join(other)))
        assert abs(estimate - jaccard(base, other)) < 4 * 0.5 / PERMUTATIONS**0.5


def test_case_punctuation_and_white_space_do_not_count() -> None:
    text = " ".join(story(3))
    assert signature(text) == signature(text.upper().replace(" ", ",\n ") + "!")


def test_batches_do_not_show() -> None:
    words = story(4, 5000)
    whole = signature(" ".join(words))
    parts = [signature(" ".join(words[start : start + 1004])) for start in range(0, 5000, 1000)]
    assert whole == tuple(min(values) for values in zip(*parts, strict=True))


def test_short_and_empty_texts() -> None:
    assert len(signature("Orsa")) == PERMUTATIONS
    assert signature("Orsa.") == signature("orsa")
    assert signature(" \n—") == ()
    assert similarity((), ()) == similarity((), signature("Orsa")) == 0.0


def test_a_signature_is_the_same_for_ever() -> None:
    """Stored signatures are compared with new ones: another hash would silently find no copies."""
    digest = sha256(repr(signature("Orsa supplies glass to Kestrel under a contract of five years")).encode())
    assert digest.hexdigest()[:16] == "1ba24d8b81f70f56"


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    first, second = signature(a), signature(b)
    assert 0.0 <= similarity(first, second) == similarity(second, first) <= 1.0
    assert all(0 <= value < 2**32 for value in first)
