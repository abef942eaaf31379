"""Feeds: RSS and Atom in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Document
from kg.sources import read_documents

RSS = """<?xml version="1.0" encoding="%s"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Norpress Märkte</title><link>https://norpress.example/</link>
<item><title>Orsa &amp; Kestrel sign</title><link>https://norpress.example/1</link><guid>n-1</guid>
<pubDate>Tue, 06 May 2031 11:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Orsa supplies <b>Kestrel</b>.</p><p>So it said.</p>]]></content:encoded>
</item>
<item><title>Fabrinet grows</title></item>
<item><link>https://norpress.example/3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kurier</title>
<entry><id>k-1</id><title>Orsa</title><updated>2031-05-06</updated><link href="javascript:x()"/>
<source><title>Fabrinet Wire</title></source><summary type="text">Orsa &lt; Kestrel.</summary></entry></feed>"""
LAUGHTER = zip("abcdefghi", "bcdefghiz", strict=True)
NESTED = "".join(f'<!ENTITY {more} "{f"&{less};" * 10}">' for less, more in LAUGHTER)
LAUGHS = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{NESTED}]>
<rss version="2.0"><channel><title>x</title><item><title>&z;</title></item></channel></rss>"""


def read_feed(folder: Path, data: bytes) -> tuple[list[Document], list[str]]:
    (folder / "a.xml").write_bytes(data)
    errors: list[SourceError] = []
    documents = list(read_documents([folder], on_error=errors.append))
    return documents, [str(error).removeprefix(f"{folder}/") for error in errors]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_every_entry_of_rss_is_a_document(tmp_path: Path, encoding: str) -> None:
    documents, errors = read_feed(tmp_path, (RSS % encoding).encode(encoding))
    assert documents == [
        Document.of(
            "Orsa supplies Kestrel.\nSo it said.",
            title="Orsa & Kestrel sign",
            url="https://norpress.example/1",
            publisher="Norpress Märkte",
            published="2031-05-06T09:30:00Z",
            name="n-1",
        ),
        Document.of("Fabrinet grows", title="Fabrinet grows", publisher="Norpress Märkte", name="a.xml:2"),
    ]
    assert errors == ["a.xml, entry 3: holds no text; leave it out"]


def test_atom_keeps_a_day_a_day_and_names_the_source_of_an_entry(tmp_path: Path) -> None:
    (document,), errors = read_feed(tmp_path, ATOM.encode())
    assert (document.publisher, document.published, document.name) == ("Fabrinet Wire", "2031-05-06", "k-1")
    assert (document.text, document.url) == ("Orsa < Kestrel.", "")
    assert errors == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(tmp_path: Path, encoding: str) -> None:
    documents, errors = read_feed(tmp_path, LAUGHS.encode(encoding))
    assert documents == []
    assert errors == ["a.xml: defines entities; take the <!ENTITY …> lines out"]


@pytest.mark.parametrize("data", [b"", b"/etc/passwd", b"http://norpress.example/", b"<note>Orsa</note>"])
def test_what_is_no_feed_is_told_and_never_opened_or_fetched(tmp_path: Path, data: bytes) -> None:
    documents, errors = read_feed(tmp_path, data)
    assert documents == []
    assert errors == ["a.xml: is not an RSS or Atom feed; name the feed's own address"]


def test_a_feed_that_is_too_long_is_refused(tmp_path: Path) -> None:
    documents, errors = read_feed(tmp_path, b" " * (5 * 2**20 + 1))
    assert documents == []
    assert errors == ["a.xml: is longer than 5242880 bytes; split it, or save its text alone"]
