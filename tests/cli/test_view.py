"""`kg view` writes a page."""

from pathlib import Path

from tests.cli.conftest import KG


def test_a_page_is_written(kg: KG, tmp_path: Path) -> None:
    whole, near = tmp_path / "whole.html", tmp_path / "near.html"
    outcome = kg("view", "--out", whole)
    assert (outcome.status, outcome.out, outcome.err) == (0, f"wrote {whole}\n", "")
    assert kg("view", "Tamsin Materials", "--out", near, "--hops", 1, "--limit", 5).status == 0
    assert whole.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Nvidia" in whole.read_text(encoding="utf-8")
    assert "Nvidia" not in near.read_text(encoding="utf-8")
    assert "Ostwick Photonics" in near.read_text(encoding="utf-8")


def test_an_unknown_name_writes_nothing(kg: KG, tmp_path: Path) -> None:
    outcome = kg("view", "Nobody at all", "--out", tmp_path / "page.html")
    assert outcome.status == 2
    assert "no entity is called 'Nobody at all'" in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named(kg: KG, tmp_path: Path) -> None:
    outcome = kg("view", "--out", tmp_path / "none" / "page.html")
    assert outcome.status == 2
    assert f"{tmp_path / 'none' / 'page.html'}: cannot be written" in outcome.err
