"""A model that is not whole is not run."""

import shutil
from pathlib import Path

import pytest

from kg.errors import ExtractionError
from kg.extract.reader.network import CARD, FILES, MODEL, Network, read_card
from kg.ontology import Ontology


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_told(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(MODEL, tmp_path / "model"))
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ExtractionError, match="not the one that its card names") as caught:
        Network(folder)
    assert caught.value.place == str(folder / name)
    assert caught.value.remedy


@pytest.mark.parametrize("name", [CARD, *FILES])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(MODEL, tmp_path / "model"))
    (folder / name).unlink()
    with pytest.raises(ExtractionError) as caught:
        Network(folder)
    assert caught.value.place == str(folder / name)


def test_the_model_speaks_the_vocabulary(ontology: Ontology) -> None:
    card = read_card()
    assert set(card.relations) == set(ontology.relation_types)
    assert set(card.types) == set(ontology.entity_types)


def test_the_model_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 45_000_000
