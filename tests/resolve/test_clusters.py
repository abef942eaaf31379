"""The constrained union-find against its definition on random graphs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.clusters import Clusters

nodes = st.integers(0, 7).map(str)
pairs = st.lists(st.tuples(nodes, nodes).filter(lambda p: p[0] != p[1]), max_size=12)


def oracle(joins: list[tuple[str, str]], apart: list[tuple[str, str]]) -> list[list[str]]:
    """Join sets one by one, refusing any join after which a set would hold a forbidden pair."""
    sets = [{str(i)} for i in range(8)]
    for a, b in joins:
        first, second = (next(s for s in sets if key in s) for key in (a, b))
        union = first | second
        if first is not second and not any({x, y} <= union for x, y in apart):
            sets = [s for s in sets if s is not first and s is not second] + [union]
    return sorted(sorted(s) for s in sets)


@given(pairs, pairs)
def test_clusters_are_those_of_the_definition(joins, apart):
    clusters = Clusters({str(i): "Company" for i in range(8)}, exclusive=frozenset())
    for pair in apart:
        clusters.keep_apart(*pair)
    for pair in joins:
        clusters.join(*pair)
    assert sorted(clusters) == oracle(joins, apart)


def test_join_tells_whether_the_two_are_together():
    clusters = Clusters(
        {"a": "Place", "b": "Government", "c": "Place"}, exclusive=frozenset({"Place", "Government"})
    )
    assert clusters.join("a", "c")
    assert clusters.join("c", "a")
    assert not clusters.join("a", "b")
