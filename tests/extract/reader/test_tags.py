"""Names off tags, and which of them are one entity."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.reader.network import Network
from kg.extract.reader.tags import Tagged, _best_path, name_entities, read_tags
from kg.extract.reader.windows import WindowCutter
from kg.model import Span


def legal(path: tuple[int, ...]) -> bool:
    return all(t == 0 or t % 2 or before in {t, t - 1} for before, t in zip((0, *path), path, strict=False))


@given(st.lists(st.lists(st.integers(-9, 9), min_size=5, max_size=5), min_size=1, max_size=5))
def test_the_best_path_is_the_best_of_all_legal_ones(rows: list[list[int]]) -> None:
    weights = np.array(rows, dtype=np.float32)
    path = tuple(_best_path(weights))
    score = {
        p: sum(weights[i, t] for i, t in enumerate(p))
        for p in product(range(5), repeat=len(rows))
        if legal(p)
    }
    assert legal(path)
    assert score[path] == max(score.values())


def tagged(text: str, *names: tuple[str, str]) -> list[Tagged]:
    found, at = [], 0
    for words, kind in names:
        at = text.index(words, at)
        found.append(Tagged(Span(at, at + len(words)), words, kind, 0, at, at + 1, 0.9))
        at += len(words)
    return found


def entities(text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    return name_entities(tagged(text, *names), text)


def test_short_names_stand_for_fuller_ones() -> None:
    text = "Eddie Wu runs Orsa Optics Inc. Orsa grew under Wu."
    full = [("Eddie Wu", "Person"), ("Orsa Optics Inc", "Company")]
    found = entities(text, *full, ("Orsa", "Company"), ("Wu", "Person"))
    assert found == [*full, full[1], full[0]]


def test_a_name_that_two_could_shorten_to_stays_itself() -> None:
    text = "Orsa Optics and Orsa Steel: Orsa"
    assert (
        entities(text, ("Orsa Optics", "Company"), ("Orsa Steel", "Company"), ("Orsa", "Company"))[2][0]
        == "Orsa"
    )


def test_acronyms_in_brackets() -> None:
    text = "the Port Safety Board (PSB) told the PSB"
    found = entities(text, ("Port Safety Board", "Agency"), ("PSB", "Agency"), ("PSB", "Company"))
    assert found == [("Port Safety Board", "Agency")] * 3


def test_one_name_has_the_type_that_most_of_its_places_speak_for() -> None:
    text = "Brandt, Brandt, Brandt"
    found = entities(text, ("Brandt", "Company"), ("Brandt", "Person"), ("Brandt", "Company"))
    assert found == [("Brandt", "Company")] * 3


def test_a_second_type_is_kept_where_the_tags_leave_room_for_it(network: Network) -> None:
    text = "Beijing pressed Orsa."
    (window,) = WindowCutter(network.tokenizer).cut(text)
    tags = np.full((len(window.ids), 5), -9.0, np.float32)
    tags[:, 0] = 0
    first = window.sentences[0].first
    tags[first] = [-9, 2, -9, 1, -9]
    (name,) = read_tags(tags, window, text, ("Place", "Government"))
    assert (name.type, name.other) == ("Place", "Government")
    tags[first] = [-9, 6, -9, 1, -9]
    (sure,) = read_tags(tags, window, text, ("Place", "Government"))
    assert (sure.type, sure.other) == ("Place", None)
