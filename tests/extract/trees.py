"""Dependency trees built by hand, so that syntax is tested apart from what the parser makes of a sentence."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Token

_POS = {
    ",": "PUNCT", ".": "PUNCT", "CC": "CCONJ", "DT": "DET", "IN": "ADP", "JJ": "ADJ", "MD": "AUX", "NN": "NOUN",
    "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV",
    "RP": "ADP", "TO": "PART", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB",
    "VBZ": "VERB", "WDT": "PRON", "WP$": "DET",
}  # fmt: skip
_AUXILIARY = {"be", "have", "do"}
_VOCAB = spacy.blank("en").vocab


def tree(notation: str) -> Doc:
    """Build a parse from one `word/TAG/dep/head` a token, head being a token's number, with `/lemma` where it differs.

    "Orsa/NNP/nsubj/1 bought/VBD/ROOT/1/buy Kestrel/NNP/dobj/1" is "Orsa bought Kestrel".
    """
    rows = [token.split("/") for token in notation.split()]
    lemmas = [row[4] if len(row) > 4 else row[0] for row in rows]
    return Doc(
        _VOCAB,
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        pos=[
            "AUX" if row[1].startswith("V") and lemma in _AUXILIARY else _POS[row[1]]
            for row, lemma in zip(rows, lemmas, strict=True)
        ],
        deps=[row[2] for row in rows],
        heads=[int(row[3]) for row in rows],
        lemmas=lemmas,
    )


def word(doc: Doc, text: str) -> Token:
    """Give the first token that is spelled so."""
    return next(token for token in doc if token.text == text)


def words(tokens: list[Token]) -> list[str]:
    """Give the spellings of tokens."""
    return [token.text for token in tokens]
