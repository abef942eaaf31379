"""Text files: kept as they are, with what their head says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Document
from kg.sources import read_documents
from kg.sources.decode import decode


def read_bytes(folder: Path, data: bytes) -> Document:
    path = folder / "a.txt"
    path.write_bytes(data)
    (document,) = read_documents([path])
    return document


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_utf8_is_kept_character_for_character(text: str) -> None:
    data = text.encode()
    assert decode(data, "a") == (text[1:] if text.startswith("\ufeff") else text)
    assert decode(b"\xef\xbb\xbf" + data, "a") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Orsa called it “worth €5 billion” — its largest yet.", "cp1252"),
        ("Société Orsa a annoncé un accord. Les résultats sont supérieurs aux prévisions.", "cp1252"),
        ("Die Orsa AG prüft den Verkauf, das wäre das größte Geschäft.", "latin-1"),
        (
            "Spółka Orsa podpisała umowę z zakładem Kestrel na dostawę szkła. Wartość kontraktu wynosi pięć "
            "milionów złotych i obejmuje również części zamienne, które będą dostarczane przez trzy lata.",
            "cp1250",
        ),
        ("Компания Орса поставляет стекло заводу Кестрел по договору.", "cp1251"),
        ("オルサは今日、契約を発表した。供給は来年から始まる予定だ。", "shift_jis"),
        ("奥萨公司今天宣布与凯斯特雷尔签订供货合同，明年开始交货。", "gb18030"),
        ("Orsa supplies Kestrel — “fine”.", "utf-16"),
    ],
)
def test_other_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a") == text


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(128, 256)) * 20, b"\xff\xfeO", b"Orsa\0"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"photo\.txt: is not text; save"):
        decode(data, "photo.txt")


def test_line_ends_and_white_space_stay(tmp_path: Path) -> None:
    text = " \r\nOrsa\rsupplies\n\n\tKestrel. \n"
    assert read_bytes(tmp_path, text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Orsa wins order\n\nOrsa supplies Kestrel.", "Orsa wins order"),
        ("# Orsa wins order \r\n\r\nOrsa supplies Kestrel.", "Orsa wins order"),
        ("Orsa wins order?\n \nOrsa supplies Kestrel.", "Orsa wins order?"),
        ("Orsa supplies Kestrel.\n\nIt said so.", ""),
        ("Orsa wins order\nOrsa supplies Kestrel.", ""),
        ("Orsa wins order", ""),
        ("Orsa wins order\n", ""),
        (f"{'x' * 120}\n\nOrsa.", "x" * 120),
        (f"{'x' * 121}\n\nOrsa.", ""),
        (f"{' ' * 100_000}x\n\nOrsa.", ""),
        ("date 2031-05-06\n\nOrsa supplies Kestrel.", ""),
        ("\n\nOrsa wins order\n\nOrsa.", ""),
    ],
)
def test_a_headline_is_taken_from_the_first_line(tmp_path: Path, text: str, title: str) -> None:
    document = read_bytes(tmp_path, text.encode())
    assert (document.title, document.text) == (title, text)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (" date 2031-05-06 Orsa supplies Kestrel.", "2031-05-06"),
        ("Date: 2031-05-06\nOrsa supplies Kestrel.", "2031-05-06"),
        ("**Publication date:** 2031-05-06T09:30:00Z\n\nOrsa.", "2031-05-06T09:30:00Z"),
        ("Orsa wins order\n2031-05-06 09:30 - Orsa supplies Kestrel.", "2031-05-06T09:30:00Z"),
        ("Orsa wins order\nBy A. Writer, published on 2031-05-06\n\nOrsa.", "2031-05-06"),
        ("Orsa signed a contract dated 2029-01-02 with Kestrel.", None),
        ("Orsa's settlement date 2029-01-02 has passed.", None),
        ("2031-05-061 is a part number.", None),
        ("2031-13-06 is no date.", None),
        ("x" * 200 + "\n2031-05-06", None),
    ],
)
def test_the_date_of_publication_is_taken_from_the_head(
    tmp_path: Path, text: str, published: str | None
) -> None:
    document = read_bytes(tmp_path, text.encode())
    assert (document.published, document.text) == (published, text)
