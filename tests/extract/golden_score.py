"""Scores the grammar on the golden cases: `python -m tests.extract.golden_score` prints what is found and missed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.extract.grammar import GrammarExtractor
from kg.gazetteer import Gazetteer
from kg.model import Argument, Claim, Document
from kg.normalize import scoring_key
from kg.ontology import Ontology, load_ontology

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
"""One folder a case: `document.txt` and `claims.jsonl`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case: a claim that must be read, or one that must not.

    Attributes:
        case: Name of the case's folder.
        number: Its number in `claims.jsonl`, from 1.
        forbidden: Whether a claim that matches is an error.
        subject: The subject's name, or None: any.
        relation: The relation type, or None: any.
        object: The object's name, or None: any.
        status: The status, or None: any.
    """

    case: str
    number: int
    forbidden: bool
    subject: str | None
    relation: str | None
    object: str | None
    status: str | None

    @property
    def key(self) -> tuple[str | None, ...]:
        """What names this line: case, subject, relation, object and status."""
        return (self.case, self.subject, self.relation, self.object, self.status)

    @property
    def id(self) -> str:
        """A name for test reports: case and line number."""
        return f"{self.case}:{self.number}"

    def matches(self, claim: Claim, ontology: Ontology, *, whatever_status: bool = False) -> bool:
        """Tell whether a claim says what the line gives; a symmetric relation may be written either way round."""
        if self.relation is not None and claim.relation != self.relation:
            return False
        if not whatever_status and self.status is not None and claim.status != self.status:
            return False
        ends = [(claim.subject, claim.object)]
        if ontology.relation(claim.relation).symmetric:
            ends.append((claim.object, claim.subject))
        return any(_named(s, self.subject) and _named(o, self.object) for s, o in ends)


def _named(end: Argument, name: str | None) -> bool:
    return name is None or scoring_key(name) in {scoring_key(form) for form in (end.name, *end.forms)}


def read_lines() -> tuple[Line, ...]:
    """Read the lines of all cases, sorted by case."""
    return tuple(line for case in sorted(GOLDEN.iterdir()) if case.is_dir() for line in _lines(case))


def _lines(case: Path) -> Iterator[Line]:
    for number, row in enumerate((case / "claims.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        fields = json.loads(row)
        wanted = [fields.get(name) for name in ("subject", "relation", "object", "status")]
        yield Line(case.name, number, bool(fields.get("not")), *wanted)


def document(case: str) -> Document:
    """Give the text of a case."""
    return Document.of((GOLDEN / case / "document.txt").read_text(encoding="utf-8"), name=case)


def _read_all(extractor: GrammarExtractor) -> Mapping[str, tuple[Claim, ...]]:
    cases = sorted({line.case for line in read_lines()})
    readings = extractor.read(document(case) for case in cases)
    return {case: reading.claims for case, reading in zip(cases, readings, strict=True)}


def main() -> None:
    """Print the score, then each line that is missed or violated."""
    ontology = load_ontology()
    claims = _read_all(GrammarExtractor(ontology=ontology, gazetteer=Gazetteer.load()))
    lines = read_lines()
    hits = {line: any(line.matches(c, ontology) for c in claims[line.case]) for line in lines}
    wanted = [line for line in lines if not line.forbidden]
    forbidden = [line for line in lines if line.forbidden]
    found = [
        line
        for line in wanted
        if any(line.matches(c, ontology, whatever_status=True) for c in claims[line.case])
    ]
    right, violated = (sum(hits[line] for line in part) for part in (wanted, forbidden))
    print(
        f"expected claims found: {len(found)} of {len(wanted)}, {right} with the right status; "
        f"forbidden claims made: {violated} of {len(forbidden)}"
    )
    for line in lines:
        if hits[line] is line.forbidden:
            told = " ".join(str(field) for field in line.key[1:])
            print(f"{'made' if line.forbidden else 'missed'}  {line.id}  {told}")


if __name__ == "__main__":
    main()
