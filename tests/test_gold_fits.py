"""The vocabulary's domains and ranges fit what annotators wrote, where annotated articles lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.evaluation import read_gold
from kg.ontology import load_ontology

GOLD = Path(__file__).parents[2] / "shared" / "eval" / "gold_train.jsonl"


@pytest.mark.skipif(not GOLD.is_file(), reason=f"{GOLD} is not there")
def test_annotated_claims_fit_domains_and_ranges() -> None:
    ontology = load_ontology()
    fits = []
    for document in read_gold(GOLD):
        types = {entity.name: entity.type for entity in document.entities}
        for claim in document.claims:
            relation = ontology.relation(claim.relation)
            fits.append(relation.admits(types[claim.subject], types[claim.object]))
    assert len(fits) > 2000
    assert sum(fits) / len(fits) >= 0.98
