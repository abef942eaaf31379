"""Who may stand in relation to whom: every pair once each way, with where its ends stand."""

from kg.extract.reader.candidates import Candidates, Place, find_candidates

SENTENCES = [(1, 11), (11, 21), (21, 31)]
PLACES = [Place(0, 0, 1, 3), Place(1, 0, 5, 6), Place(2, 0, 8, 9), Place(1, 1, 12, 13)]


def rows(candidates: Candidates) -> list[tuple[int, int, int]]:
    subject, obj = (candidates.unit_entity[e].tolist() for e in (candidates.subject, candidates.object))
    return list(zip(candidates.sentence.tolist(), subject, obj, strict=True))


def test_every_pair_of_a_sentence_stands_once_each_way() -> None:
    found = rows(find_candidates(PLACES[:3], SENTENCES))
    assert sorted(found) == [(0, a, b) for a in range(3) for b in range(3) if a != b]


def test_a_sentence_may_mean_whom_those_before_it_name() -> None:
    found = rows(find_candidates(PLACES, SENTENCES))
    assert [row for row in found if row[0] == 1] == [(1, 1, 0), (1, 0, 1), (1, 1, 2), (1, 2, 1)]


def test_a_sentence_without_names_means_nobody_and_nothing_is_fine() -> None:
    assert len(find_candidates([], SENTENCES)) == 0
    assert len(find_candidates([Place(0, 0, 1, 2)], SENTENCES)) == 0


def test_positions_tell_before_between_behind_and_within() -> None:
    candidates = find_candidates(PLACES[:3], SENTENCES)
    at = rows(candidates).index((0, 0, 2))
    assert candidates.position[at].tolist()[:12] == [0, 4, 4, 2, 2, 2, 2, 2, 5, 3, 3, 0]
    assert candidates.order[at] == 0
    assert candidates.apart[at].tolist() == [4, 1]  # five pieces and one name between them


def test_where_an_end_is_not_named_the_whole_sentence_counts() -> None:
    candidates = find_candidates(PLACES, SENTENCES)
    at = rows(candidates).index((1, 1, 0))
    assert candidates.position[at].tolist()[11:22] == [6, 4, *[6] * 8, 0]
    assert candidates.distance[at].tolist() == [0, 1]
    assert candidates.order[at] == 2
    assert candidates.apart[at].tolist() == [8, 8]


def test_a_list_of_names_does_not_grow_without_bound() -> None:
    places = [Place(i, 0, i + 1, i + 2) for i in range(200)]
    assert len(find_candidates(places, [(1, 201)])) == 14 * 13


def test_a_window_full_of_names_does_not_grow_without_bound() -> None:
    places = [Place(i % 12, i // 4, i + 1, i + 2) for i in range(440)]
    assert len(find_candidates(places, [(i * 4 + 1, i * 4 + 5) for i in range(110)])) == 4_000
