"""What prepares and fits the reader, as far as it needs no training framework."""

import random
from math import exp, log
from pathlib import Path

import pytest

from kg.evaluation import GoldClaim, GoldDocument, GoldEntity
from kg.model import Status
from kg.ontology import load_ontology

TRAINING = Path(__file__).parent.parent / "scripts" / "training"


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TRAINING))


def test_annotations_are_kept_without_a_word_of_the_article(tmp_path: Path) -> None:
    from standoff import read_standoff, write_standoff  # noqa: PLC0415

    text = "Orsa Optics will buy Kestrel. Orsa said so."
    orsa, kestrel = GoldEntity("Orsa Optics", "Company", ("Orsa",)), GoldEntity("Kestrel", "Company")
    absent = GoldEntity("Brandt", "Company")
    quote = "Orsa Optics will buy Kestrel."
    kept = GoldClaim("Orsa Optics", "acquires", "Kestrel", Status.PLANNED, evidence=quote)
    lost = GoldClaim("Brandt", "acquires", "Kestrel", Status.PLANNED, evidence=quote)
    path = tmp_path / "annotations.jsonl"
    write_standoff([GoldDocument("a", (orsa, kestrel, absent), (kept, lost))], {"a": text}, path)
    assert not any(word in path.read_text() for word in ("Orsa", "Kestrel", "Brandt", "buy"))
    assert list(read_standoff(path, {"a": text})) == [GoldDocument("a", (orsa, kestrel), (kept,))]
    assert list(read_standoff(path, {})) == []


def test_the_annotations_that_come_along_hold_no_text() -> None:
    longest = max(len(word) for word in (TRAINING / "annotations.jsonl").read_text().split('"')[1::2])
    assert longest < 20  # ids, types, relations and statuses


def test_articles_written_for_this_are_kept_with_their_text(tmp_path: Path) -> None:
    from standoff import read_standoff, standoff_texts, write_standoff  # noqa: PLC0415

    text = "Orsa Optics denied that it would buy Kestrel."
    claim = GoldClaim("Orsa Optics", "acquires", "Kestrel", Status.DENIED, evidence=text)
    entities = (GoldEntity("Orsa Optics", "Company"), GoldEntity("Kestrel", "Company"))
    path = tmp_path / "written.jsonl"
    write_standoff([GoldDocument("a", entities, (claim,))], {"a": text}, path, with_text=True)
    assert standoff_texts(path) == {"a": text}
    assert list(read_standoff(path, standoff_texts(path))) == [GoldDocument("a", entities, (claim,))]


def test_articles_written_for_this_fit_the_vocabulary() -> None:
    from standoff import read_standoff, standoff_texts  # noqa: PLC0415

    path = TRAINING / "written.jsonl"
    texts = standoff_texts(path)
    relations = load_ontology().relation_types
    articles = list(read_standoff(path, texts))
    assert len(articles) == len(texts) > 300
    for article in articles:
        types = {e.name: e.type for e in article.entities}
        for claim in article.claims:
            assert relations[claim.relation].admits(types[claim.subject], types[claim.object]), (
                article.id,
                claim,
            )
            assert claim.evidence in texts[article.id]


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def test_calibration_is_found_again() -> None:
    """Outcomes drawn from known probabilities give those probabilities back, within what chance allows."""
    from fit import Judged, fit  # noqa: PLC0415

    draw = random.Random(1)
    judged = []
    for _ in range(20_000):
        weight, grammar = draw.uniform(0.05, 0.99), 0.85 * (draw.random() < 0.3)
        alone = sigmoid(0.6 * log(weight / (1 - weight)) - 0.4)
        together = sigmoid(log(alone / (1 - alone)) + 2 * (grammar > 0) - 0.5)
        judged.append(Judged(weight, grammar, draw.random() < together))
    settings = fit(judged, gold=sum(j.right for j in judged))
    assert settings["slope"] == pytest.approx(0.6, abs=0.1)
    assert settings["both_reader"] == pytest.approx(1.0, abs=0.2)
    effect = settings["both_grammar"] + 0.85 * settings["both_confidence"]
    assert effect == pytest.approx(2.0, abs=0.2)
    assert 0.2 < settings["both_threshold"] < 0.6


def test_the_threshold_is_the_one_with_the_best_f1() -> None:
    from fit import Judged, fit  # noqa: PLC0415

    right = [Judged(0.9, 0.0, True)] * 30 + [Judged(0.6, 0.0, True)] * 20
    wrong = [Judged(0.3, 0.0, False)] * 200
    settings = fit(right + wrong, gold=60)
    calibrated = {w: sigmoid(settings["slope"] * log(w / (1 - w)) + settings["offset"]) for w in (0.3, 0.6)}
    assert calibrated[0.3] < settings["threshold"] <= calibrated[0.6] + 1e-3
