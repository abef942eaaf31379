"""A made-up press: articles of which it is known who tells whose story.

Of each relation there are events weeks apart, of each event several origins (a wire story or a reporter's own), and of
each origin articles: verbatim copies with a head and tail of their own, copies cut to a sixth or more, and, of wire
stories, articles written anew that name the agency. All articles on one event share facts, and some a quotation and
the companies' boilerplate. Everything is drawn from one seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random

from kg.extract.citations import cited_sources
from kg.graph.origins import origins
from kg.ledger.signature import signature
from kg.model import Document, DocumentInfo

COMPANIES = (
    "Orsa Kestrel Fabrinet Vantor Lumera Tidemark Halvard Bryne Ostrava Pellion Quarrix Sundvik".split()
)
AGENCIES = "Norpress Kurier Meridia Altawire Sudpresse".split()
OUTLETS = [
    f"{place} {kind}"
    for place in "Harbour Valley Northern Capital Coastal".split()
    for kind in ("Post", "Times", "Ledger", "Observer")
]
PEOPLE = [
    f"{first} {last}"
    for first in "Marta Ivo Lena Tomas Ana Piet".split()
    for last in "Lind Varga Okoro Stein Moreau".split()
]
VERBS = ["will supply", "has agreed to buy", "is to build a plant with", "has taken a stake in", "is suing"]
SUBJECTS = [
    "the company",
    "its rival",
    "the supplier",
    "management",
    "the board",
    "investors",
    "the regulator",
    "a competitor",
    "the unit",
    "the workforce",
    "customers",
    "the plant",
    "analysts",
    "the lender",
]
ACTIONS = [
    "raised",
    "questioned",
    "confirmed",
    "cut",
    "reviewed",
    "delayed",
    "doubled",
    "defended",
    "published",
    "welcomed",
    "examined",
    "weighed",
    "postponed",
    "approved",
    "revised",
    "missed",
    "expected",
    "lowered",
]
THINGS = [
    "its outlook for margins",
    "the terms of the contract",
    "output at two sites",
    "a plan for new furnaces",
    "the price of panels",
    "its order book",
    "costs of transport",
    "the pace of hiring",
    "a loan of last year",
    "inventories of glass",
    "deliveries to northern ports",
    "the timetable of the project",
    "the dividend",
    "a dispute over licences",
    "capacity for the coming season",
    "imports of raw material",
]
TIMES = [
    "in the spring",
    "after two weak quarters",
    "despite the strike",
    "at a meeting on Monday",
    "last year",
    "before markets opened",
    "for the third time",
    "against earlier promises",
    "within eighteen months",
    "as demand slowed",
    "once the review is over",
    "without giving reasons",
    "during talks in the capital",
]
CITATIONS = [
    "according to {0} News Agency",
    "according to {0}",
    "citing {0}",
    "as first reported by {0}",
    "an official told {0}",
    "according to the {0} news agency",
]


@dataclass(frozen=True)
class Story:
    """An article, the relation that it is about and the origin that it was made from."""

    document: DocumentInfo
    relation: int
    origin: int


def stories(count: int = 300, *, seed: int = 1) -> list[Story]:
    """Write articles in any order."""
    press = _Press(Random(seed))
    relation = 0
    while len(press.written) < count:
        press.cover(relation)
        relation += 1
    press.rng.shuffle(press.written)
    return press.written[:count]


def pairwise_f1(found: list[Story]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of the pairs of articles on one relation that `origins` takes for one story."""
    right = taken = true = 0
    for relation in sorted({story.relation for story in found}):
        group = [story for story in found if story.relation == relation]
        origin_of = {story.document.id: story.origin for story in group}
        together = {pair for keys in origins(s.document for s in group) for pair in combinations(keys, 2)}
        wanted = {(a, b) for a, b in combinations(sorted(origin_of), 2) if origin_of[a] == origin_of[b]}
        right, taken, true = right + len(together & wanted), taken + len(together), true + len(wanted)
    return right / taken, right / true, 2 * right / (taken + true)


class _Press:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.written: list[Story] = []
        self._origins = 0

    def cover(self, relation: int) -> None:
        subject, other = self.rng.sample(COMPANIES, 2)
        day = date(2031, 1, 1) + timedelta(days=self.rng.randrange(200))
        for _ in range(self.rng.randint(1, 2)):
            self._event(relation, f"{subject} {self.rng.choice(VERBS)} {other}", day)
            day += timedelta(days=self.rng.randint(20, 60))

    def _event(self, relation: int, fact: str, day: date) -> None:
        quotation = (
            f'"{self._sentence()[:-1]}, and that is what our customers ask us for," the chairman said.'
        )
        goods = " and ".join(self.rng.sample(THINGS, 2))
        boilerplate = f"{fact.split(maxsplit=1)[0]} makes and sells {goods} worldwide."
        shared = [quotation, boilerplate]
        agencies = self.rng.sample(AGENCIES, 2)
        for agency in agencies[: self.rng.randint(1, 2)]:
            self._wire(relation, fact, day, agency, shared)
        for outlet in self.rng.sample(OUTLETS, self.rng.randint(1, 3)):
            self._own_report(relation, fact, day, outlet, shared)

    def _wire(self, relation: int, fact: str, day: date, agency: str, shared: list[str]) -> None:
        self._origins += 1
        wire = self._sentences(fact, shared, self.rng.randint(14, 26))
        dateline = self.rng.choice(["", f"HARBOUR CITY ({agency}) - "])
        self._publish(relation, [dateline + wire[0], *wire[1:]], day, agency)
        for _ in range(self.rng.randint(1, 3)):
            self._publish(relation, self._copied(wire), self._later(day), self.rng.choice(OUTLETS))
        for _ in range(self.rng.randint(1, 3)):
            anew = self._sentences(fact, shared, self.rng.randint(6, 14))
            if self.rng.random() < 0.25:
                anew[0] = f"NORTH HARBOUR ({agency}) — {anew[0]}"
            else:
                anew[1] = f"{anew[1][:-1]}, {self.rng.choice(CITATIONS).format(agency)}."
            self._publish(relation, anew, self._later(day), self.rng.choice(OUTLETS))

    def _own_report(self, relation: int, fact: str, day: date, outlet: str, shared: list[str]) -> None:
        self._origins += 1
        report = self._sentences(fact, shared, self.rng.randint(8, 20))
        if self.rng.random() < 0.3:
            report[2] = f"{report[2][:-1]}, according to {self.rng.choice(PEOPLE)}, who follows the industry."
        self._publish(relation, report, day, outlet)
        if self.rng.random() < 0.3:
            self._publish(relation, self._copied(report), self._later(day), self.rng.choice(OUTLETS))

    def _copied(self, text: list[str]) -> list[str]:
        """Copy a text, often cut, with a head and a tail of the copier's."""
        if self.rng.random() < 0.6:
            text = text[: max(3, round(len(text) * self.rng.uniform(0.15, 0.8)))]
        text = [sentence.replace(",", " –") if self.rng.random() < 0.2 else sentence for sentence in text]
        tail = ["Read more on our page for markets and subscribe to the letter."] * self.rng.randint(0, 1)
        return [self._sentence()] * self.rng.randint(0, 1) + text + tail

    def _sentences(self, fact: str, shared: list[str], count: int) -> list[str]:
        opening = f"{fact}, {self._sentence()[:-1].lower()}."
        body = [self._sentence() for _ in range(count)]
        return [opening, *body, *(words for words in shared if self.rng.random() < 0.5)]

    def _sentence(self) -> str:
        parts = [
            f"{self.rng.choice(SUBJECTS)} {self.rng.choice(ACTIONS)} {self.rng.choice(THINGS)} {self.rng.choice(TIMES)}"
            for _ in range(self.rng.randint(1, 2))
        ]
        sentence = self.rng.choice([" while ", " and ", " after "]).join(parts)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _later(self, day: date) -> date:
        return day + timedelta(days=self.rng.randrange(4))

    def _publish(self, relation: int, sentences: list[str], day: date, publisher: str) -> None:
        text = " ".join(sentences)
        published = None if self.rng.random() < 0.02 else day.isoformat()
        made = Document.of(text, publisher=publisher, published=published, title=str(len(self.written)))
        info = DocumentInfo(
            made.id, made.title, "", publisher, published, "", cited_sources(text), signature(text)
        )
        self.written.append(Story(info, relation, self._origins))
