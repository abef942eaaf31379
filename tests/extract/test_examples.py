"""The example in the definition of each relation type states that relation to the reader, too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading
from kg.ontology import load_ontology

EXAMPLES = {relation.name: relation.example for relation in load_ontology().relation_types.values()}


@pytest.mark.parametrize(("relation", "example"), EXAMPLES.items())
def test_an_example_is_read_as_its_relation(
    read: Callable[[str], Reading], relation: str, example: str
) -> None:
    assert relation in {claim.relation for claim in read(example).claims}
