"""How many of the paraphrases (`tests/paraphrases`) are read as the relation that they state.

`python -m tests.extract.paraphrase_score` prints the share by relation type and every line that is missed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.model import Claim, Document
from kg.normalize import scoring_key
from kg.ontology import Ontology, load_ontology
from kg.pipeline import Settings, make_extractor

LINES = Path(__file__).parent.parent / "paraphrases" / "paraphrases.jsonl"


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A text and the relation that it states."""

    relation: str
    text: str
    subject: str
    object: str
    status: str

    def found_in(self, claims: tuple[Claim, ...], ontology: Ontology) -> set[str]:
        """Give the statuses under which some claims state it."""
        return {c.status.value for c in claims if c.relation == self.relation and self._joins(c, ontology)}

    def _joins(self, claim: Claim, ontology: Ontology) -> bool:
        wanted = (scoring_key(self.subject), scoring_key(self.object))
        first, second = ({scoring_key(f) for f in (e.name, *e.forms)} for e in (claim.subject, claim.object))
        turned = ontology.relation(self.relation).symmetric and wanted[0] in second and wanted[1] in first
        return turned or (wanted[0] in first and wanted[1] in second)


def paraphrases() -> list[Paraphrase]:
    return [Paraphrase(**json.loads(line)) for line in LINES.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    ontology, extractor = load_ontology(), make_extractor(Settings())
    total, found, right = Counter[str](), Counter[str](), Counter[str]()
    for line in paraphrases():
        [reading] = extractor.read([Document.of(line.text)])
        statuses = line.found_in(reading.claims, ontology)
        total[line.relation] += 1
        found[line.relation] += bool(statuses)
        right[line.relation] += line.status in statuses
        if line.status not in statuses:
            told = ", ".join(sorted(statuses)) or "missed"
            sys.stdout.write(
                f"{told}: {line.subject} {line.relation} {line.object} [{line.status}] | {line.text}\n"
            )
    for relation in sorted(total):
        sys.stdout.write(f"{relation:20} {found[relation]} of {total[relation]}\n")
    sys.stdout.write(f"{found.total()} of {total.total()} found, {right.total()} with the right status\n")


if __name__ == "__main__":
    main()
