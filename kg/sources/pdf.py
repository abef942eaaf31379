"""PDF: the text of all pages is one document."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.model import Document
from kg.sources.files import InputFile
from kg.sources.pages import fit

if TYPE_CHECKING:
    from pypdf import PdfReader

SECONDS = 120.0
"""Time that a file may take: annual reports have hundreds of pages, of which thirty are read in a second."""

_MAX_PAGES = 5000
_UNLOCK = "save a copy without a password"


def pdf_document(data: bytes, file: InputFile) -> Document:
    """Read a PDF.

    The date is the later one of making and changing the file, as a day: nobody has read it sooner.

    Args:
        data: The file.
        file: Where it is kept.

    Raises:
        SourceError: If it is damaged, locked, too long, or holds pictures of text and no text.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - as in `pages`
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("is locked with a password", place=file.place, remedy=_UNLOCK)
        if len(reader.pages) > _MAX_PAGES:
            raise SourceError(f"has more than {_MAX_PAGES} pages", place=file.place, remedy="split it")
        text = fit("\n\n".join(page.extract_text().strip() for page in reader.pages)).strip()
        title, published = _metadata(reader)
    except DependencyError:
        raise SourceError("is encrypted", place=file.place, remedy=_UNLOCK) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        told = f"{type(error).__name__}: {error}"[:200]
        raise SourceError(
            f"is damaged ({told})", place=file.place, remedy="print it to a new PDF, or save its text as .txt"
        ) from error
    if not text:
        raise SourceError(
            "holds no text, only pictures", place=file.place, remedy="run text recognition (OCR) on it first"
        )
    return Document.of(text, title=title, published=published, name=file.name)


def _metadata(reader: PdfReader) -> tuple[str, str | None]:
    """Give title and date; a date that is malformed is none."""
    about = reader.metadata
    if about is None:
        return "", None
    days = []
    for field in ("creation_date", "modification_date"):
        try:
            moment: datetime | None = getattr(about, field)
        except ValueError:
            continue
        if moment is not None:
            days.append(moment.date().isoformat())
    return fit(str(about.title or "")).strip(), max(days, default=None)
