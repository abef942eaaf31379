"""A name taken apart: its telling words, numbers, initials, and how it sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from kg.normalize import fold, name_key
from kg.resolve.lexicon import load_lexicon

_STOP = frozenset(
    "of the and for in on to at by de la le les el los las du des der die das und et e y del della di da do dos "
    "van von voor et al i".split()
)
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST_WORDS = 24
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """What a name consists of.

    Attributes:
        key: `kg.normalize.name_key` of it.
        words: Its words without little ones, numbers and legal forms, in English where the lexicon has them.
        sounds: Skeleton of each word: see `skeleton`.
        years: Years in it.
        numbers: Other numbers in it, Roman ones too.
        initials: The acronyms that it could have, with and without little words.
        acronym: The name itself if it is written like an acronym, else "".
        joined: The key without spaces.
    """

    key: str
    words: tuple[str, ...]
    sounds: tuple[str, ...]
    years: frozenset[str]
    numbers: frozenset[str]
    initials: frozenset[str]
    acronym: str
    joined: str


@lru_cache(maxsize=65536)
def wording(name: str) -> Wording:
    """Take a name apart."""
    english = load_lexicon().english
    key = name_key(name if name.isascii() else anyascii(name))
    every = re.sub(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", " ", key).split()[:_MOST_WORDS]
    plain = [w for w in every if w not in _STOP] or every
    years = {w for w in plain if _YEAR.fullmatch(w)}
    numbers = {_ROMAN.get(w, w) for w in plain if w in _ROMAN or (_NUMBER.fullmatch(w) and w not in years)}
    own = [w for w in every if w not in years and w not in _ROMAN and not _NUMBER.fullmatch(w)]
    words = tuple(w for w in _translated(own or plain, english) if w not in _STOP)
    initials = {"".join(w[0] for w in some) for some in (every, plain, words) if len(some) > 1}
    initials |= {"".join(w[0] for w in _all_words(name) if w not in _STOP)}
    letters = re.sub(r"[^A-Za-z]", "", name)
    upper = sum(c.isupper() for c in letters)
    short = " " not in name.strip() and 2 <= len(letters) <= 7 and upper * 2 > len(letters)
    return Wording(
        key,
        words,
        tuple(skeleton(w) for w in words),
        frozenset(years),
        frozenset(numbers),
        frozenset(i for i in initials if len(i) > 1),
        letters.lower() if short else "",
        "".join(every),
    )


def _translated(words: list[str], english: Mapping[str, str]) -> Iterator[str]:
    """Give words in English, the longest known phrases first: "bolsa de valores" is "stock exchange"."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if size == 1 or phrase in english:
                yield from english.get(phrase, phrase).split()
                at += size
                break


def _all_words(name: str) -> list[str]:
    """Give a name's words with its legal forms, which acronyms often count ("SAIC" has a Corporation)."""
    return re.findall(r"[a-z]+", fold(anyascii(name)))


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|cz|tsh|ch(?=[aeiouy])|q(?=i)", "c"),
        (r"sch|sh|x(?=[iu])", "s"),
        (r"dzh|zh|dj|j(?=[aeiou])|g(?=[eiy])", "j"),
        (r"kh|ch", "h"),
        (r"ph|ff|w|v", "f"),
        (r"th", "t"),
        (r"ck|q|c(?![eiyh])|k", "k"),
        (r"ts|tz|z|c(?=[eiy])|x", "s"),
        (r"gh", "g"),
        (r"b|p", "p"),
        (r"d|t", "t"),
        (r"l|r", "l"),
    )
)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Reduce a word to how its consonants sound, so that transliterations meet: "Tchaikovsky" and "Chaykovskiy".

    Args:
        word: In small Latin letters.

    Returns:
        Its first letter's sound and its consonants' sounds, each run of one sound once.
    """
    text = word
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound.upper(), text)
    text = text.lower()
    first, rest = text[:1], re.sub(r"[aeiouyh]", "", text[1:])
    return re.sub(r"(.)\1+", r"\1", ("a" if first in "aeiouy" else first) + rest)
