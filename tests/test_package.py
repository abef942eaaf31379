"""What is shipped: a wheel that works away from the checkout, a tidy top level, a lock without addresses."""

import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    *(".ci", ".gitignore", "LICENSE", "README.md", "kg", "ontologies"),
    *("pyproject.toml", "requirements.lock", "scripts", "tests"),
}


def test_top_level_holds_what_it_should_and_nothing_else() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    found = {path.name for path in ROOT.iterdir() if path.name != ".git"}
    assert {name for name in found if not any(fnmatch(name, pattern) for pattern in ignored)} == TOP_LEVEL


def test_every_locked_package_has_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    packages = [line for line in text.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    assert len(packages) > 50
    for package in packages:
        assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", package), package[:80]
    assert "://" not in text


@pytest.mark.slow
def test_the_wheel_works_away_from_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    wheels, target = tmp_path / "wheels", tmp_path / "installed"
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, ROOT], check=True)
    [wheel] = wheels.glob("keiretsu-*.whl")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    for part in ("ontologies", "samples", "gazetteer/data", "server/static"):
        folder = ROOT / ("ontologies" if part == "ontologies" else f"kg/{part}")
        files = {f"kg/{part}/{path.name}" for path in folder.iterdir() if path.is_file()}
        assert files and files <= set(names)
    assert [name for name in names if re.fullmatch(r"keiretsu-[^/]+\.dist-info/(licenses/)?LICENSE", name)]
    assert {name.split("/")[0] for name in names if not name.startswith("keiretsu-")} == {"kg"}

    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", target, wheel], check=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}

    def run(*command: str) -> str:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        ).stdout

    where = run(sys.executable, "-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(target)
    kg = str(target / "bin" / "kg")
    assert "read 12 documents, 0 unchanged, 0 skipped" in run(kg, "build", "--samples")
    assert (tmp_path / ".kg" / "current").is_file()
    assert run(kg, "show", "Kestrel").startswith("Kestrel Devices (Company, ")
