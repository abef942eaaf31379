"""Whether two names mean one thing: a list of features, each with what it is worth and why.

The score is the logistic function of the sum: the best of the routes by which one name can lead to the other (they say
the same in different ways, so they are not added up), and what else speaks for or against it. Weights are log odds:
+2.2 is nine to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp

from rapidfuzz.distance import OSA, JaroWinkler

from kg.resolve.alike import Setting, align, given_fit, likeness
from kg.resolve.wording import wording

_FAMILIES = (
    frozenset({"Company", "Organization", "Agency", "Exchange", "Facility", "Product"}),
    frozenset({"Government", "Place", "Agency"}),
    frozenset({"Event"}),
    frozenset({"Person"}),
    frozenset({"Sector", "Group"}),
)
"""Entity types that one thing may be given in different lists."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name with what its list or text says about it.

    Attributes:
        name: The name.
        type: Entity type, or None.
        context: Words around it.
        country: ISO 3166 alpha-2 code, or None.
        tickers: (MIC or "", symbol) pairs.
        lei: Legal Entity Identifier, or None.
        known: Ids of the known entities that go by this name.
        aliases: Other names of theirs.
    """

    name: str
    type: str | None = None
    context: str = ""
    country: str | None = None
    tickers: frozenset[tuple[str, str]] = frozenset()
    lei: str | None = None
    known: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one feature makes of two names.

    Attributes:
        feature: Its name.
        weight: Log odds that they mean one thing.
        note: Why, in a few words.
    """

    feature: str
    weight: float
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two names mean one thing.

    Attributes:
        score: Probability that they do.
        evidence: What the features found.
        barred: Whether something rules it out, whatever else speaks for it.
    """

    score: float
    evidence: tuple[Evidence, ...]
    barred: bool

    @property
    def explanation(self) -> str:
        """The evidence in one line, the weightiest first."""
        ranked = sorted(self.evidence, key=lambda e: (-abs(e.weight), e.feature))
        return "; ".join(f"{e.feature} {e.weight:+.1f} ({e.note})" for e in ranked)


Feature = Callable[[Named, Named, Setting], Evidence | None]


# ---------------------------------------------------------------- routes from one name to the other


def same_key(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """The names are one but for case, accents, punctuation and legal form."""
    first, second = wording(a.name), wording(b.name)
    if first.key != second.key and first.joined != second.joined:
        slips = 2 if min(len(first.joined), len(second.joined)) > 10 else 1
        if len(first.words) == len(second.words) or len(first.joined) < 9:
            return None
        if OSA.distance(first.joined, second.joined, score_cutoff=slips) > slips:
            return None
        return Evidence("same letters", 3.0, "but for spaces and a slip of the pen")
    if not any(setting.weight(word) > 0.5 for word in first.words):
        return Evidence("same words", 2.0, "which many names have")
    if len(first.words) == 1:
        return Evidence("same name", 3.4, "a single word, but for case, accents and legal form")
    if "Person" in {a.type, b.type}:
        return Evidence("same name", 3.2, "which other people have too")
    return Evidence("same name", 4.5, "but for case, accents, spaces and legal form")


def known_alias(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Something is known that goes by both names. Where one of them has several such bearers, that tells little."""
    shared = a.known & b.known
    if not shared:
        return None
    weight = 4.6 if len(a.known | b.known) == 1 else 2.0
    return Evidence("known names", weight, f"both are names of {min(shared)}")


def acronym(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """One is made of the other's initials. Two letters fit too many names to decide alone."""
    for short, long in ((a, b), (b, a)):
        letters = wording(short.name).acronym
        if letters and len(wording(long.name).words) > 1 and letters in wording(long.name).initials:
            weight = 3.2 if len(letters) > 2 and _one_kind(a.type, b.type) else 0.4
            return Evidence("acronym", weight, f"{short.name} has the initials of {long.name}")
    return None


def same_words(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """The telling words of one stand in the other, as they are, abbreviated, misspelt or in another language.

    Dice's coefficient over the words, weighed by how telling they are: 7 x (share - 0.62).
    """
    first, second = wording(a.name), wording(b.name)
    if first.key == second.key:
        return None
    matched, left, right = align(first.words, second.words, setting)
    if not matched:
        return None
    weigh = setting.weight
    common = sum((weigh(x) + weigh(y)) * alike for x, y, alike in matched)
    total = sum(map(weigh, first.words)) + sum(map(weigh, second.words))
    share = common / total
    apart = [
        max((weigh(w) for w in some if setting.lexicon.kinds.get(w) != "generic"), default=0.0)
        for some in (left, right)
    ]
    if min(apart) > 0.15:
        return Evidence("other words", -3.0, f"{' '.join(left)} against {' '.join(right)}")
    how = "as they are" if all(alike == 1 for *_, alike in matched) else "spelt otherwise"
    return Evidence("words in common", 7 * (share - 0.62), f"{share:.0%} by weight, {how}")


def same_sound(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """All words sound alike, as transliterations of one name do."""
    first, second = wording(a.name), wording(b.name)
    if (
        first.key == second.key
        or len(first.sounds) != len(second.sounds)
        or sorted(first.sounds) != sorted(second.sounds)
    ):
        return None
    letters = sum(map(len, first.sounds))
    near = JaroWinkler.similarity(first.joined, second.joined)
    if letters < 3 or near < 0.7:
        return None
    return Evidence("same sound", min(3.0, 0.5 * letters) * near, f"both sound like {'-'.join(first.sounds)}")


def person_name(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Family names agree, and given names, their short forms or initials do not clash."""
    if "Person" not in {a.type, b.type}:
        return None
    first, second = wording(a.name).key.split(), wording(b.name).key.split()
    if sorted(first) == sorted(second):
        return Evidence("same name", 3.2, "in another order") if first != second else None
    if not first or not second or likeness(first[-1], second[-1]) < 0.8:
        return None
    if min(len(first), len(second)) == 1:
        return Evidence("family name", 0.9, f"{second[-1]} alone")
    fits = given_fit(first[:-1], second[:-1], setting.lexicon)
    return Evidence("person's name", fits, f"given names {' '.join(first[:-1])} and {' '.join(second[:-1])}")


ROUTES: tuple[Feature, ...] = (same_key, known_alias, acronym, person_name, same_words, same_sound)
"""Ways from one name to the other; the best counts."""


# ---------------------------------------------------------------- what else speaks for or against it


def entity_type(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Things of types that nobody confuses are different things."""
    if not a.type or not b.type:
        return None
    if a.type == b.type:
        return Evidence("type", 0.3, a.type)
    if any({a.type, b.type} <= family for family in _FAMILIES):
        return Evidence("type", -0.5, f"{a.type} and {b.type}")
    return Evidence("type", -7.0, f"{a.type} and {b.type}")


def known_apart(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Each is the name of something known, and not of the same."""
    if a.known and b.known and not a.known & b.known:
        return Evidence("known apart", -6.0, f"{min(a.known)} and {min(b.known)}")
    return None


def identifiers(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """One LEI or listing is one thing; two LEIs, or two symbols on one exchange, are two."""
    if a.lei and b.lei:
        same = a.lei == b.lei
        return Evidence("LEI", 9.0 if same else -9.0, a.lei if same else f"{a.lei} and {b.lei}")
    for mic, symbol in sorted(a.tickers):
        for other_mic, other in sorted(b.tickers):
            if symbol == other and (mic == other_mic or not mic or not other_mic):
                return Evidence("ticker", 5.0, symbol)
            if mic == other_mic and mic and symbol != other:
                return Evidence("ticker", -7.0, f"{symbol} and {other} on {mic}")
    return None


def country(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Seats in one country, or in two."""
    if not a.country or not b.country:
        return None
    if a.country == b.country:
        return Evidence("country", 0.5, a.country)
    return Evidence("country", -2.5, f"{a.country} and {b.country}")


def version(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """Years and versions tell editions and models apart."""
    first, second = wording(a.name), wording(b.name)
    for mine, other in ((first.years, second.years), (first.numbers, second.numbers)):
        if mine != other:
            both = bool(mine and other)
            told = " ".join(sorted(mine | other))
            return Evidence("number", -6.0 if both else -2.4, f"{told}{'' if both else ' in one alone'}")
    if first.years or first.numbers:
        return Evidence("number", 0.5, " ".join(sorted(first.years | first.numbers)))
    return None


def extra_words(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """A word too many can make another legal entity of it ("Finance", "Japan") or another firm ("Brothers")."""
    if a.known & b.known:
        return None
    _, left, right = align(wording(a.name).words, wording(b.name).words, setting)
    kinds = {word: setting.lexicon.kinds.get(word) for word in (*left, *right)}
    for kind, weight in (("subsidiary", -3.6), ("variant", -3.6), ("kinship", -2.4)):
        if told := [word for word in kinds if kinds[word] == kind]:
            return Evidence("extra word", weight, " ".join(told))
    return None


def context(a: Named, b: Named, setting: Setting) -> Evidence | None:
    """What is said around the names is about one line of business, or about two, or has nothing in common.

    That two are cities or singers does not make them one.
    """
    first, second = _content(a.context), _content(b.context)
    if not first or not second:
        return None
    if shared := sorted(w for w in first & second if not _says_little(w, a, b, setting)):
        return Evidence("context", 1.0, shared[0])
    lines = [
        {line for word in words for line in setting.lexicon.sectors.get(word, ())}
        for words in (first, second)
    ]
    if lines[0] and lines[1] and not lines[0] & lines[1]:
        return Evidence("context", -5.5, f"{min(lines[0])} and {min(lines[1])}")
    if lines[0] & lines[1] and not {"Place", "Person"} & {a.type, b.type}:
        return Evidence("context", 0.8, min(lines[0] & lines[1]))
    return Evidence("context", -4.2, "nothing in common")


MODIFIERS: tuple[Feature, ...] = (
    entity_type,
    known_apart,
    identifiers,
    country,
    version,
    extra_words,
    context,
)
"""What is added to the best route."""

_NO_ROUTE = -4.0
_BAR = -6.0


def compare(a: Named, b: Named, setting: Setting) -> Comparison:
    """Weigh whether two names mean one thing.

    Args:
        a: A name.
        b: Another; the order does not count.
        setting: What features look things up in.
    """
    first, second = sorted((a, b), key=lambda n: (n.name, n.type or "", n.context))
    routes = [e for route in ROUTES for e in _over_aliases(route, first, second, setting)]
    evidence = [
        max(routes, key=lambda e: (e.weight, e.feature), default=Evidence("no way", _NO_ROUTE, "unlike"))
    ]
    evidence += [e for feature in MODIFIERS if (e := feature(first, second, setting)) is not None]
    total = sum(e.weight for e in evidence)
    barred = any(e.weight <= _BAR for e in evidence)
    return Comparison(round(1 / (1 + exp(-total)), 4), tuple(evidence), barred)


def _over_aliases(route: Feature, a: Named, b: Named, setting: Setting) -> Iterable[Evidence]:
    """Try a route between two names, and where only one is known, between the other and what that is called."""
    if (found := route(a, b, setting)) is not None:
        yield found
    known, other = (a, b) if a.known else (b, a)
    if (
        bool(a.known) == bool(b.known)
        or len(known.known) > 1
        or route not in {same_key, same_words, same_sound}
    ):
        return
    for alias in known.aliases:
        found = route(Named(alias, known.type), Named(other.name, other.type), setting)
        if found is not None and found.weight > 0:
            yield Evidence(found.feature, found.weight - 0.2, f"{found.note}; {known.name} is {alias}")


def _one_kind(a: str | None, b: str | None) -> bool:
    """Tell whether two types are one, or as good as one: news calls one body a company and an organization."""
    return (
        a is None
        or b is None
        or a == b
        or {a, b} in ({"Company", "Organization"}, {"Agency", "Organization"})
    )


def _says_little(word: str, a: Named, b: Named, setting: Setting) -> bool:
    """Tell whether a word that two contexts share brings them no closer: "firm", "former"; "city" of two cities."""
    if {"Place", "Person"} & {a.type, b.type} and word in setting.lexicon.sectors:
        return True
    return word in _EMPTY or setting.lexicon.kinds.get(word) == "generic"


_EMPTY = frozenset(
    "based big chief company firm first former founder from group head her his its large last made main "
    "make maker makes making new now old owned owner owns part run runs since small that then until which "
    "who with".split()
)


def _content(text: str) -> frozenset[str]:
    words = wording(text).words if text else ()
    return frozenset(word for word in words if len(word) > 2)
