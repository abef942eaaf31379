"""The command as users meet it: arguments in; exit status, output and error lines out."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kg.cli import main
from tests.samples import sample_home


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


KG = Callable[..., Outcome]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch) -> KG:
    """Runs the command in this process on the sample home, unless `--home` names another."""
    monkeypatch.setenv("KG_HOME", str(sample_home()))

    def run(*arguments: object, stdin: str = "", encoding: str = "utf-8") -> Outcome:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="") for _ in range(2))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["kg", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                main()
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, *texts)

    return run
