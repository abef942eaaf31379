"""Bad input meets the command; the language pipeline is loaded once for all of it."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest

from kg import pipeline
from kg.ledger import Ledger
from kg.pipeline import LEDGER
from tests.cli.conftest import kg  # noqa: F401 - a fixture of this room too

FACT = "Orsa Optics Inc supplies glass to Kestrel Devices."
"""A sentence that the grammar reads a claim from."""


@pytest.fixture(autouse=True)
def one_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "make_extractor", _make_extractor)


_make_extractor = cache(pipeline.make_extractor)

Mount = Callable[..., AbstractContextManager[Path]]


@pytest.fixture
def mount(tmp_path: Path) -> Mount:
    """Mounts a file system on a folder of its own: what permissions cannot show to root, a mount can."""

    @contextmanager
    def mounted(*options: str) -> Iterator[Path]:
        target = tmp_path / "mounted"
        target.mkdir()
        _mount(*options, str(target))
        try:
            yield target
        finally:
            # Lazily: what an engine that failed still holds open must not keep the mount.
            subprocess.run(["umount", "--lazy", str(target)], check=True)

    return mounted


def remount(target: Path, options: str) -> None:
    _mount("-o", f"remount,{options}", str(target))


def _mount(*arguments: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")


def record(text: str, **fields: object) -> str:
    return json.dumps({"text": text, "date": "2025-05-01", **fields})


def check_ledger(home: Path) -> int:
    """Check that every quote in a ledger stands in its document where it says; tell how many there are."""
    with Ledger.open(home / LEDGER, readonly=True) as ledger:
        texts = {document.id: document.text for document in ledger.documents()}
        claims = list(ledger.claims())
    for claim in claims:
        evidence = claim.evidence
        assert texts[evidence.document][evidence.span.start : evidence.span.end] == evidence.quote
    return len(claims)
