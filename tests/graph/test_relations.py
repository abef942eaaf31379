"""Claims become edges: one for each pair and type, with counts, times and nothing lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LedgerError, OntologyError
from kg.graph import build_graph
from kg.graph.times import first_and_last
from kg.model import Status, content_id
from kg.resolve import resolve
from tests.graph.builders import ONTOLOGY, Names, argument, claim, document, graph_of

ONE = document("d1", "2025-01-01")
TWO = document("d2", "2025-01-02T08:00:00Z")
LATE = document("d3", "2025-04-11")


def test_claims_about_one_pair_in_one_type_are_one_relation():
    claims = [
        claim("Orsa", "supplies", "Kestrel Inc", at=ONE),
        claim("Orsa", "supplies", "Kestrel", Status.DENIED, at=TWO),
        claim("Orsa", "ages", "Kestrel", at=ONE),
        claim("Kestrel", "supplies", "Orsa", at=ONE),
    ]
    graph = graph_of(claims, [ONE, TWO])
    assert len(graph.relations) == 3
    orsa, kestrel = (next(e.id for e in graph.entities.values() if n in e.names) for n in ("Orsa", "Kestrel"))
    relation = graph.relations[content_id("r", orsa, "supplies", kestrel)]
    assert (relation.subject, relation.type, relation.object) == (orsa, "supplies", kestrel)
    assert relation.counts == {s: int(s in {Status.ASSERTED, Status.DENIED}) for s in Status}
    assert (relation.origins, relation.status) == (2, Status.ASSERTED)
    assert (relation.first_published, relation.last_published) == ("2025-01-01", "2025-01-02T08:00:00Z")
    assert relation.claims == tuple(sorted(c.id for c in claims[:2]))
    assert graph.evidence_of(relation) == tuple(sorted(claims[:2], key=lambda c: c.id))


def test_a_symmetric_relation_is_stored_once_from_the_smaller_id():
    claims = [claim("Orsa", "rivals", "Kestrel", at=ONE), claim("Kestrel", "rivals", "Orsa", at=TWO)]
    (relation,) = graph_of(claims, [ONE, TWO]).relations.values()
    assert relation.subject < relation.object
    assert len(relation.claims) == 2


def test_a_relation_of_an_entity_with_itself_is_left_out_but_the_entity_stays():
    claims = [claim("Orsa", "supplies", "Orsa Inc", at=ONE), claim("Orsa", "supplies", "Kestrel", at=ONE)]
    graph = graph_of(claims, [ONE])
    assert (len(graph.relations), len(graph.claims), len(graph.entities)) == (1, 1, 2)
    alone = graph_of(claims[:1], [ONE])
    assert (len(alone.relations), len(alone.entities)) == (0, 1)


def test_states_age_to_the_latest_publication_even_of_a_document_without_claims():
    claims = [claim("Orsa", "ages", "Kestrel", at=ONE)]
    (fresh,) = graph_of(claims, [ONE]).relations.values()
    (aged,) = graph_of(claims, [ONE, LATE]).relations.values()
    assert (fresh.belief, aged.belief) == (pytest.approx(1.0), pytest.approx(0.5))


def test_a_graph_holds_only_what_its_own_claims_name():
    claims = [claim("Orsa", "supplies", "Kestrel", at=ONE), claim("Fabrinet", "supplies", "Kestrel", at=TWO)]
    resolution = resolve(claims, gazetteer=Names())
    early = build_graph(
        claims=claims[:1],
        documents=[ONE],
        resolution=resolution,
        ontology=ONTOLOGY,
        sequence=1,
        gazetteer=Names(),
    )
    assert {e.name for e in early.entities.values()} == {"Orsa", "Kestrel"}


def test_a_claim_whose_document_is_missing_is_told():
    with pytest.raises(LedgerError, match="d1"):
        graph_of([claim("Orsa", "supplies", "Kestrel", at=ONE)], [TWO])


def test_a_relation_type_that_the_vocabulary_lacks_is_told():
    with pytest.raises(OntologyError, match="'adores'"):
        graph_of([claim("Orsa", "adores", "Kestrel", at=ONE)], [ONE])


def test_no_claims_make_an_empty_graph():
    graph = graph_of([], [])
    assert (graph.entities, graph.relations, graph.sequence, graph.ontology_hash) == (
        {},
        {},
        7,
        ONTOLOGY.hash,
    )


def test_a_bare_date_comes_after_the_times_of_its_day():
    published = ["2025-01-02", None, "2025-01-02T09:00:00Z", "2025-01-01T23:00:00Z"]
    assert first_and_last(published) == ("2025-01-01T23:00:00Z", "2025-01-02")
    assert first_and_last([None]) == (None, None)


names = st.sampled_from(["Orsa", "Orsa Inc", "Kestrel", "Fabrinet", "Lumen"])
facts = st.lists(
    st.tuples(
        names,
        st.sampled_from(sorted(ONTOLOGY.relation_types)),
        names,
        st.sampled_from(list(Status)),
        st.integers(0, 3),
        st.floats(0, 1),
    ),
    max_size=15,
)


@given(facts, st.randoms(use_true_random=False))
def test_the_order_of_claims_and_documents_changes_no_bit(told, rng: random.Random):
    documents = [
        document("d0", "2025-01-01", cites=("X",)),
        document("d1", "2025-01-05", cites=("X",)),
        document("d2", None),
        document("d3", "2025-02-01", publisher="X"),
    ]
    claims = [
        claim(argument(s), r, argument(o), status, at=documents[d], confidence=c, start=i)
        for i, (s, r, o, status, d, c) in enumerate(told)
    ]
    first = graph_of(claims, documents)
    second = graph_of(rng.sample(claims, len(claims)), rng.sample(documents, len(documents)))
    for part in ("entities", "relations", "claims", "documents"):
        assert list(getattr(first, part).items()) == list(getattr(second, part).items())
