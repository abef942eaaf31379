"""What each command prints when all is well, in every format."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph
import pytest

from kg.cli.app import app
from kg.model import Status
from tests.cli.conftest import KG
from tests.samples import ARTICLES, sample_graph, sample_home, write_lines

SUPPLIERS = (
    "MATCH (s:Entity)-[r:SUPPLIES_TO]->(c:Entity {name: $name}) "
    "RETURN s.name AS supplier, r.belief AS belief ORDER BY supplier"
)
DENIED = """SELECT ?who ?whom ?belief WHERE {
  ?s kgp:acquires ?r ; rdfs:label ?who . ?r kgo:acquires ?o ; kg:status "denied" ; kg:belief ?belief .
  ?o rdfs:label ?whom .
} ORDER BY ?who ?whom"""


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "command", ["", *(str(c.name or c.callback.__name__) for c in app.registered_commands)]
)  # type: ignore[union-attr]
def test_help(kg: KG, command: str) -> None:
    outcome = kg(*command.split(), "--help")
    assert outcome.status == 0
    assert outcome.out.startswith("Usage: ")
    assert f"{command} [OPTIONS]" in outcome.out
    assert outcome.err == ""


def test_extract_prints_a_line_a_claim(kg: KG) -> None:
    outcome = kg("extract", "--samples")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert len(lines) == len(sample_graph().claims)
    texts = {r["id"]: r["text"] for r in map(json.loads, ARTICLES.read_text(encoding="utf-8").splitlines())}
    for line in lines:
        assert list(line) == [
            *("document", "subject", "relation", "object", "status", "attribution"),
            *("evidence", "qualifiers", "confidence", "extractor"),
        ]
        for end in (line["subject"], line["object"]):
            assert list(end) == ["name", "type", "mentions"]
        evidence = line["evidence"]
        assert list(evidence) == ["quote", "start", "end"]
        assert texts[line["document"]][evidence["start"] : evidence["end"]] == evidence["quote"]
        assert line["status"] in list(Status)
        assert 0 < line["confidence"] <= 1
    assert (outcome.status, outcome.err) == (0, "")


def test_build_and_status(kg: KG, tmp_path: Path) -> None:
    record = {
        "id": "a",
        "date": "2025-05-01",
        "text": "Orsa Optics Inc supplies lenses to Kestrel Devices Corp.",
    }
    path = write_lines(
        tmp_path / "a.jsonl", [json.dumps(record), "{broken", json.dumps({"text": "Undated."})]
    )
    built = kg("build", path, "--home", tmp_path / "home")
    assert built.status == 0
    assert built.out.startswith("read 2 documents (1 undated), 0 unchanged, 1 skipped; 1 claims, ")
    assert built.out.endswith("\ngraph of 2 entities and 1 relations\n")
    assert built.err.startswith(f"kg: skipped: {path}:2: ")
    again = kg("build", path, "--home", tmp_path / "home")
    assert again.out.startswith("read 0 documents, 2 unchanged, 1 skipped; 0 claims, 0 rejected\n")

    facts = json.loads(kg("status", "--home", tmp_path / "home", "--format", "json").out)
    assert {name: facts[name] for name in ("documents", "readings", "claims", "entities", "relations")} == {
        "documents": 2,
        "readings": 2,
        "claims": 1,
        "entities": 2,
        "relations": 1,
    }
    assert facts["graph sequence"] == facts["ledger sequence"]
    rows = table(kg("status", "--home", tmp_path / "home", "--format", "csv").out)
    assert [row["what"] for row in rows] == list(facts)
    assert "ledger sequence" in kg("status", "--home", tmp_path / "home").out


def test_home_is_named_by_the_environment(kg: KG) -> None:
    assert json.loads(kg("status", "--format", "json").out)["home"] == str(sample_home())


def test_show_as_json(kg: KG) -> None:
    outcome = kg("show", "Kestrel", "--format", "json")
    found: dict[str, Any] = json.loads(outcome.out)
    assert list(found) == ["entity", "relations"]
    assert found["entity"]["name"] == "Kestrel Devices"
    for item in found["relations"]:
        assert list(item) == [
            *("relation", "direction", "other", "belief", "status", "counts", "origins"),
            *("first_published", "last_published", "derived_from", "evidence"),
        ]
        assert set(item["counts"]) == set(Status)
        assert len(item["evidence"]) == sum(item["counts"].values())
        for line in item["evidence"]:
            assert list(line) == [
                "document",
                "title",
                "published",
                "quote",
                "status",
                "attribution",
                "states",
            ]
    bid = next(item for item in found["relations"] if item["relation"] == "acquires")
    assert (bid["direction"], bid["other"]["name"], bid["status"]) == ("out", "Orsa Optics Inc", "denied")
    assert [line["document"][:9] for line in bid["evidence"]] == ["sample-05"] * bid["counts"]["denied"] + [
        "sample-04"
    ] * bid["counts"]["rumoured"]


def test_show_as_table_and_csv(kg: KG) -> None:
    shown = kg("show", "KDVC").out
    assert shown.startswith("Kestrel Devices (Company, e-")
    assert "acquires -> Orsa Optics Inc (Company) belief 0." in shown
    assert "competesWith <-> Corvane Systems (Company)" in shown
    assert "suppliesTo <- Pinova Cells Co (Company)" in shown
    rows = table(kg("show", "Kestrel", "--format", "csv").out)
    found = json.loads(kg("show", "Kestrel", "--format", "json").out)
    assert [row["evidence_quote"] for row in rows] == [
        line["quote"] for item in found["relations"] for line in item["evidence"]
    ]


def test_exposure(kg: KG) -> None:
    found = json.loads(kg("exposure", "Kestrel", "--format", "json").out)
    assert list(found) == ["entity", "as_of", "coverage", "exposures"]
    assert list(found["coverage"]) == ["documents", "publishers", "first", "last"]
    assert found["as_of"] == "2025-10-16"
    assert found["coverage"]["first"] == "2025-05-06"
    channels = {(item["entity"]["name"], item["channel"]) for item in found["exposures"]}
    assert {("Pinova Cells Co", "supply"), ("Orsa Optics Inc", "supply")} <= channels
    for item in found["exposures"]:
        assert all(step["quote"] for path in item["paths"] for step in path)
    rows = table(kg("exposure", "Kestrel", "--format", "csv").out)
    assert {(row["entity"], row["channel"]) for row in rows} == channels
    assert [float(row["expected"]) for row in rows] == pytest.approx(
        [item["expected"] for item in found["exposures"]], abs=5e-4
    )
    assert "Kestrel Devices: exposed (" in kg("exposure", "Kestrel").out


def test_cypher(kg: KG) -> None:
    asked = ("cypher", SUPPLIERS, "--param", "name=Nvidia", "--format")
    rows = json.loads(kg(*asked, "json").out)
    assert [row["supplier"] for row in rows] == ["Micron", "SK Hynix", "TSMC"]
    assert [{**row, "belief": f"{row['belief']:.3f}"} for row in rows] == table(kg(*asked, "csv").out)
    head, *body = kg(*asked, "table").out.splitlines()
    assert head.split() == ["supplier", "belief"]
    assert [line.rsplit(maxsplit=1)[0] for line in body] == ["Micron", "SK Hynix", "TSMC"]


def test_sparql(kg: KG) -> None:
    rows = json.loads(kg("sparql", DENIED, "--format", "json").out)
    assert ("Kestrel Devices", "Orsa Optics Inc") in {(row["who"], row["whom"]) for row in rows}
    assert table(kg("sparql", "-", "--format", "csv", stdin=DENIED).out) == [
        {**row, "belief": f"{row['belief']:.3f}"} for row in rows
    ]
    assert "Orsa Optics Inc" in kg("sparql", DENIED).out


def test_an_answer_without_rows(kg: KG) -> None:
    query = "MATCH (n:Company {name: 'Nobody'}) RETURN n.name AS name"
    assert kg("cypher", query).out == "(no rows)\n"
    assert json.loads(kg("cypher", query, "--format", "json").out) == []
    assert kg("cypher", query, "--format", "csv").out.strip() == ""


def test_a_parameter_is_json_where_it_can_be(kg: KG) -> None:
    parameters = (
        "--param",
        "n=1",
        "--param",
        "words=[1, 2]",
        "--param",
        "name=Orsa = 1",
        "--param",
        'id="7"',
    )
    query = "RETURN $n AS n, $words AS words, $name AS name, $id AS id"
    assert json.loads(kg("cypher", query, *parameters, "--format", "json").out) == [
        {"n": 1, "words": [1, 2], "name": "Orsa = 1", "id": "7"}
    ]


def test_schema(kg: KG) -> None:
    rows = json.loads(kg("schema", "--format", "json").out)
    names = [row["relation"] for row in rows]
    assert {"suppliesTo", "acquires", "competesWith"} <= set(names)
    assert [row["relation"] for row in table(kg("schema", "--format", "csv").out)] == names
    assert "suppliesTo" in kg("schema").out
    assert "[:SUPPLIES_TO" in kg("schema", "--format", "cypher").out
    assert "sh:NodeShape" in kg("schema", "--format", "shacl").out
    assert "@prefix kg:" in kg("schema", "--format", "turtle").out


def test_evaluate(kg: KG, tmp_path: Path) -> None:
    text = "Orsa Optics Inc supplies lenses to Kestrel Devices Corp, it said. Fabrinet Corp acquired Larkfield Group."
    orsa, kestrel, fabrinet, larkfield = (
        {"name": name, "type": "Company"}
        for name in ("Orsa Optics Inc", "Kestrel Devices Corp", "Fabrinet Corp", "Larkfield Group")
    )

    def claim(subject: dict[str, str], relation: str, obj: dict[str, str]) -> dict[str, str]:
        return {"subject": subject["name"], "relation": relation, "object": obj["name"], "status": "asserted"}

    gold = {
        "id": "a",
        "entities": [orsa, kestrel, fabrinet, larkfield],
        "claims": [claim(orsa, "suppliesTo", kestrel), claim(orsa, "competesWith", larkfield)],
    }
    golds = write_lines(tmp_path / "gold.jsonl", [json.dumps(gold)])
    documents = write_lines(tmp_path / "docs.jsonl", [json.dumps({"id": "a", "text": text})])
    asked = ("evaluate", golds, "--documents", documents, "--format")
    found = json.loads(kg(*asked, "json").out)
    assert found["documents"] == 1
    assert {name: found["strict"][name] for name in ("right", "predicted", "gold")} == {
        "right": 1,
        "predicted": 2,
        "gold": 2,
    }
    assert found["strict"]["f1"] == pytest.approx(0.5)
    assert found["relations"]["competesWith"]["recall"] == 0
    rows = {row["measure"]: row for row in table(kg(*asked, "csv").out)}
    assert rows["strict"]["f1"] == "0.500"
    assert "named pair" in kg(*asked, "table").out


def test_export(kg: KG, tmp_path: Path) -> None:
    assert kg("export", tmp_path, "--to", "csv").out == f"wrote {tmp_path / 'manifest.json'}\n"
    rows = table((tmp_path / "entities.csv").read_text(encoding="utf-8"))
    assert {row["id"] for row in rows} == set(sample_graph().entities)
    assert kg("export", tmp_path, "--to", "turtle").out == f"wrote {tmp_path / 'manifest.json'}\n"
    store = pyoxigraph.Store()
    store.load(path=tmp_path / "graph.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    count = store.query("SELECT (count(?r) AS ?n) { ?r a <urn:keiretsu:ontology:Relation> }")
    assert int(next(iter(count))["n"].value) == len(sample_graph().relations)
    kg("export", tmp_path, "--to", "parquet")
    assert pq.read_table(tmp_path / "relations.parquet").num_rows == len(sample_graph().relations)
    kg("export", tmp_path, "--to", "graphml")
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_nodes() == len(sample_graph().entities)


def test_an_export_that_cannot_be_written(kg: KG, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for form in ("csv", "parquet", "graphml", "turtle"):
        outcome = kg("export", tmp_path / "file" / "below", "--to", form)
        assert outcome.status == 1
        assert outcome.err.startswith("kg: ")
        assert "name a folder that can be" in outcome.err
