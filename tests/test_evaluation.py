"""Hand-computed scores."""

from __future__ import annotations

import json
import os
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.evaluation import (
    GoldClaim,
    GoldDocument,
    GoldEntity,
    Measure,
    PredictedClaim,
    PredictedEnd,
    Scores,
    predicted_claims,
    read_gold,
    score,
)
from kg.model import Status

SYMMETRIC = frozenset({"competesWith"})
ENTITIES = (
    GoldEntity("Orsa Group", "Company", ("Orsa", "ORS.N")),
    GoldEntity("Kestrel", "Company", ()),
    GoldEntity("Fabrinet", "Company", ("Fab",)),
    GoldEntity("chip makers", "Group", ()),
)


def gold(*claims: tuple[str, str, str, str], entities: tuple[GoldEntity, ...] = ENTITIES) -> GoldDocument:
    return GoldDocument("a", entities, tuple(GoldClaim(s, r, o, Status(t)) for s, r, o, t in claims))


def end(text: str) -> PredictedEnd:
    name, *mentions = text.split("|")
    return PredictedEnd(name, tuple(mentions))


def claims(*rows: tuple[str, str, str, str]) -> list[PredictedClaim]:
    return [PredictedClaim(end(s), r, end(o), Status(t)) for s, r, o, t in rows]


def run(document: GoldDocument, predicted: list[PredictedClaim]) -> Scores:
    return score([document], {"a": predicted}, symmetric=SYMMETRIC)


def test_a_hand_computed_case() -> None:
    document = gold(
        ("Orsa Group", "suppliesTo", "Kestrel", "asserted"),
        ("Orsa Group", "suppliesTo", "Kestrel", "planned"),  # the same triple
        ("Orsa Group", "competesWith", "Fabrinet", "asserted"),
        ("Orsa Group", "acquires", "Fabrinet", "rumoured"),
        ("Kestrel", "suppliesTo", "chip makers", "asserted"),
    )
    scores = run(
        document,
        claims(
            ("the Orsa Group Inc.", "suppliesTo", "KESTREL’s", "asserted"),
            ("unknown firm|ORS.N", "suppliesTo", "Kestrel", "asserted"),  # the same triple
            ("Fab", "competesWith", "Orsa", "asserted"),  # the other way round
            ("Orsa", "acquires", "Fabrinet (FAB)", "asserted"),  # a rumour told as fact
            ("Kestrel", "acquires", "Orsa", "planned"),  # right pair, wrong relation
            ("Nobody", "acquires", "Orsa", "asserted"),
            ("the Nobody", "acquires", "Orsa", "planned"),  # the same wrong triple
        ),
    )
    assert scores.strict == Measure(right=3, predicted=5, gold=4)
    assert scores.strict.precision == pytest.approx(3 / 5)
    assert scores.strict.recall == pytest.approx(3 / 4)
    assert scores.strict.f1 == pytest.approx(2 / 3)
    # Gold pairs: Orsa-Kestrel, Orsa-Fabrinet, Kestrel-chip makers. Predicted: the first two and Nobody-Orsa.
    assert scores.pair == Measure(right=2, predicted=3, gold=3)
    assert scores.named_strict == Measure(right=3, predicted=5, gold=3)
    assert scores.named_pair == Measure(right=2, predicted=3, gold=2)
    assert (scores.status.count, scores.status.total) == (2, 3)
    # asserted: 2 of 3 given, 2 held: 0.8; planned: 0 given, 1 held: 0; rumoured: 0 given, 1 held: 0.
    assert scores.status_macro_f1 == pytest.approx(0.8 / 3)
    assert (scores.false_assertion.count, scores.false_assertion.total) == (1, 1)
    assert dict(scores.relations) == {
        "acquires": Measure(1, 3, 1),
        "competesWith": Measure(1, 1, 1),
        "suppliesTo": Measure(1, 1, 2),
    }


def test_direction_counts_unless_symmetric() -> None:
    document = gold(("Orsa Group", "suppliesTo", "Kestrel", "asserted"))
    scores = run(document, claims(("Kestrel", "suppliesTo", "Orsa", "asserted")))
    assert scores.strict.right == 0
    assert scores.pair.right == 1


def test_an_end_that_may_be_two_entities_is_matched_so_that_most_match() -> None:
    document = gold(
        ("Orsa Group", "acquires", "Fabrinet", "asserted"),
        ("Kestrel", "acquires", "Fabrinet", "asserted"),
    )
    either = ("they|Orsa|Kestrel", "acquires", "Fabrinet", "asserted")
    certain = ("Orsa", "acquires", "Fabrinet", "asserted")
    for rows in permutations([either, certain]):
        assert run(document, claims(*rows)).strict == Measure(2, 2, 2)
    # A third cannot match: each gold triple is matched at most once.
    assert run(document, claims(either, certain, ("both|Orsa|Kestrel", *either[1:]))).strict == Measure(
        2, 3, 2
    )


def test_a_symmetric_relation_both_ways_is_one_triple() -> None:
    document = gold(
        ("Orsa Group", "competesWith", "Kestrel", "asserted"),
        ("Kestrel", "competesWith", "Orsa Group", "denied"),
    )
    both = claims(
        ("Orsa", "competesWith", "Kestrel", "denied"), ("Kestrel", "competesWith", "Orsa", "denied")
    )
    assert run(document, both).strict == Measure(1, 1, 1)
    assert run(document, both).status.rate == 1


def test_statuses_count_one_by_one() -> None:
    document = gold(("Orsa Group", "acquires", "Kestrel", "planned"))
    scores = run(
        document,
        claims(("Orsa", "acquires", "Kestrel", "planned"), ("Orsa", "acquires", "Kestrel", "asserted")),
    )
    assert scores.strict == Measure(1, 1, 1)
    assert scores.status.rate == 0.5
    assert scores.false_assertion.rate == 1


def test_nothing_predicted_and_nothing_to_find() -> None:
    document = gold(("Orsa Group", "acquires", "Kestrel", "planned"))
    nothing = run(document, [])
    assert (nothing.strict.precision, nothing.strict.recall, nothing.strict.f1) == (0, 0, 0)
    assert nothing.status.rate is None
    assert nothing.status_macro_f1 is None
    assert run(gold(), []).strict.f1 == 1
    assert run(gold(), claims(("Orsa", "acquires", "Kestrel", "planned"))).strict.recall == 0


def test_predictions_about_other_documents_are_counted_apart() -> None:
    row = claims(("Orsa", "acquires", "Kestrel", "planned"))
    scores = score([gold()], {"b": row}, symmetric=SYMMETRIC)
    assert scores.ignored == 1
    assert scores.strict == Measure(0, 0, 0)


NAMES = st.sampled_from([entity.name for entity in ENTITIES])
ROWS = st.lists(
    st.tuples(NAMES, st.sampled_from(["acquires", "competesWith"]), NAMES, st.sampled_from([*Status])),
    max_size=12,
)


def as_predictions(document: GoldDocument) -> list[PredictedClaim]:
    entities = {entity.name: entity for entity in document.entities}
    return [
        PredictedClaim(
            PredictedEnd(c.subject, entities[c.subject].aliases),
            c.relation,
            PredictedEnd(c.object, entities[c.object].aliases),
            c.status,
        )
        for c in document.claims
    ]


def assert_perfect(scores: Scores) -> None:
    for measure in (
        scores.strict,
        scores.pair,
        scores.named_strict,
        scores.named_pair,
        *scores.relations.values(),
    ):
        assert measure.precision == measure.recall == measure.f1 == 1
    assert scores.status.rate in (1, None)
    assert scores.status_macro_f1 in (1, None)
    assert scores.false_assertion.rate in (0, None)


@given(ROWS)
def test_gold_against_itself_is_perfect(rows: list[tuple[str, str, str, str]]) -> None:
    document = gold(*rows)
    assert_perfect(run(document, as_predictions(document)))


@given(ROWS, ROWS, st.randoms())
def test_order_does_not_count(gold_rows, rows, random) -> None:
    shuffled = random.sample(rows, len(rows))
    assert run(gold(*gold_rows), claims(*shuffled)) == run(gold(*gold_rows), claims(*rows))


LINE = {
    "document": "a",
    "subject": {"name": "Orsa", "type": "Company", "mentions": ["Orsa Group"]},
    "relation": "acquires",
    "object": {"name": "Kestrel", "type": "Company", "mentions": []},
    "status": "planned",
    "confidence": 0.5,
}


def test_extracted_lines_become_predictions() -> None:
    (claim,) = predicted_claims([LINE])["a"]
    assert (claim.subject.mentions, claim.status) == (("Orsa Group",), Status.PLANNED)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"status": "certain"}, "status"), ({"subject": {}}, "subject.name"), ({"relation": None}, "relation")],
)
def test_a_malformed_prediction_is_named(change: dict[str, object], told: str) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        predicted_claims([LINE, LINE | change], place="claims.jsonl")
    assert caught.value.place == "claims.jsonl:2"


GOLD_LINE = {
    "id": "a",
    "entities": [{"name": "Orsa", "type": "Company", "aliases": []}],
    "claims": [
        {"subject": "Orsa", "relation": "acquires", "object": "Orsa", "status": "ended", "attribution": None}
    ],
}


def test_gold_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD_LINE) + "\n\n", encoding="utf-8")
    (document,) = read_gold(path)
    assert document.claims[0].status is Status.ENDED


@pytest.mark.parametrize(
    ("line", "told"),
    [("{", "JSON"), ('{"id": "a"}', "entities"), (json.dumps(GOLD_LINE | {"entities": []}), "no entity")],
)
def test_malformed_gold_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(GOLD_LINE)}\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=told) as caught:
        read_gold(path)
    assert caught.value.place == f"{path}:2"


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_gold(tmp_path / "gold.jsonl")


@pytest.mark.skipif("KG_GOLD" not in os.environ, reason="KG_GOLD names no file of annotated articles")
def test_annotated_articles_against_themselves_are_perfect() -> None:
    documents = read_gold(Path(os.environ["KG_GOLD"]))
    predicted = {document.id: as_predictions(document) for document in documents}
    assert_perfect(score(documents, predicted, symmetric=SYMMETRIC))
