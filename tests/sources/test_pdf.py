"""PDF: files made here by hand, page by page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from kg.errors import SourceError
from kg.model import Document
from kg.sources import read_documents

LINES = [["Orsa supplies glass", "to Kestrel."], ["Fabrinet owns Vantor (all of it)."]]
DATES = {"/CreationDate": "D:20310506093000Z", "/ModDate": "D:20310508120000+02'00'"}


def pdf(*pages: list[str], about: dict[str, str] | None = None, password: str | None = None) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        escaped = (line.replace("(", r"\(").replace(")", r"\)") for line in lines)
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in escaped)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 72 720 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata(about or {})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def read_pdf(folder: Path, data: bytes) -> Document:
    (folder / "a.pdf").write_bytes(data)
    (document,) = read_documents([folder])
    return document


def test_the_text_of_all_pages_comes_with_title_and_the_later_date(tmp_path: Path) -> None:
    document = read_pdf(tmp_path, pdf(*LINES, about={"/Title": "Orsa wins order", **DATES}))
    assert document == Document.of(
        "Orsa supplies glass\nto Kestrel.\n\nFabrinet owns Vantor (all of it).",
        title="Orsa wins order",
        published="2031-05-08",
        name="a.pdf",
    )


@pytest.mark.parametrize("about", [{}, {"/CreationDate": "yesterday", "/ModDate": "tomorrow"}])
def test_what_the_metadata_does_not_tell_stays_empty(tmp_path: Path, about: dict[str, str]) -> None:
    document = read_pdf(tmp_path, pdf(*LINES, about=about))
    assert (document.title, document.published) == ("", None)


def test_a_file_that_opens_without_password_is_read(tmp_path: Path) -> None:
    assert "Kestrel" in read_pdf(tmp_path, pdf(*LINES, password="")).text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (pdf(*LINES, password="secret"), "is locked with a password; save a copy without"),
        (pdf([], []), "holds no text, only pictures; run text recognition"),
        (pdf(*LINES)[:300], r"is damaged \(.*\); print it to a new PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, r"is damaged \(.*\); print"),
        (b"", r"is damaged \(.*\); print"),
    ],
)
def test_what_gives_no_text_is_told_with_the_remedy(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=rf"a\.pdf: {problem}"):
        read_pdf(tmp_path, data)
