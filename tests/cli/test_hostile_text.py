"""What articles say never speaks to the terminal or to a spreadsheet."""

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.ledger import Ledger
from kg.model import Argument, Claim, Document, Evidence, Reading, ReadingKey, Span, Status
from kg.ontology import load_ontology
from kg.pipeline import LEDGER, open_graph, project
from tests.cli.conftest import KG

NAMES = [
    "Zorb\x1b[31mtek",
    "[red]Halvard[/red]",
    "\u202eOrsa\u202c Optics",
    '=HYPERLINK("http://example.com","Tamsin")',
    "\x9b31mPinova",
    "Lark\U000e0041field\x7f",
]
TITLE = "\x1b]0;owned\x07 [bold]News[/bold]"
CUSTOMER = "Kestrel Devices"


def supply(document: Document, name: str, relation: str = "suppliesTo") -> Claim:
    """The claim, as if read from the text, that what is so named supplies the customer."""
    start, end = Span(0, len(name)), Span(len(document.text) - len(CUSTOMER), len(document.text))
    evidence = Evidence(document.id, Span(0, len(document.text)), document.text, "by hand")
    return Claim(
        id=Claim.identify(evidence, start, relation, end, Status.ASSERTED),
        subject=Argument(name, "Company", start, (name,)),
        relation=relation,
        object=Argument(CUSTOMER, "Company", end, (CUSTOMER,)),
        status=Status.ASSERTED,
        evidence=evidence,
        attribution=name,
        published=document.published,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    ontology = load_ontology()
    with Ledger.open(folder / LEDGER) as ledger:
        for number, name in enumerate(NAMES):
            text = f"{name} supplies {CUSTOMER}"
            document = Document.of(
                text, title=TITLE, publisher=name, published="2025-05-01", name=f"{number}"
            )
            key = ReadingKey(document.id, "by hand", ontology.hash)
            ledger.record(
                document, Reading(key, claims=(supply(document, name),)), recorded="2025-11-01T00:00:00Z"
            )
        project(ledger, home=folder, ontology=ontology, gazetteer=Gazetteer.load())
    return folder


def speaks(text: str) -> set[str]:
    """Characters that a terminal obeys instead of showing them."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}}


def test_the_names_are_as_hostile_as_the_articles(home: Path) -> None:
    names = {name for entity in open_graph(home)[0].entities.values() for name in entity.names}
    assert set(NAMES) <= names


ASKED = [
    ("show", CUSTOMER),
    ("show", NAMES[0]),
    ("show", NAMES[2]),
    ("exposure", CUSTOMER),
    ("cypher", "MATCH (e:Entity) RETURN e.name AS name, e.names AS names"),
    ("sparql", "SELECT ?name ?quote { ?c kg:quote ?quote . ?e rdfs:label ?name }"),
]


@pytest.mark.parametrize("arguments", ASKED)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_nothing_speaks_to_the_terminal(kg: KG, home: Path, arguments: tuple[str, ...], form: str) -> None:
    outcome = kg(*arguments, "--home", home, "--format", form)
    assert outcome.status == 0
    assert speaks(outcome.out) == set()


def test_tables_show_what_they_do_not_send(kg: KG, home: Path) -> None:
    shown = kg("cypher", "MATCH (e:Entity) RETURN e.name AS name", "--home", home).out
    assert "Zorb\\u001b[31mtek" in shown
    assert "[red]Halvard[/red]" in shown
    assert "\\u202eOrsa\\u202c Optics" in shown


def test_json_gives_every_name_back(kg: KG, home: Path) -> None:
    found = json.loads(kg("show", CUSTOMER, "--home", home, "--format", "json").out)
    assert {item["evidence"][0]["attribution"] for item in found["relations"]} == set(NAMES)
    assert {line["title"] for item in found["relations"] for line in item["evidence"]} == {TITLE}


def test_csv_runs_no_formula(kg: KG, home: Path) -> None:
    shown = kg("show", CUSTOMER, "--home", home, "--format", "csv").out
    cells = [cell for row in csv.reader(io.StringIO(shown)) for cell in row]
    assert f"'{NAMES[3]}" in cells
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@"))]


def test_csv_leaves_numbers_alone(kg: KG, home: Path) -> None:
    shown = kg(
        "cypher", "RETURN -0.5 AS loss, -3 AS count, '-x' AS text", "--home", home, "--format", "csv"
    ).out
    assert shown == "loss,count,text\n-0.500,-3,'-x\n"


def test_errors_are_as_careful(kg: KG, home: Path) -> None:
    outcome = kg("show", "Zorb\x1b[31mte", "--home", home)
    assert outcome.status == 2
    assert "did you mean Zorb\\u001b[31mtek?" in outcome.err
    assert speaks(outcome.err) == set()


def test_extract_escapes_what_it_quotes(kg: KG, tmp_path: Path) -> None:
    record = {
        "id": "\x9bid",
        "text": "Orsa Optics supplies \u202eglass\u202c \x1b[31mand lenses to Kestrel Devices.",
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record))
    outcome = kg("extract", path)
    assert speaks(outcome.out) == set()
    for line in map(json.loads, outcome.out.splitlines()):
        assert line["document"] == record["id"]
        assert line["evidence"]["quote"] in record["text"]
