"""The README's transcript is what the commands print, and its own relation type works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def kg(home: Path, command: str) -> str:
    environment = {**os.environ, "KG_HOME": str(home), "KG": f"{sys.executable} -m kg"}
    words = command.replace("kg ", "$KG ", 1)
    done = subprocess.run(
        ["bash", "-c", words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def transcript() -> list[tuple[str, str]]:
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block is not None
    parts = re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]


def test_the_transcript_is_what_the_commands_print(tmp_path: Path) -> None:
    for command, expected in transcript():
        printed = kg(tmp_path, command)
        assert [line.rstrip() for line in printed.splitlines()] == expected.splitlines(), command


def test_the_relation_type_of_the_readme_is_read(tmp_path: Path) -> None:
    turtle = re.search(r"```turtle\n(.*?)```", README, re.DOTALL)
    assert turtle is not None
    (tmp_path / "audits.ttl").write_text(turtle[1], encoding="utf-8")
    (tmp_path / "news.txt").write_text("Orsa Partners audits Kestrel Shipping.\n", encoding="utf-8")
    kg(tmp_path / "home", f"kg build --ontology {tmp_path / 'audits.ttl'} {tmp_path / 'news.txt'}")
    rows = kg(
        tmp_path / "home",
        "kg cypher 'MATCH (a)-[:AUDITS]->(b) RETURN a.name AS a, b.name AS b' --format csv",
    )
    assert rows == "a,b\nOrsa Partners,Kestrel Shipping\n"


@pytest.mark.parametrize("script", ["demo", "test", "check", "bench"])
def test_the_scripts_that_the_readme_names_are_there(script: str) -> None:
    assert os.access(ROOT / "scripts" / script, os.X_OK)
