"""What stretches of a sentence depend on together."""

from __future__ import annotations

from spacy.tokens import Span, Token


def common_governor(sentence: Span, *parts: Span | None) -> Token:
    """Give the lowest word of a sentence on which its parts depend, or which is one of them.

    Args:
        sentence: A sentence.
        parts: Stretches of it; one that is None or lies elsewhere has no say.

    Returns:
        The word; the sentence's root if no part lies in it.
    """
    paths = []
    for part in parts:
        if part is not None and sentence.start <= part.start < sentence.end:
            root = part.root
            paths.append([*reversed([root, *root.ancestors])])
    if not paths:
        return sentence.root
    shared = sentence.root
    for words in zip(*paths, strict=False):
        if len({word.i for word in words}) > 1:
            break
        shared = words[0]
    return shared
