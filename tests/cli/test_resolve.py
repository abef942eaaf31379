"""`kg resolve`: a list of names in, the same rows with what they are out."""

import csv
import io
from pathlib import Path

from tests.cli.conftest import KG

ROWS = """id,name,type,ticker
1,International Business Machines Corp,Company,NYSE:IBM
2,IBM,,
3,Orsa Quarries Ltd,,
4,ORSA QUARRIES,,
5,Orsa Quarries Finance BV,,
-6,=cmd|' /C calc'!A0,,
"""


def resolved(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_rows_that_are_one_thing_share_an_entity(kg: KG, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(ROWS)
    outcome = kg("resolve", path, "--home", tmp_path / "nothing")
    assert outcome.status == 0
    rows = resolved(outcome.out)
    assert list(rows) == ["1", "2", "3", "4", "5", "-6"]
    assert rows["1"]["entity"] == rows["2"]["entity"] == "company:ibm"
    assert rows["3"]["entity"] == rows["4"]["entity"] != rows["5"]["entity"]
    assert "same name" in rows["4"]["explanation"]
    assert outcome.err == "6 rows, 4 entities\n"
    assert rows["-6"]["name"].startswith("'=")  # no spreadsheet takes a name for a formula


def test_what_the_graph_knows_carries_its_id(kg: KG, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name\na,Kestrel Devices\n")
    (row,) = resolved(kg("resolve", path).out).values()
    assert row["entity"] in kg("show", "Kestrel Devices", "--format", "json").out


def test_a_list_without_names_is_refused(kg: KG, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,company\n1,Orsa\n")
    outcome = kg("resolve", path)
    assert (outcome.status, outcome.out) == (2, "")
    assert "there is no column 'name'" in outcome.err
