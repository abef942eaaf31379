"""Names, dates, money and shares: text as people write it -> one canonical form, or None.

Every function is total (any text gives an answer or None, never an exception) and depends on its input alone:
relative dates are refused, because what "yesterday" means would depend on the day of the run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from cleanco.clean import get_unique_terms

# ---------------------------------------------------------------- names

_MARKS = str.maketrans("", "", "™®©℠")
_QUOTES = str.maketrans({quote: "'" for quote in "’‘ʼ′`´＇"})
# Latin letters that have no decomposition into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_JOINING = re.compile(r"['.]")
_SEPARATING = re.compile(r"[^\w+]|_")
_MOST_NAME = 400

# Forms of cleanco that end real names as ordinary words, abbreviations or countries.
_NOT_FORMS = frozenset({
    "ad", "at", "ba", "bl", "da", "ei", "ent", "ep", "et", "etat", "fa", "gp", "hb", "ij", "nl", "ok",
    "pp", "ps", "sd", "sem", "sp", "stg", "ud", "uk", "vat",
})  # fmt: skip
_MORE_FORMS = (
    "group", "holding", "holdings", "companies", "cos", "grp", "hldgs", "berhad", "tbk", "jsc", "ojsc",
    "pjsc", "psc", "qsc", "qpsc", "kk", "nv", "se", "pte", "pty", "pvt", "dac", "aktiengesellschaft",
)  # fmt: skip
_LEADING_FORMS = frozenset({"groupe", "jsc", "oao", "ojsc", "ooo", "pao", "pjsc", "pt", "the", "zao"})


def _casefold(text: str) -> str:
    """Apply Unicode's NFKC and case folding, straighten apostrophes and single out white space."""
    text = unicodedata.normalize("NFKC", text.translate(_MARKS).translate(_QUOTES))
    return " ".join(unicodedata.normalize("NFKC", text.casefold()).translate(_QUOTES).split())


def fold(text: str) -> str:
    """Fold away what spelling does not fix: case, width, curly apostrophes and the accents of Latin letters.

    Marks on other scripts stay, since there they tell letters apart ("が" is not "か").

    Args:
        text: Any text.

    Returns:
        The text in lower case with single spaces: "Nestlé" is "nestle", "Ørsted" is "orsted".
    """
    if text.isascii():  # most words of most texts
        return " ".join(text.translate(_QUOTES).lower().split())
    kept: list[str] = []
    latin = False
    for char in unicodedata.normalize("NFD", _casefold(text)):
        if unicodedata.category(char) != "Mn":
            latin = "LATIN" in unicodedata.name(char, "")
        elif latin:
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


def _words(folded: str) -> list[str]:
    plain = _JOINING.sub("", _POSSESSIVE.sub("", folded))
    return _SEPARATING.sub(" ", plain).split()


_LEGAL_FORMS = frozenset(
    tuple(words)
    for term in [*get_unique_terms(), *_MORE_FORMS]
    if (words := _words(fold(term))) and "".join(words) not in _NOT_FORMS
)
_LONGEST_FORM = max(map(len, _LEGAL_FORMS))


def _without_legal_forms(words: list[str]) -> list[str]:
    """Drop legal forms from the end and a few from the front, as long as a word is left."""
    while len(words) > 1:
        size = next((n for n in range(_LONGEST_FORM, 0, -1) if tuple(words[-n:]) in _LEGAL_FORMS), 0)
        if words[-1] == "the":  # "Kestrel Group, The"
            size = 1
        if not 0 < size < len(words):
            break
        words = words[:-size]
        if words[-1] == "and" and len(words) > 1:  # "Orsa & Co"
            words = words[:-1]
    while len(words) > 1 and words[0] in _LEADING_FORMS:
        words = words[1:]
    return words


def _key(folded: str) -> str:
    words = _words(_BRACKETED.sub(" ", folded)) or _words(folded)
    return " ".join(_without_legal_forms(words)) or folded


@lru_cache(maxsize=65536)
def scoring_key(name: str) -> str:
    """Give the form in which evaluation compares names.

    Case, legal forms ("Inc", "plc", "Group", …), a leading "the", possessives, punctuation and bracketed
    parts do not count. Accents do.

    Args:
        name: A name; only its first 400 characters count.

    Returns:
        The key; empty only for a blank name.
    """
    return _key(_casefold(name[:_MOST_NAME])) or name.strip()


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Give the canonical key of a name: two spellings of one name have one key.

    As `scoring_key`, and besides the accents of Latin letters fall away (ü is u, not ue) and "&" is "and".

    Args:
        name: A name; only its first 400 characters count.

    Returns:
        The key; empty only for a blank name. The key of a key is itself.
    """
    return _key(" ".join(fold(name[:_MOST_NAME]).replace("&", " and ").split())) or name.strip()


def is_proper(name: str) -> bool:
    """Tell a proper name from a description: some word of it begins with a capital or a digit."""
    return any(word[0].isupper() or word[0].isdigit() for word in re.findall(r"\w+", name))


# ---------------------------------------------------------------- dates

_ISO = re.compile(r"[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}(?:[T ].*)?")
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20|21)[0-9]{2}(?![0-9])")
_TIME = re.compile(r"[0-9]:[0-9]{2}|[0-9]\s*[ap]\.?m\b", re.IGNORECASE)
_MOST_DATE = 60


@lru_cache(maxsize=8192)
def parse_date(text: str) -> str | None:
    """Read one complete calendar date, with or without a time of day.

    Dates in digits alone are read month first, as the American press writes them ("03/04/2025" is March 4),
    unless only the other order is a date.

    Args:
        text: A date and nothing else, in ISO 8601 or English; the year in four digits.

    Returns:
        "YYYY-MM-DD", or "YYYY-MM-DDTHH:MM:SSZ" if a time is given (UTC unless the text names a zone). None if
        the date is incomplete, relative ("yesterday"), impossible or not understood.
    """
    text = " ".join(text.split())
    if len(text) > _MOST_DATE or not _YEAR.search(text[:4] if _ISO.fullmatch(text) else text):
        return None
    timed = _TIME.search(text) is not None or "T" in text[8:11]
    try:
        moment = datetime.fromisoformat(text) if _ISO.fullmatch(text) else _parse_english(text)
        if moment is None:
            return None
        if not timed:
            return f"{moment:%Y-%m-%d}"
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _parse_english(text: str) -> datetime | None:
    import dateparser  # noqa: PLC0415 - a tenth of a second that ISO dates need not pay

    moment: datetime | None = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "DATE_ORDER": "MDY",
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RELATIVE_BASE": datetime(2000, 1, 1),
            "TIMEZONE": "UTC",
        },
    )
    return moment


# ---------------------------------------------------------------- money and shares


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money.

    Attributes:
        amount: In whole units of the currency.
        currency: ISO 4217 code.
    """

    amount: float
    currency: str


_DOLLARS = {
    "us": "USD", "u.s.": "USD", "american": "USD", "hk": "HKD", "hong kong": "HKD", "a": "AUD",
    "au": "AUD", "australian": "AUD", "c": "CAD", "ca": "CAD", "cdn": "CAD", "canadian": "CAD", "s": "SGD",
    "singapore": "SGD", "nt": "TWD", "taiwan": "TWD", "new taiwan": "TWD", "nz": "NZD",
    "new zealand": "NZD",
}  # fmt: skip
_SYMBOLS = {
    **{f"{prefix}$": code for prefix, code in _DOLLARS.items()},
    "r$": "BRL", "mex$": "MXN", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "cn¥": "CNY", "rmb": "CNY",
    "₹": "INR", "rs": "INR", "rs.": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "฿": "THB", "₫": "VND",
    "sfr": "CHF", "₪": "ILS",
}  # fmt: skip
_NOUNS = ("dollars", "dollar", "dlrs")
_WORDS = {
    **{f"{prefix} {noun}": code for prefix, code in _DOLLARS.items() for noun in _NOUNS},
    "dollars": "USD", "dollar": "USD", "dlrs": "USD", "dlr": "USD", "euros": "EUR", "euro": "EUR",
    "pounds": "GBP", "pounds sterling": "GBP", "sterling": "GBP", "stg": "GBP", "yen": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "won": "KRW", "rupees": "INR", "roubles": "RUB",
    "rubles": "RUB", "reais": "BRL", "swiss francs": "CHF", "swedish crowns": "SEK",
    "norwegian crowns": "NOK", "danish crowns": "DKK", "swedish kronor": "SEK", "norwegian kroner": "NOK",
    "danish kroner": "DKK", "rand": "ZAR", "dirhams": "AED", "riyals": "SAR", "shekels": "ILS",
    "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "lira": "TRY", "turkish lira": "TRY", "zloty": "PLN",
    "zlotys": "PLN", "forints": "HUF", "naira": "NGN",
}  # fmt: skip
_CODES = (
    "usd", "eur", "gbp", "jpy", "cny", "cnh", "hkd", "krw", "inr", "rub", "chf", "sek", "nok", "dkk",
    "aud", "nzd", "cad", "sgd", "twd", "brl", "mxn", "zar", "aed", "sar", "qar", "kwd", "ils", "thb",
    "myr", "idr", "php", "vnd", "try", "pln", "huf", "czk", "ron", "clp", "cop", "ars", "pen", "egp",
    "ngn", "kes", "pkr", "bdt", "uah", "kzt",
)  # fmt: skip
_SCALES = {
    "thousand": 3, "k": 3, "lakh": 5, "million": 6, "mln": 6, "mn": 6, "mio": 6, "m": 6, "crore": 7,
    "billion": 9, "bln": 9, "bn": 9, "b": 9, "trillion": 12, "trln": 12, "trn": 12, "tn": 12, "tln": 12,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    """Write an alternation that prefers longer words."""
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SCALE = rf"(?:[\s-]?(?P<scale>{_any_of(_SCALES)})(?!\w))?"
_CODE = rf"(?-i:{_any_of(map(str.upper, _CODES))})"  # "try" and "pen" are words, "TRY" and "PEN" money
_MONEY_BEFORE = re.compile(
    rf"(?<![\w$])(?P<currency>{_any_of(_SYMBOLS)}|{_CODE})\s?(?P<number>{_NUMBER}){_SCALE}", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER}|{_any_of(_NUMBERS)}){_SCALE}"
    rf"[\s-]?(?P<currency>{_any_of(_WORDS)}|{_CODE}|€|£)(?!\w)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\s?(?:[-–—]|to)\s?\W?[0-9]|[0-9.,]*[0-9]")
_MOST_AMOUNT = 200


def parse_money(text: str) -> Money | None:
    """Read the first amount of money in a text.

    A bare "$" or "dollars" is taken as American, "¥" as Japanese and "pounds" as British.

    Args:
        text: Words such as "about $53 billion", "2 bln euros", "HK$1.2bn"; only the first 200 characters
            count.

    Returns:
        The amount; None if there is none, its currency is not given, or it is a range.
    """
    text = " ".join(unicodedata.normalize("NFKC", text[:_MOST_AMOUNT]).split())
    found = [m for pattern in (_MONEY_BEFORE, _MONEY_AFTER) if (m := pattern.search(text))]
    if not found:
        return None
    first = min(found, key=lambda m: (m.start(), -m.end()))
    if _CONTINUES.match(text, first.end()):
        return None
    currency, scale = first["currency"].lower(), (first["scale"] or "").lower()
    code = _SYMBOLS.get(currency) or _WORDS.get(currency) or currency.upper()
    return Money(float(_decimal(first["number"]).scaleb(_SCALES.get(scale, 0))), code)


def _decimal(number: str) -> Decimal:
    word = _NUMBERS.get(number.lower())
    return Decimal(number.replace(",", "")) if word is None else Decimal(word)


_PERCENT = re.compile(
    rf"(?<![\w.,/–-])(?P<number>{_NUMBER})[\s-]?(?:%|pct|percent|per cent)(?!\w|\s?points?)(?!age)"
)
_FRACTIONS = {
    "half": 0.5, "one half": 0.5, "one third": 1 / 3, "a third": 1 / 3, "two thirds": 2 / 3,
    "a quarter": 0.25, "one quarter": 0.25, "three quarters": 0.75, "a fifth": 0.2, "one fifth": 0.2,
    "a tenth": 0.1,
}  # fmt: skip
_FRACTION = re.compile(rf"(?<!\w)(?:{_any_of(_FRACTIONS)})(?!\w)")


def parse_share(text: str) -> float | None:
    """Read the first share in a text.

    Args:
        text: Words such as "12 pct", "a 29.5 percent stake", "two-thirds"; only the first 200
            characters count.

    Returns:
        The share as a fraction in [0, 1]; None if there is none, it is above one, or it counts percentage
        points.
    """
    text = _casefold(text[:_MOST_AMOUNT])
    if percent := _PERCENT.search(text):
        share = float(_decimal(percent["number"]).scaleb(-2))
        return share if share <= 1 else None
    fraction = _FRACTION.search(text.replace("-", " "))
    return _FRACTIONS[fraction[0]] if fraction else None
