"""Markdown: the text as it is, with what front matter says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document
from kg.sources import read_documents


def read_markdown(folder: Path, text: str) -> Document:
    (folder / "a.md").write_bytes(text.encode())
    (document,) = read_documents([folder])
    return document


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_says_what_the_document_is_and_stays_in_it(tmp_path: Path, end: str) -> None:
    lines = [
        "---",
        'title: "Orsa: a new order"',
        "Date: 2031-05-06",
        "tags: [glass]",
        "publisher: Norpress",
        "url: https://norpress.example/1",
        "draft:",
        "---",
        "# Other",
        "",
        "Orsa supplies **Kestrel**.",
    ]
    text = end.join(lines)
    assert read_markdown(tmp_path, text) == Document.of(
        text,
        title="Orsa: a new order",
        url="https://norpress.example/1",
        publisher="Norpress",
        published="2031-05-06",
        name="a.md",
    )


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        ("# Orsa wins\n\nOrsa grows.", "Orsa wins", None),
        ("\n# Orsa wins\nOrsa grows.", "Orsa wins", None),
        ("---\nlang: en\n---\n\n# Orsa wins\n\n2031-05-06\n\nOrsa grows.", "Orsa wins", "2031-05-06"),
        ("---\ntitle: No end\n\nOrsa grows.", "", None),
        ("Orsa grows.\n\n---\ntitle: Not at the top\n---\n", "", None),
        ("---\ntitle: Orsa\ndate: soon\n---\nOrsa grows.", "Orsa", None),
    ],
)
def test_without_front_matter_the_head_of_the_text_tells(
    tmp_path: Path, text: str, title: str, published: str | None
) -> None:
    document = read_markdown(tmp_path, text)
    assert (document.title, document.published, document.text) == (title, published, text)
