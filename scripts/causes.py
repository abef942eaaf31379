"""Why annotated claims are not read as they were annotated: the share of each cause, and how many entities are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.evaluation import GoldClaim, GoldDocument
from kg.model import Claim, Document, Reading
from kg.normalize import scoring_key

CAUSES = ("right", "wrong status", "wrong type", "entity missed", "needs coreference", "pair missed")
"""What becomes of an annotated claim, the first that applies.

"needs coreference" means an end that the claim's evidence does not name.
"""

Forms = frozenset[str]


def causes(
    gold: Sequence[GoldDocument], read: Iterable[tuple[Document, Reading]], *, symmetric: frozenset[str]
) -> list[tuple[str, str]]:
    """Count what became of each annotated claim.

    Args:
        gold: The annotated articles.
        read: Their texts as read; `Document.name` is the article's id.
        symmetric: Relation types that hold either way round.

    Returns:
        Rows of a name and a share with its counts.
    """
    readings = {document.name: reading for document, reading in read}
    counted: Counter[str] = Counter()
    seen = entities = 0
    for article in gold:
        reading = readings.get(article.id)
        if reading is None:
            continue
        forms = {e.name: frozenset(map(scoring_key, (e.name, *e.aliases))) for e in article.entities}
        mentioned = frozenset(scoring_key(text) for m in reading.mentions for text in (m.text, m.name))
        seen += sum(bool(own & mentioned) for own in forms.values())
        entities += len(forms)
        told = [(_forms(c, "subject"), c, _forms(c, "object")) for c in reading.claims]
        for claim in {(c.subject, c.relation, c.object): c for c in article.claims}.values():
            counted[_cause(claim, forms, mentioned, told, claim.relation in symmetric)] += 1
    total = counted.total() or 1
    rows = [
        ("entities of which some mention is seen", f"{seen / (entities or 1):.2f} ({seen} of {entities})")
    ]
    return rows + [(f"  {cause}", f"{counted[cause] / total:.2f} ({counted[cause]})") for cause in CAUSES]


def _forms(claim: Claim, end: str) -> Forms:
    argument = claim.subject if end == "subject" else claim.object
    return frozenset(map(scoring_key, (argument.name, *argument.forms)))


def _cause(
    claim: GoldClaim,
    forms: dict[str, Forms],
    mentioned: Forms,
    told: Sequence[tuple[Forms, Claim, Forms]],
    symmetric: bool,
) -> str:
    subject, obj = forms[claim.subject], forms[claim.object]
    along = [c for s, c, o in told if s & subject and o & obj]
    across = [c for s, c, o in told if s & obj and o & subject]
    same = [c for c in (along + across if symmetric else along) if c.relation == claim.relation]
    if same:
        return "right" if any(c.status is claim.status for c in same) else "wrong status"
    if along or across:
        return "wrong type"
    if not (subject & mentioned and obj & mentioned):
        return "entity missed"
    evidence = scoring_key(claim.evidence) if claim.evidence else ""
    named = all(any(form and form in evidence for form in end) for end in (subject, obj))
    return "pair missed" if named else "needs coreference"
