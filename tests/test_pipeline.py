"""From articles to the graph: building again, in parts, with trouble on the way, and with words of one's own."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import ExtractionError, LedgerError, OntologyError, StoreError
from kg.gazetteer import Gazetteer
from kg.graph import find_entity
from kg.graph.origins import origins
from kg.ledger import Ledger
from kg.model import Judgement, Relation, Status
from kg.pipeline import LEDGER, Settings, Silent, adopt_vocabulary, build, open_graph, project
from kg.stores.rdf import iri, turtle
from kg.stores.snapshot import current_snapshot, load_graph
from tests.samples import ARTICLES, canonical, sample_graph, sample_home, sample_lines, write_lines

OWN = """
@prefix kg: <urn:keiretsu:ontology:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/own#sponsors> a kg:RelationType, owl:ObjectProperty ;
  skos:definition "Subject pays for the public appearances of object." ;
  rdfs:domain kg:Company ; rdfs:range kg:Company ;
  kg:lexicalisation [ kg:verb "sponsor" ; kg:subject "agent" ; kg:object "patient" ] .
"""


def article(text: str, **fields: str) -> str:
    return json.dumps({"text": text, "date": "2025-05-01", **fields})


SPONSORS = article("Orsa Optics Inc sponsors Kestrel Devices Corp.", id="sponsors")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the sample home, to be changed."""
    return Path(shutil.copytree(sample_home(), tmp_path / "home"))


def the_relation(subject: str, kind: str, obj: str, home: Path | None = None) -> Relation:
    graph = sample_graph() if home is None else open_graph(home)[0]
    ends = {find_entity(graph, subject).id, find_entity(graph, obj).id}
    [found] = [r for r in graph.relations.values() if r.type == kind and {r.subject, r.object} == ends]
    return found


def recorded(home: Path) -> int:
    try:
        with Ledger.open(home / LEDGER, readonly=True) as ledger:
            return ledger.counts().documents
    except LedgerError:  # not there yet
        return 0


def test_a_second_build_adds_nothing(home: Path) -> None:
    before, snapshot = canonical(home), current_snapshot(home)
    with Ledger.open(home / LEDGER, readonly=True) as ledger:
        counts, sequence = ledger.counts(), ledger.sequence
    report = build([ARTICLES], home=home)
    assert (report.read, report.unchanged, report.claims) == (0, 12, 0)
    with Ledger.open(home / LEDGER, readonly=True) as ledger:
        assert (ledger.counts(), ledger.sequence) == (counts, sequence)
    assert (canonical(home), current_snapshot(home)) == (before, snapshot)


def test_half_and_then_all_is_all(tmp_path: Path) -> None:
    half = write_lines(tmp_path / "half.jsonl", sample_lines()[::2])
    assert build([half], home=tmp_path).read == 6
    assert canonical(tmp_path) != canonical(sample_home())
    report = build([ARTICLES], home=tmp_path)
    assert (report.read, report.unchanged) == (6, 6)
    assert canonical(tmp_path) == canonical(sample_home())


def test_one_article_under_two_names_is_one_document(tmp_path: Path) -> None:
    lines = [json.dumps({**json.loads(SPONSORS), "id": name}) for name in ("first", "second")]
    assert build([write_lines(tmp_path / "twice.jsonl", lines)], home=tmp_path).read == 1
    assert [d.name for d in open_graph(tmp_path)[0].documents.values()] == ["first"]


def test_bad_records_are_told_with_their_place_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "mixed.jsonl", ["{broken", SPONSORS, article(" "), "[1]"])
    report = build([path], home=tmp_path)
    assert report.read == 1
    assert [problem.place for problem in report.problems] == [f"{path}:{line}" for line in (1, 3, 4)]
    assert all(problem.remedy for problem in report.problems)


def test_a_pipeline_that_is_not_installed_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="en_missing") as caught:
        build([ARTICLES], home=tmp_path, settings=Settings(pipeline="en_missing"))
    assert caught.value.remedy
    with pytest.raises(StoreError, match="no graph has been built"):
        open_graph(tmp_path)


@pytest.mark.parametrize("name", ["own.ttl", "own.owl"])
def test_own_vocabulary_stays_in_the_home(tmp_path: Path, name: str) -> None:
    home, own = tmp_path / "home", tmp_path / name
    own.write_text(OWN)
    path = write_lines(tmp_path / "a.jsonl", [SPONSORS])
    assert build([path], home=home, settings=Settings(ontology=(own,))).read == 1
    own.unlink()
    assert build([path], home=home).unchanged == 1
    graph, ontology = open_graph(home)
    assert "sponsors" in ontology.relation_types
    assert "sponsors" in {relation.type for relation in graph.relations.values()}


def test_a_changed_vocabulary_asks_for_a_new_build(tmp_path: Path) -> None:
    home, own = tmp_path / "home", tmp_path / "own.ttl"
    path = write_lines(tmp_path / "a.jsonl", [SPONSORS])
    grammar = Settings(extractor="grammar")  # the reader sees in it a type of its own that comes near
    assert build([path], home=home, settings=grammar).claims == 0
    own.write_text(OWN)
    adopt_vocabulary(home, [own])
    with pytest.raises(StoreError, match=r"another vocabulary.*`kg build`"):
        open_graph(home)
    assert build([path], home=home, settings=grammar).read == 1
    assert [relation.type for relation in open_graph(home)[0].relations.values()] == ["sponsors"]


def test_vocabulary_that_cannot_be_used_leaves_the_home_as_it_was(tmp_path: Path) -> None:
    good, bad, namesake = tmp_path / "own.ttl", tmp_path / "bad.ttl", tmp_path / "more" / "own.ttl"
    namesake.parent.mkdir()
    for path, text in ((good, OWN), (bad, OWN[:200]), (namesake, OWN)):
        path.write_text(text)
    for files in ([good, bad], [good, namesake]):
        with pytest.raises(OntologyError, match=str(files[1])):
            adopt_vocabulary(tmp_path / "home", files)
    assert not (tmp_path / "home").exists()


def judge(home: Path, claim: str, verdict: str, day: int) -> None:
    with Ledger.open(home / LEDGER) as ledger:
        ledger.judge(Judgement(verdict, claim, "", "a reader", f"2025-11-{day:02}T00:00:00Z"))
        ontology = open_graph(home)[1]
        project(ledger, home=home, ontology=ontology, gazetteer=Gazetteer.load())


def test_a_rejected_claim_leaves_the_graph_until_it_is_confirmed(home: Path) -> None:
    relation = the_relation("Novelis", "suppliesTo", "Toyota Motor")
    [claim] = relation.claims
    judge(home, claim, "reject", 1)
    graph = open_graph(home)[0]
    assert claim not in graph.claims
    assert relation.id not in graph.relations
    assert len(graph.relations) == len(sample_graph().relations) - 1
    judge(home, claim, "confirm", 2)
    assert canonical(home) == canonical(sample_home())


def names_by_origin(relation: Relation) -> list[set[str]]:
    graph = sample_graph()
    documents = {claim.evidence.document for claim in graph.evidence_of(relation)}
    groups = origins(graph.documents[key] for key in documents)
    return [{graph.document_name(key)[:9] for key in group} for group in groups]


def test_two_retellings_of_one_report_count_once() -> None:
    relation = the_relation("Pinova Cells", "subsidiaryOf", "Namdo Group")
    assert names_by_origin(relation) == [{"sample-06", "sample-07"}]
    assert (relation.origins, relation.counts[Status.ASSERTED]) == (1, 2)


def test_an_independent_report_counts_for_itself() -> None:
    graph = sample_graph()
    fire = [d for d in graph.documents.values() if d.name[:9] in {"sample-06", "sample-07", "sample-08"}]
    names = [{graph.document_name(key)[:9] for key in group} for group in origins(fire)]
    assert sorted(map(sorted, names)) == [["sample-06", "sample-07"], ["sample-08"]]


def test_a_rumour_that_is_denied_is_never_asserted() -> None:
    relation = the_relation("Kestrel Devices", "acquires", "Orsa Optics")
    graph, ontology = open_graph(sample_home())
    assert relation.status is Status.DENIED
    assert relation.counts[Status.RUMOURED] and relation.counts[Status.DENIED]
    assert relation.counts[Status.ASSERTED] == 0
    assert {claim.evidence.document for claim in graph.evidence_of(relation)} == {
        document.id
        for document in graph.documents.values()
        if document.name[:9] in {"sample-04", "sample-05"}
    }
    direct = f"kgo:acquires {iri('entity', relation.object)}"
    [subject] = [b for b in turtle(graph, ontology) if b.startswith(iri("entity", relation.subject))]
    assert direct not in subject


class InterruptAfter(Silent):
    """Presses Ctrl-C when so many documents have been recorded."""

    def __init__(self, documents: int) -> None:
        self._left = documents

    def advance(self, documents: int, words: int, claims: int) -> None:
        super().advance(documents, words, claims)
        self._left -= documents
        if not self._left:
            signal.raise_signal(signal.SIGINT)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Lets interrupts through here and in processes started here; shells ignore them for background jobs."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_build_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build([ARTICLES], home=tmp_path, progress=InterruptAfter(5))
    assert recorded(tmp_path) == 5
    report = build([ARTICLES], home=tmp_path)
    assert (report.read, report.unchanged) == (7, 5)
    assert canonical(tmp_path) == canonical(sample_home())


# ---------------------------------------------------------------- a longer build, stopped from outside


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six editions of the samples, each a little different: enough to be interrupted."""
    records = [json.loads(line) for line in sample_lines()]
    lines = [
        json.dumps({**r, "id": f"{r['id']}-{n}", "text": f"{r['text']}\n\nEdition {n}."})
        for n in range(6)
        for r in records
    ]
    return write_lines(tmp_path_factory.mktemp("editions") / "editions.jsonl", lines)


@pytest.fixture(scope="module")
def undisturbed(editions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    home = tmp_path_factory.mktemp("undisturbed")
    build([editions], home=home)
    return canonical(home)


def start(editions: Path, home: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "build", str(editions), "--home", str(home), *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_until(documents: int, home: Path, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and recorded(home) < documents:
        time.sleep(0.02)


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """Builds that a test starts; nothing of them outlives the test."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.mark.slow
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("options", [(), ("--workers", "2", "--batch-size", "2")])
def test_an_interrupt_ends_in_one_line(
    editions: Path,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
    options: tuple[str, ...],
) -> None:
    process = start(editions, tmp_path, *options)
    processes.append(process)
    wait_until(10, tmp_path, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "kg: stopped; what was recorded is kept, run the same command to go on\n"
    report = build([editions], home=tmp_path)
    assert report.unchanged >= 10
    assert report.read > 0
    assert canonical(tmp_path) == undisturbed


@pytest.mark.slow
def test_a_killed_build_leaves_no_worker_behind(
    editions: Path, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    process = start(editions, tmp_path, "--workers", "2", "--batch-size", "2")
    processes.append(process)
    wait_until(5, tmp_path, process)
    process.kill()
    process.communicate(timeout=30)  # its pipes close when the last of its children has gone
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_build_killed_at_any_moment_can_be_finished(
    editions: Path,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
    seed: int,
) -> None:
    dice = random.Random(seed)
    for _ in range(5):
        process = start(editions, tmp_path, "--batch-size", "4")
        processes.append(process)
        wait_until(recorded(tmp_path) + dice.randint(0, 20), tmp_path, process)
        time.sleep(dice.uniform(0, 0.5))
        before = recorded(tmp_path)
        with contextlib.suppress(ProcessLookupError):  # it may have ended, having read all
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert recorded(tmp_path) >= before
        if (tmp_path / "current").exists():
            load_graph(current_snapshot(tmp_path))
    build([editions], home=tmp_path)
    assert canonical(tmp_path) == undisturbed
