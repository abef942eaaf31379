"""What holds for every reading, whatever the text: grounded, sorted, typed, counted and independent of company."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import ExtractionError
from kg.extract.citations import cited_sources
from kg.extract.grammar import GrammarExtractor
from kg.gazetteer import Gazetteer
from kg.model import Claim, Document, Form, Reading, Span, Status
from kg.ontology import Ontology
from tests.extract.golden_score import GOLDEN

Read = Callable[[str], Reading]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(kg.__file__).parent / "samples" / "articles.jsonl"
REASONS = {"domain", "range", "headline", "duplicate", "ungrounded"}
PIECES = [
    "Orsa Optics", "Kestrel Devices", "Beijing", "China", "chipmakers", "it", "its rival", "the company", " ", " ", " ",
    "(NYSE: ORSA)", "\u201cOrsa\u2019s\u201d", "supplies", "bought", "will buy", "denied that", "to", "of", "and", ",",
    ". ", "? ", "\n\n", "\n", "\x00", "\U0001f600", "\u202e", "\ufeff", "(", ")", "a unit of", "which", "no longer",
]  # fmt: skip


def samples() -> list[Document]:
    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    return [
        Document.of(row["text"], title=row["title"], published=row["date"], name=row["id"]) for row in rows
    ]


def golden() -> list[Document]:
    paths = sorted(GOLDEN.glob("*/document.txt"))
    return [Document.of(path.read_text(encoding="utf-8"), name=path.parent.name) for path in paths]


def check(document: Document, reading: Reading, ontology: Ontology) -> None:
    """Assert what must hold for the reading of any document."""
    text = document.text
    for mention in reading.mentions:
        assert mention.text == text[mention.span.start : mention.span.end]
        assert mention.type in ontology.entity_types
    assert list(reading.claims) == sorted(reading.claims, key=lambda c: c.id)
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    pointing = {(m.span, m.text) for m in reading.mentions if m.form in {Form.PRONOUN, Form.DESCRIPTION}}
    for claim in reading.claims:
        check_claim(claim, text, ontology, pointing=pointing)
    assert {r.reason for r in reading.rejections} <= REASONS
    assert list(reading.rejections) == sorted(
        set(reading.rejections), key=lambda r: (r.span, r.relation, r.reason)
    )


def check_claim(
    claim: Claim, text: str, ontology: Ontology, *, pointing: Collection[tuple[Span, str]]
) -> None:
    """Assert what must hold for any claim; `pointing` are the pronouns and descriptions of the document."""
    evidence = claim.evidence
    assert text[evidence.span.start : evidence.span.end] == evidence.quote
    assert claim.id == Claim.identify(
        evidence, claim.subject.span, claim.relation, claim.object.span, claim.status
    )
    assert ontology.relation(claim.relation).admits(claim.subject.type, claim.object.type)
    assert (claim.subject.known_as or claim.subject.name) != (claim.object.known_as or claim.object.name)
    assert 0 < claim.confidence <= 1
    assert evidence.rule
    for end in (claim.subject, claim.object):
        words = text[end.span.start : end.span.end]
        assert words in end.forms or (end.span, words) in pointing
        assert list(end.forms) == sorted(set(end.forms))


@pytest.mark.parametrize("document", [*samples(), *golden()], ids=lambda d: d.name)
def test_every_claim_is_grounded_and_typed(
    extractor: GrammarExtractor, ontology: Ontology, document: Document
) -> None:
    check(document, next(extractor.read([document])), ontology)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_so_is_every_claim_of_any_text(extractor: GrammarExtractor, ontology: Ontology, text: str) -> None:
    document = Document.of(text)
    check(document, next(extractor.read([document])), ontology)


def test_a_reading_depends_on_its_document_alone(extractor: GrammarExtractor) -> None:
    documents = [*samples()[:6], *golden()[:6]]
    alone = {document.id: next(extractor.read([document])) for document in documents}
    shuffled = list(documents)
    random.Random(7).shuffle(shuffled)
    for order in (documents, documents[::-1], shuffled):
        assert [alone[d.id] for d in order] == list(extractor.read(order))


def test_a_reading_does_not_depend_on_the_order_of_sets() -> None:
    """Read in two processes that hash strings differently; what is frozen inside a process could hide it."""
    code = (
        "from kg.extract.grammar import GrammarExtractor; from kg.gazetteer import Gazetteer\n"
        "from kg.ontology import load_ontology; from tests.extract.test_grammar import samples\n"
        "extractor = GrammarExtractor(ontology=load_ontology(), gazetteer=Gazetteer.load())\n"
        "print(list(extractor.read(samples())))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert "Claim(" in first
    assert first == second


def test_the_key_names_document_reader_and_vocabulary(
    extractor: GrammarExtractor, ontology: Ontology, gazetteer: Gazetteer
) -> None:
    document = Document.of("Orsa Optics rose.")
    key = next(extractor.read([document])).key
    assert (key.document, key.extractor, key.ontology) == (document.id, extractor.hash, ontology.hash)
    fewer = Gazetteer(list(gazetteer)[1:])
    assert GrammarExtractor(ontology=ontology, gazetteer=fewer).hash != extractor.hash
    assert GrammarExtractor(ontology=ontology, gazetteer=gazetteer).hash == extractor.hash


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "\x00" * 5_000,
        "Orsa Optics\x00 supplies\x00 Kestrel Devices.\x00" * 50,
        "\U0001f600\U0001f9d1\u200d\U0001f692 " * 1_000,
        "(" * 10_000,
        "(NYSE: " * 2_000,
        "\u202e\u200b\ufeff\ud7ff\uffff" * 500,
        "a" * 200_000,
        "Orsa Optics, " * 1_500,
        "which " * 2_000,
        "\"'\u201c" * 3_000,
        "Orsa-" * 3_000,
        "\n".join(["Orsa Optics supplies Kestrel Devices."] * 300),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_breaks_it_or_takes_long(extractor: GrammarExtractor, ontology: Ontology, text: str) -> None:
    started = time.perf_counter()
    document = Document.of(text)
    check(document, next(extractor.read([document])), ontology)
    assert time.perf_counter() - started < 20


@pytest.mark.slow
def test_a_line_of_200000_characters_is_read(extractor: GrammarExtractor, ontology: Ontology) -> None:
    line = "Orsa Optics supplies lenses to Kestrel Devices, and the weather in the hills was fine that day. "
    document = Document.of((line * (200_000 // len(line) + 1))[:200_000])
    started = time.perf_counter()
    reading = next(extractor.read([document]))
    assert time.perf_counter() - started < 60
    assert reading.claims
    check(document, reading, ontology)


def test_what_does_not_fit_is_counted_with_a_reason(read: Read) -> None:
    reading = read("Orsa Optics buys Kestrel Devices. Orsa Optics lists its shares on Kestrel Devices.")
    assert ("range", "listedOn") in {(r.reason, r.relation) for r in reading.rejections}


def test_the_body_of_an_article_wins_over_its_headline(read: Read) -> None:
    body = "Orsa Optics has offered to buy Kestrel Devices, it said."
    reading = read(f"Orsa Optics buys Kestrel Devices\n\n{body}")
    (claim,) = (c for c in reading.claims if c.relation == "acquires")
    assert claim.status is Status.POSSIBLE
    assert "headline" in {r.reason for r in reading.rejections}


def test_a_claim_carries_what_the_frame_says_besides(read: Read) -> None:
    (deal,) = read("Orsa Optics bought Kestrel Devices for $2 billion.").claims
    assert dict(deal.qualifiers)["amount"] == "$2 billion"
    (post,) = read("Ruth Halloran is the finance chief of Orsa Optics.").claims
    assert dict(post.qualifiers)["role"] == "finance chief"


def test_a_pronoun_makes_a_claim_less_sure_than_a_name(read: Read) -> None:
    named, pronoun = (
        next(c for c in read(text).claims if c.relation == "suppliesTo")
        for text in (
            "Orsa Optics supplies Kestrel Devices.",
            "Orsa Optics rose. It supplies Kestrel Devices.",
        )
    )
    assert named.confidence > pronoun.confidence
    assert pronoun.subject.name == "Orsa Optics"


def test_a_mention_has_the_words_of_the_document(read: Read) -> None:
    (mention,) = read("Shares of McDonald\u2019s rose.").mentions
    assert (mention.text, mention.name) == ("McDonald\u2019s", "McDonald's")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Orsa rose, according to the Harbour Wire.", ("Harbour Wire",)),
        ("Orsa rose, the Ledger told Harbour Wire. Citing Metal Post, it fell.", ("Harbour Wire",)),
        ("Orsa rose, citing Metal Post.", ("Metal Post",)),
        ("TOKYO (Newsroom) - Orsa rose.", ("Newsroom",)),
        ("Orsa told analysts that it rose.", ()),
    ],
)
def test_cited_sources(text: str, cited: tuple[str, ...]) -> None:
    assert cited_sources(text) == cited


def test_a_missing_pipeline_is_told(ontology: Ontology, gazetteer: Gazetteer) -> None:
    with pytest.raises(ExtractionError, match="no_such_pipeline") as failure:
        GrammarExtractor(ontology=ontology, gazetteer=gazetteer, pipeline="no_such_pipeline")
    assert failure.value.remedy
