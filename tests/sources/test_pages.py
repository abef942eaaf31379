"""Web pages: the article alone, with what the page says of it."""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Document
from kg.sources import pages, read_documents
from kg.sources.pages import plain

PAGES = Path(__file__).resolve().parents[3] / "shared" / "html"
BODY = (
    "Orsa will supply Kestrel with glass for three years, the companies said on Monday after long talks.",
    "The contract is worth “€5 billion”, Société Orsa said, and Fabrinet will finish the panels in Norway.",
    "Kestrel had bought from Vantor until last year, when a fire stopped two of its four furnaces for good.",
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="%s"><title>Orsa wins order | Norpress</title>
<meta property="og:title" content="Orsa wins order"><meta property="og:site_name" content="Norpress">
<meta property="article:published_time" content="2031-05-06T09:30:00Z">
<link rel="canonical" href="https://norpress.example/orsa-wins-order">
<script>var x = "Hidden Company buys Orsa";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/m">Markets</a></li></ul></nav>
<article><h1>Orsa wins order</h1>{"".join(f"<p>{p}</p>" for p in BODY)}</article>
<aside><a href="/other">Read also: Vantor buys a rival</a></aside>
<footer><p>Copyright Norpress. All rights reserved. Cookie settings.</p></footer></body></html>"""


def read_page(folder: Path, page: str | bytes, name: str = "a.html") -> Document:
    data = page.encode() if isinstance(page, str) else page
    (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (document,) = read_documents([folder / name])
    return document


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.html.gz"])
def test_an_article_comes_with_what_the_page_says_of_it_and_without_the_rest(
    tmp_path: Path, name: str
) -> None:
    document = read_page(tmp_path, PAGE % "utf-8", name)
    assert [paragraph for paragraph in BODY if paragraph not in document.text] == []
    assert not re.search("Hidden|Read also|Copyright|Markets", document.text)
    assert document == Document.of(
        document.text,
        title="Orsa wins order",
        url="https://norpress.example/orsa-wins-order",
        publisher="Norpress",
        published="2031-05-06",
        name=name,
    )


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-8", "no-such", "hex"])
def test_the_encoding_that_a_page_declares_is_used_if_it_is_one(tmp_path: Path, encoding: str) -> None:
    data = (PAGE % encoding).encode("utf-8" if encoding in {"no-such", "hex"} else encoding)
    assert BODY[1] in read_page(tmp_path, data).text


def test_a_declared_encoding_decides_what_no_guess_could(tmp_path: Path) -> None:
    page = (PAGE % "iso-8859-7").replace("“€5 billion”", "Ωρσα").replace("Société", "Orsa")
    assert "Ωρσα" in read_page(tmp_path, page.encode("iso-8859-7")).text


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("", "holds no article"),
        ("<html><body><script>x = 1</script></body></html>", "holds no article"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not text"),
        ("<html><body>" + "<div>" * 300_000 + "<p>Orsa supplies Kestrel.", "holds no article"),
    ],
)
def test_a_page_without_article_is_told(tmp_path: Path, page: str | bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=rf"a\.html: {problem}.*; save"):
        read_page(tmp_path, page)


def test_a_page_that_keeps_the_parser_busy_is_given_up_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SECONDS", 2.0)
    many = " ".join(f'a{number}="b"' for number in range(60_000))
    (tmp_path / "a.html").write_text(f"<html><body><p {many}>Orsa supplies Kestrel.</p></body></html>")
    (tmp_path / "b.html").write_text(PAGE % "utf-8")
    errors: list[SourceError] = []
    (document,) = read_documents([tmp_path], on_error=errors.append)
    assert document.name == "b.html"
    assert [error.problem for error in errors] == ["took longer than 2 seconds to read"]


def test_a_page_of_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a\.html\.gz: is longer than 16777216 bytes"):
        read_page(tmp_path, "<p>Orsa</p>" * 2_000_000, "a.html.gz")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Orsa &amp; Co", "Orsa & Co"),
        ("<p>Orsa <b>sup</b>plies\n Kestrel.</p><p>Fine.<br>So.</p>", "Orsa supplies Kestrel.\nFine.\nSo."),
        ("<script>bad()</script><style>p{}</style>Orsa", "Orsa"),
        ("<figure><figcaption>A plant</figcaption></figure>Orsa", "Orsa"),
        ("Orsa &#xD800;&#0; <ul><li>a<li>b</ul>", "Orsa \ufffd\ufffd\na\nb"),
        ("", ""),
    ],
)
def test_pieces_of_html_become_lines(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.skipif(not (PAGES / "ground-truth.json").is_file(), reason=f"no pages lie in {PAGES}")
def test_the_articles_of_real_pages_are_found() -> None:
    truth = json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8"))
    texts = {document.name: document.text for document in read_documents([PAGES], on_error=lambda _: None)}
    scores = []
    for name, page in sorted(truth.items()):
        both = (texts.get(f"{name}.html.gz", ""), page["articleBody"])
        found, wanted = (Counter(re.findall(r"\w+", text.casefold())) for text in both)
        scores.append(2 * (found & wanted).total() / (found.total() + wanted.total()))
    assert math.fsum(scores) / len(scores) >= 0.90
