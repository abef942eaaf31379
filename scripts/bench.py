"""Measures the software; every figure that the README quotes is printed by a command here.

scripts/bench extraction [--gold GOLD.jsonl --documents DOCS.jsonl]   scores against annotated articles
scripts/bench extractors [as extraction]                              grammar, reader and both, with their calibration
scripts/bench speed      [--documents DOCS.jsonl]                     words a second beside bare spaCy, in one run
scripts/bench demo                                                    seconds of a first and of a second demo build
scripts/bench corpus     [--documents DOCS.jsonl.gz]                  builds a whole corpus twice and checks every quote
scripts/bench kills      [--documents DOCS.jsonl.gz]                  the same in a build that is killed ten times
scripts/bench html                                                    texts read from web pages beside their articles
scripts/bench origins                                                 who tells whose story, in a made-up press
scripts/bench readme     [as extraction]                              rewrites the README's transcript and table
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from builds import corpus, kills
from causes import causes
from compare import compare, measure

from kg.cli.work import claim_json
from kg.evaluation import GoldDocument, Measure, Scores, predicted_claims, read_gold, score
from kg.extract import DEFAULT_PIPELINE, EXTRACTORS
from kg.ontology import load_ontology
from kg.pipeline import Settings, extract, make_extractor
from kg.sources import read_documents

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
"""Where annotated articles lie beside a checkout, if they do."""

CORPUS = ROOT.parent / "shared" / "corpus" / "antitrust_news.jsonl.gz"
"""Where articles without annotation lie beside a checkout, if they do."""
PAGES = ROOT.parent / "shared" / "html"
"""Where web pages with their articles (ground-truth.json) lie beside a checkout, if they do."""

SAMPLES = ROOT / "kg" / "samples" / "articles.jsonl"


def main() -> None:
    """Run the benchmark that the command line names."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "what", choices=[*"extraction extractors speed demo corpus kills html origins readme".split()]
    )
    parser.add_argument("--gold", type=Path, help="annotated claims")
    parser.add_argument("--documents", type=Path, help="the texts that they are about")
    asked = parser.parse_args()
    part = (
        "dev" if asked.what == "readme" else "train"
    )  # the README quotes articles that nothing was tuned on
    if asked.what in {"corpus", "kills"}:
        asked.documents = asked.documents or CORPUS
    asked.gold = asked.gold or EVAL / f"gold_{part}.jsonl"
    asked.documents = asked.documents or EVAL / f"documents_{part}.jsonl"
    if asked.what in {"extraction", "extractors", "readme"} and not (
        asked.gold.is_file() and asked.documents.is_file()
    ):
        parser.error(
            f"{asked.gold} and {asked.documents} are needed; name your own with --gold and --documents"
        )
    if asked.what == "extraction":
        show(extraction(asked.gold, asked.documents))
    elif asked.what == "extractors":
        show(compare(asked.gold, asked.documents))
    elif asked.what == "speed":
        show(speed(asked.documents if asked.documents.is_file() else SAMPLES))
    elif asked.what in {"corpus", "kills"}:
        if not asked.documents.is_file():
            parser.error(f"{asked.documents} is needed; name your own with --documents")
        show({"corpus": corpus, "kills": kills}[asked.what](asked.documents))
    elif asked.what == "demo":
        show(demo())
    elif asked.what == "html":
        show(html())
    elif asked.what == "origins":
        show(origins())
    else:
        rewrite_readme(asked.gold, asked.documents)


def extraction(gold_path: Path, documents_path: Path) -> list[tuple[str, str]]:
    """Score the grammar on annotated articles, over the relation types that the vocabulary has and over all."""
    types = load_ontology().relation_types
    gold = read_gold(gold_path)
    read = list(extract([documents_path], settings=Settings()))
    lines = [claim_json(d, c) for d, r in read for c in r.claims]
    symmetric = frozenset(t.name for t in types.values() if t.symmetric)
    ours = score(_only(gold, types), predicted_claims(lines), symmetric=symmetric)
    every = score(gold, predicted_claims(lines), symmetric=symmetric)
    rows = [
        (
            "annotated articles, none of them tuned on" if "dev" in gold_path.name else "articles",
            str(ours.documents),
        ),
        (f"strict, {len(types)} relation types", _measure(ours.strict)),
        ("strict, claims between names", _measure(ours.named_strict)),
        ("status of matched claims", _status(ours)),
        ("false assertion", f"{ours.false_assertion.count} of {ours.false_assertion.total}"),
    ]
    if every.strict != ours.strict:
        rows += [
            ("strict, all relation types of the annotation", _measure(every.strict)),
            ("strict, the same between names", _measure(every.named_strict)),
        ]
    rows += [(f"  {name}", _measure(measure)) for name, measure in ours.relations.items()]
    return rows + causes(gold, read, symmetric=symmetric)


def speed(documents_path: Path) -> list[tuple[str, str]]:
    """Compare reading with bare spaCy on the same texts, in one run, each warmed up and then timed."""
    import spacy  # noqa: PLC0415 - only this benchmark needs it by itself

    documents = list(read_documents([documents_path]))[:100]
    words = sum(len(d.text.split()) for d in documents)
    nlp = spacy.load(DEFAULT_PIPELINE)
    list(nlp.pipe(d.text for d in documents[:5]))
    bare = _seconds(nlp.pipe([d.text for d in documents], batch_size=32))
    rows = [("words", f"{words:,}"), ("bare spaCy", f"{words / bare:,.0f} words/s")]
    for name in EXTRACTORS:
        extractor = make_extractor(Settings(extractor=name))
        list(extractor.read(documents[:5]))
        seconds = _seconds(extractor.read(documents))
        rows.append(
            (name, f"{words / seconds:,.0f} words/s, {bare / seconds:.2f} times the rate of bare spaCy")
        )
    return rows


def demo() -> list[tuple[str, str]]:
    """Time a build of the sample articles into an empty home, and the same again."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "kg", "build", "--samples", "--home", home]
        times = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - began)
    return [("first build of the samples", f"{times[0]:.1f} s"), ("second", f"{times[1]:.1f} s")]


def html() -> list[tuple[str, str]]:
    """Compare the texts read from web pages with their articles, beside trafilatura's own reading of them."""
    import trafilatura  # noqa: PLC0415 - only this benchmark needs it by itself

    if not (PAGES / "ground-truth.json").is_file():
        return [("skipped", f"no pages with their articles lie in {PAGES}")]
    truth = json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8"))
    articles = {f"{name}.html.gz": page["articleBody"] for name, page in sorted(truth.items())}
    ours = {document.name: document.text for document in read_documents([PAGES], on_error=lambda _: None)}
    plain = {name: trafilatura.extract(gzip.decompress((PAGES / name).read_bytes())) for name in articles}
    rows = [("pages", str(len(articles)))]
    for reader, texts in (("kg", ours), ("trafilatura as it comes", plain)):
        scores = [token_f1(texts.get(name) or "", article) for name, article in articles.items()]
        rows.append((f"token F1, mean: {reader}", f"{math.fsum(scores) / len(scores):.4f}"))
    return rows


def origins() -> list[tuple[str, str]]:
    """Score the origins of 300 made-up articles by the pairs on one relation that are taken for one story."""
    sys.path.insert(0, str(ROOT))
    from tests.graph.stories import pairwise_f1, stories  # noqa: PLC0415 - the press is made up for the tests

    rows = []
    for seed in range(1, 6):
        precision, recall, f1 = pairwise_f1(stories(300, seed=seed))
        rows.append(
            (f"origins of 300 articles, seed {seed}", f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
        )
    return rows


def token_f1(found: str, wanted: str) -> float:
    """Give the F1 of the multiset of words of a text against that of another; case does not count."""
    a, b = (Counter(re.findall(r"\w+", text.casefold())) for text in (found, wanted))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def rewrite_readme(gold_path: Path, documents_path: Path) -> None:
    """Put what the commands print now into the README: its transcript, and its table of figures."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    commands = re.findall(r"^\$ (kg .*)$", text, re.MULTILINE)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "KG_HOME": home, "KG": f"{sys.executable} -m kg"}
        printed = [f"$ {command}\n{_printed(command, environment)}" for command in commands]
    figures = [measure(extractor, gold_path, documents_path)[0] for extractor in EXTRACTORS]
    table = "".join(f"| {name} | {' | '.join(f[name] for f in figures)} |\n" for name in figures[0])
    text = re.sub(r"(?s)```console\n.*?```", lambda _: "```console\n" + "".join(printed) + "```", text)
    text = re.sub(
        r"(?s)(\| \| grammar \| reader \| both \|\n\|---\|---\|---\|---\|\n)(?:\|.*?\n)*(?=\n)",
        lambda m: m[1] + table,
        text,
    )
    path.write_text(text, encoding="utf-8")


def show(rows: Iterable[tuple[str, str]]) -> None:
    """Print rows in two columns."""
    for name, value in rows:
        sys.stdout.write(f"{name:48} {value}\n")


def _printed(command: str, environment: dict[str, str]) -> str:
    words = command.replace("kg ", "$KG ", 1)
    done = subprocess.run(["bash", "-c", words], env=environment, capture_output=True, text=True, check=True)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _only(gold: Sequence[GoldDocument], types: Iterable[str]) -> list[GoldDocument]:
    kept = frozenset(types)
    return [replace(d, claims=tuple(c for c in d.claims if c.relation in kept)) for d in gold]


def _seconds(work: Iterable[object]) -> float:
    began = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - began


def _measure(measure: Measure) -> str:
    return (
        f"P {measure.precision:.2f} R {measure.recall:.2f} F1 {measure.f1:.2f} "
        f"({measure.right} right of {measure.predicted}, {measure.gold} annotated)"
    )


def _status(scores: Scores) -> str:
    macro = "none" if scores.status_macro_f1 is None else f"{scores.status_macro_f1:.2f}"
    return f"accuracy {scores.status.rate or 0:.2f}, macro-F1 {macro}"


if __name__ == "__main__":
    main()
