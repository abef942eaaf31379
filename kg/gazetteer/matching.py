"""Finding many names in a text at once: a trie of words, so that time grows with the text, not the names.

Text and names are cut into the same tokens: words and single punctuation marks. Hyphens separate words like
spaces ("Coca-Cola" is "Coca Cola"), a curly apostrophe is a straight one, and case counts as `Form.admits`
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.normalize import fold

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_HYPHENS = frozenset("-‐‑–")
_QUOTES = frozenset("’‘ʼ`")
_SHORT = 5
# A gap within a name is a space, a hyphen or one line break: never a paragraph's end.
_MOST_GAP = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark at `[start, end)` of a text; `key` is its text folded."""

    text: str
    key: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into words and punctuation marks, without hyphens and white space."""
    cut = []
    for match in _TOKEN.finditer(text):
        word = "'" if match[0] in _QUOTES else match[0]
        if word not in _HYPHENS:
            cut.append(Token(word, fold(word), match.start(), match.end()))
    return tuple(cut)


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of one entity.

    Attributes:
        owner: Id of the entity.
        words: Its tokens as they are spelled.
        keys: Its tokens folded.
        rank: Sort key among the forms that match equally well: smaller is likelier.
        strict: Whether another case is another name, as of acronyms ("WHO") and common words ("Target").
    """

    owner: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    rank: tuple[int, ...]
    strict: bool

    def admits(self, found: tuple[Token, ...]) -> bool:
        """Tell whether a text's tokens, equal but for case and accents, may mean this form."""
        if self.spelled(found):
            return True
        if self.strict:
            return False
        # Headlines raise case ("ORSA TO BUY …"); nobody lowers the case of a name.
        return all(
            any(c.isupper() for c in token.text)
            for token, word in zip(found, self.words, strict=True)
            if any(c.isupper() for c in word)
        )

    def spelled(self, found: tuple[Token, ...]) -> bool:
        """Tell whether a text's tokens are spelled as this form is."""
        return all(token.text == word for token, word in zip(found, self.words, strict=True))


def form(owner: str, name: str, *, rank: tuple[int, ...], ambiguous: bool) -> Form:
    """Make the form of a name; names in capitals of at most five letters are acronyms."""
    cut = tokens(name)
    letters = [c for c in name if c.isalpha()]
    acronym = len(letters) <= _SHORT and all(c.isupper() for c in letters)
    return Form(owner, tuple(t.text for t in cut), tuple(t.key for t in cut), rank, ambiguous or acronym)


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)

    def admitted(self, found: tuple[Token, ...]) -> tuple[Form, ...]:
        """Give the forms that the tokens may mean, those spelled alike first."""
        admitted = [f for f in self.forms if f.admits(found)]
        return tuple(sorted(admitted, key=lambda f: (not f.spelled(found), f.rank, f.owner)))


class Matcher:
    """A trie over the folded tokens of many forms."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._root = _Node()
        for item in forms:
            node = self._root
            for key in item.keys:
                node = node.children.setdefault(key, _Node())
            node.forms.append(item)

    def longest(self, text: tuple[Token, ...], start: int) -> tuple[int, tuple[Form, ...]]:
        """Find the longest run of tokens from `start` that some form admits.

        Returns:
            How many tokens it spans and its forms, those spelled alike first, then by rank; (0, ()) if
            there is none.
        """
        best: tuple[int, tuple[Form, ...]] = (0, ())
        node = self._root
        for end in range(start, len(text)):
            if end > start and text[end].start - text[end - 1].end > _MOST_GAP:
                break
            child = node.children.get(text[end].key)
            if child is None:
                break
            node = child
            if admitted := node.admitted(text[start : end + 1]):
                best = (end + 1 - start, admitted)
        return best
