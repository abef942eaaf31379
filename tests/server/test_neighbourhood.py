"""Which relations a page shows."""

import random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnknownNameError
from kg.graph import Graph, find_entity
from kg.model import Relation
from kg.server.neighbourhood import neighbourhood
from tests.graph.builders import claim, document, graph_of

DOCUMENT = document("d1", "2025-01-01")
PAIRS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1, max_size=16)


def world(pairs: list[tuple[str, str]]) -> Graph:
    claims = [
        claim(f"Firm {a}", "supplies", f"Firm {b}", at=DOCUMENT, start=at, confidence=0.2 + at % 5 / 10)
        for at, (a, b) in enumerate(pairs)
        if a != b
    ]
    return graph_of(claims, [DOCUMENT])


def between(graph: Graph, relations: tuple[Relation, ...]) -> list[str]:
    return [
        f"{graph.entities[r.subject].name[-1]}{graph.entities[r.object].name[-1]}".lower() for r in relations
    ]


def test_hops_count_from_the_focus_in_either_direction() -> None:
    graph = world([("a", "b"), ("c", "b"), ("c", "d"), ("d", "e")])
    focus = find_entity(graph, "Firm a").id
    for hops, expected in enumerate((["ab"], ["ab", "cb"], ["ab", "cb", "cd"]), start=1):
        shown = neighbourhood(graph, focus=focus, hops=hops, limit=9)
        assert between(graph, shown.relations) == expected
        assert shown.omitted == 0


def test_the_limit_keeps_the_nearest_then_the_most_believed() -> None:
    graph = world([("a", "b"), ("a", "c"), ("a", "d"), ("c", "e")])
    shown = neighbourhood(graph, focus=find_entity(graph, "Firm a").id, hops=2, limit=2)
    assert between(graph, shown.relations) == ["ad", "ac"]
    assert shown.omitted == 2


def test_without_a_focus_the_most_believed_are_shown() -> None:
    graph = world([("a", "b"), ("c", "d"), ("e", "f")])
    shown = neighbourhood(graph, focus=None, hops=2, limit=2)
    assert between(graph, shown.relations) == ["ef", "cd"]


def test_an_unknown_focus_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownNameError):
        neighbourhood(world([("a", "b")]), focus="e-none", hops=1, limit=1)


@settings(deadline=None)
@given(PAIRS, st.integers(1, 4))
def test_distances_are_those_of_networkx(pairs: list[tuple[str, str]], hops: int) -> None:
    graph = world(pairs)
    plain = nx.Graph((r.subject, r.object) for r in graph.relations.values())
    for focus in graph.entities:
        near = nx.single_source_shortest_path_length(plain, focus, cutoff=hops - 1)
        expected = {r.id for r in graph.relations.values() if r.subject in near or r.object in near}
        shown = neighbourhood(graph, focus=focus, hops=hops, limit=99)
        assert {r.id for r in shown.relations} == expected


@settings(deadline=None)
@given(PAIRS, st.integers(1, 12), st.integers(0, 99))
def test_what_is_shown_hangs_together_and_has_no_order_of_its_own(
    pairs: list[tuple[str, str]], limit: int, seed: int
) -> None:
    graph = world(pairs)
    mixed = list(graph.relations.items())
    random.Random(seed).shuffle(mixed)
    again = Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=graph.entities,
        relations=dict(mixed),
        claims=graph.claims,
        documents=graph.documents,
    )
    for focus in graph.entities:
        shown = neighbourhood(graph, focus=focus, hops=3, limit=limit)
        assert shown == neighbourhood(again, focus=focus, hops=3, limit=limit)
        plain = nx.Graph((r.subject, r.object) for r in shown.relations)
        assert not shown.relations or (nx.is_connected(plain) and focus in plain)
