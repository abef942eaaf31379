"""The pairs of names: a floor under how many are told right."""

from collections import Counter

import pytest

from kg.gazetteer import Gazetteer
from kg.resolve.aliases import with_aliases
from kg.resolve.directory import Directory
from tests.bench.name_pairs_score import measure, pairs, tell

PRECISION, RECALL = 0.86, 0.70


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory(with_aliases(Gazetteer.load()))


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter((p.kind, p.same) for p in pairs())
    assert len(pairs()) >= 400
    assert len(kinds) == 2 * 9
    assert min(kinds.values()) >= 20


@pytest.mark.parametrize("together", [False, True])
def test_enough_are_told_right(directory: Directory, *, together: bool) -> None:
    right, joined, wanted = measure(tell(pairs(), directory, together=together))
    assert right / joined >= PRECISION
    assert right / wanted >= RECALL
