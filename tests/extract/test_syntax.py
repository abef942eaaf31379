"""Slots over trees written by hand: what stands where must not depend on what the parser of the day makes of it."""

from __future__ import annotations

import pytest

from kg.extract.ancestry import common_governor
from kg.extract.nominal import conjuncts, phrase, relative
from kg.extract.syntax import (
    agents,
    bearers,
    controlling_preposition,
    event_agents,
    has_complement,
    is_passive,
    modifiers,
    patients,
    possessors,
    prepositional,
)
from tests.extract.trees import tree, word, words

ACTIVE = "Orsa/NNP/nsubj/1 bought/VBD/ROOT/1/buy Kestrel/NNP/dobj/1"
PASSIVE = "Kestrel/NNP/nsubjpass/2 was/VBD/auxpass/2/be bought/VBN/ROOT/2/buy by/IN/agent/2 Orsa/NNP/pobj/3"
REDUCED = (
    "Kestrel/NNP/nsubj/5 ,/,/punct/0 bought/VBN/acl/0/buy by/IN/agent/2 Orsa/NNP/pobj/3 "
    "makes/VBZ/ROOT/5/make lenses/NNS/dobj/5"
)
OBJECT_RELATIVE = (
    "Kestrel/NNP/nsubj/4 which/WDT/dobj/3 Orsa/NNP/nsubj/3 bought/VBD/relcl/0/buy makes/VBZ/ROOT/4/make "
    "lenses/NNS/dobj/4"
)
SUBJECT_RELATIVE = (
    "Orsa/NNP/nsubj/4 which/WDT/nsubj/2 bought/VBD/relcl/0/buy Kestrel/NNP/dobj/2 makes/VBZ/ROOT/4/make "
    "lenses/NNS/dobj/4"
)
INFINITIVE = (
    "Orsa/NNP/nsubj/1 plans/VBZ/ROOT/1/plan to/TO/aux/3 buy/VB/xcomp/1 Kestrel/NNP/dobj/3"  # subject control
)
ORDER = "Beijing/NNP/nsubj/1 ordered/VBD/ROOT/1/order Orsa/NNP/dobj/1 to/TO/aux/4 sell/VB/xcomp/1 Kestrel/NNP/dobj/4"
VERBS_JOINED = (
    "Orsa/NNP/nsubj/1 bought/VBD/ROOT/1/buy Kestrel/NNP/dobj/1 and/CC/cc/1 sold/VBD/conj/1/sell "
    "Fabrinet/NNP/dobj/4"
)
OBJECT_SHARED = "Orsa/NNP/nsubj/1 builds/VBZ/ROOT/1/build and/CC/cc/1 sells/VBZ/conj/1/sell phones/NNS/dobj/3"
PASSIVE_JOINED = (
    "Kestrel/NNP/nsubjpass/2 was/VBD/auxpass/2/be bought/VBN/ROOT/2/buy and/CC/cc/2 renamed/VBN/conj/2/rename "
    "by/IN/agent/4 Orsa/NNP/pobj/5"
)
PLAN = (
    "Orsa/NNP/poss/2 's/POS/case/0 plan/NN/nsubj/6 to/TO/aux/4 buy/VB/acl/2 Kestrel/NNP/dobj/4 "
    "failed/VBD/ROOT/6/fail"
)
TALKS = (
    "Orsa/NNP/nsubj/1 is/VBZ/ROOT/1/be in/IN/prep/1 talks/NNS/pobj/2/talk about/IN/prep/3 buying/VBG/pcomp/4/buy "
    "Kestrel/NNP/dobj/5"
)


@pytest.mark.parametrize(
    ("notation", "verb", "who", "whom"),
    [
        (ACTIVE, "bought", ["Orsa"], ["Kestrel"]),
        (PASSIVE, "bought", ["Orsa"], ["Kestrel"]),
        (REDUCED, "bought", ["Orsa"], ["Kestrel"]),
        (OBJECT_RELATIVE, "bought", ["Orsa"], ["Kestrel"]),
        (SUBJECT_RELATIVE, "bought", ["Orsa"], ["Kestrel"]),
        (INFINITIVE, "buy", ["Orsa"], ["Kestrel"]),
        (VERBS_JOINED, "sold", ["Orsa"], ["Fabrinet"]),
        (OBJECT_SHARED, "builds", ["Orsa"], ["phones"]),
        (PASSIVE_JOINED, "renamed", ["Orsa"], ["Kestrel"]),
        (PLAN, "buy", ["Orsa"], ["Kestrel"]),
        (TALKS, "buying", ["Orsa"], ["Kestrel"]),
    ],
)
def test_agent_and_patient(notation: str, verb: str, who: list[str], whom: list[str]) -> None:
    trigger = word(tree(notation), verb)
    assert words(agents(trigger)) == who
    assert words(patients(trigger)) == whom


def test_who_is_ordered_to_do_it_comes_before_who_orders() -> None:
    assert words(agents(word(tree(ORDER), "sell")))[0] == "Orsa"
    assert words(patients(word(tree(ORDER), "ordered"))) == ["Orsa"]


@pytest.mark.parametrize(
    ("notation", "verb", "passive"),
    [
        (ACTIVE, "bought", False),
        (PASSIVE, "bought", True),
        (REDUCED, "bought", True),
        (PASSIVE_JOINED, "renamed", True),
        (VERBS_JOINED, "sold", False),
    ],
)
def test_voice(notation: str, verb: str, passive: bool) -> None:
    assert is_passive(word(tree(notation), verb)) is passive


@pytest.mark.parametrize(
    ("notation", "trigger", "preposition", "found"),
    [
        (
            "Orsa/NNP/nsubj/1 sells/VBZ/ROOT/1/sell lenses/NNS/dobj/1 to/IN/prep/2 Kestrel/NNP/pobj/3",
            "sells",
            "to",
            ["Kestrel"],  # hangs on the thing sold
        ),
        (
            "Orsa/NNP/nsubj/1 signed/VBD/ROOT/1/sign a/DT/det/3 deal/NN/dobj/1 on/IN/prep/1 Monday/NNP/pobj/4 "
            "with/IN/prep/1 Kestrel/NNP/pobj/6",
            "deal",
            "with",
            ["Kestrel"],  # hangs on the verb that carries the noun
        ),
        (
            "Orsa/NNP/nsubj/1 sells/VBZ/ROOT/1/sell lenses/NNS/dobj/1 and/CC/cc/1 Fabrinet/NNP/nsubj/5 "
            "ships/VBZ/conj/1/ship glass/NN/dobj/5 to/IN/prep/5 Kestrel/NNP/pobj/7",
            "sells",
            "to",
            [],  # another clause with a subject of its own
        ),
    ],
)
def test_prepositions_belong_to_their_trigger(
    notation: str, trigger: str, preposition: str, found: list[str]
) -> None:
    assert words(prepositional(word(tree(notation), trigger), preposition)) == found


@pytest.mark.parametrize(
    "notation",
    [
        "Orsa/NNP/nsubj/4 a/DT/det/2 rival/NN/appos/0 ,/,/punct/4 rose/VBD/ROOT/4/rise",
        "Orsa/NNP/nsubj/1 is/VBZ/ROOT/1/be a/DT/det/3 rival/NN/attr/1",
        "rival/NN/compound/1 Orsa/NNP/nsubj/2 rose/VBD/ROOT/2/rise",
        "Kestrel/NNP/nsubj/1 sees/VBZ/ROOT/1/see Orsa/NNP/dobj/1 as/IN/prep/1 a/DT/det/5 rival/NN/pobj/3",
        "its/PRP$/poss/1 rival/NN/nsubj/4 ,/,/punct/1 Orsa/NNP/appos/1 rose/VBD/ROOT/4/rise",
        "Orsa/NNP/nsubj/6 a/DT/det/2 maker/NN/appos/0 and/CC/cc/2 rival/NN/conj/2 ,/,/punct/6 rose/VBD/ROOT/6/rise",
    ],
)
def test_bearer_of_a_role(notation: str) -> None:
    assert words(bearers(word(tree(notation), "rival")))[0] == "Orsa"


def test_possessor_stands_before_the_noun_or_before_the_name_behind_it() -> None:
    near = tree("Kestrel/NNP/poss/2 's/POS/case/0 rival/NN/nsubj/3 rose/VBD/ROOT/3/rise")
    across = tree(
        "Kestrel/NNP/poss/3 's/POS/case/0 rival/NN/compound/3 Orsa/NNP/nsubj/4 rose/VBD/ROOT/4/rise"
    )
    assert words(possessors(word(near, "rival"))) == ["Kestrel"]
    assert words(possessors(word(across, "rival"))) == ["Kestrel"]


def test_modifiers_are_nearest_first_and_no_owners() -> None:
    doc = tree("Kestrel/NNP/poss/4 's/POS/case/0 big/JJ/amod/4 glass/NN/compound/4 plant/NN/ROOT/4")
    assert words(modifiers(word(doc, "plant"))) == ["glass", "big"]


@pytest.mark.parametrize(
    "notation",
    [
        "Orsa/NNP/poss/2 's/POS/case/0 bid/NN/nsubj/3 failed/VBD/ROOT/3/fail",
        "Orsa/NNP/nsubj/1 made/VBD/ROOT/1/make a/DT/det/3 bid/NN/dobj/1",
        "a/DT/det/1 bid/NN/nsubj/4 by/IN/prep/1 Orsa/NNP/pobj/2 failed/VBD/ROOT/4/fail",
        "the/DT/det/2 Orsa/NNP/compound/2 bid/NN/nsubj/3 failed/VBD/ROOT/3/fail",
        "a/DT/det/1 bid/NN/nsubjpass/3 was/VBD/auxpass/3/be made/VBN/ROOT/3/make by/IN/agent/3 Orsa/NNP/pobj/4",
    ],
)
def test_who_acts_in_an_event_noun(notation: str) -> None:
    assert words(event_agents(word(tree(notation), "bid"), frozenset({"make"}))) == ["Orsa"]


def test_a_verb_that_carries_no_event_lends_it_no_actor() -> None:
    doc = tree("Orsa/NNP/nsubj/1 welcomed/VBD/ROOT/1/welcome the/DT/det/3 bid/NN/dobj/1")
    assert event_agents(word(doc, "bid"), frozenset({"make"})) == []


def test_coordination_and_examples() -> None:
    listed = tree(
        "Orsa/NNP/nsubj/5 ,/,/punct/0 Kestrel/NNP/conj/0 and/CC/cc/2 Fabrinet/NNP/conj/2 sell/VBP/ROOT/5"
    )
    assert words(conjuncts(word(listed, "Orsa"))) == ["Orsa", "Kestrel", "Fabrinet"]
    twice = tree("to/IN/ROOT/0 Kestrel/NNP/pobj/0 and/CC/cc/0 to/IN/conj/0 Fabrinet/NNP/pobj/3")
    assert words(conjuncts(word(twice, "Kestrel"))) == ["Kestrel", "Fabrinet"]
    firms = tree("firms/NNS/nsubj/4 such/JJ/amod/2 as/IN/prep/0 Kestrel/NNP/pobj/2 sell/VBP/ROOT/4")
    assert words(conjuncts(word(firms, "firms"))) == ["firms"]
    assert words(conjuncts(word(firms, "firms"), frozenset({"such as"}))) == ["firms", "Kestrel"]


def test_a_true_apposition_is_no_list() -> None:
    doc = tree("Orsa/NNP/nsubj/4 a/DT/det/2 rival/NN/appos/0 ,/,/punct/0 rose/VBD/ROOT/4/rise")
    assert words(conjuncts(word(doc, "Orsa"))) == ["Orsa"]


def test_a_coordination_without_end_is_cut() -> None:
    chain = " ".join(f"Orsa{n}/NNP/conj/{max(n - 1, 0)}" for n in range(1, 500))
    doc = tree(f"Orsa0/NNP/ROOT/0 {chain}")
    assert len(conjuncts(doc[0])) == 40


def test_clauses_nested_without_end_are_cut() -> None:
    verbs = " ".join(f"plan/VB/xcomp/{n - 1}" for n in range(1, 200))
    doc = tree(f"plan/VB/ROOT/0 {verbs}")
    assert agents(doc[len(doc) - 1]) == []


def test_whose_is_the_noun_that_its_clause_describes() -> None:
    doc = tree(
        "Orsa/NNP/nsubj/6 ,/,/punct/0 whose/WP$/poss/3 lenses/NNS/nsubj/4 go/VBP/relcl/0 abroad/RB/advmod/4 "
        "rose/VBD/ROOT/6/rise"
    )
    assert relative(word(doc, "whose")).text == "Orsa"
    assert relative(word(doc, "lenses")).text == "lenses"


def test_small_helpers() -> None:
    order, talks = tree(ORDER), tree(TALKS)
    assert has_complement(word(order, "ordered"), "infinitive")
    assert not has_complement(word(tree(ACTIVE), "bought"), "infinitive")
    governor = controlling_preposition(word(talks, "buying"))
    assert governor is not None
    assert governor.text == "about"
    assert phrase(word(tree("two/NN/compound/1 people/NNS/ROOT/1"), "people")) == "two people"


def test_what_two_ends_depend_on_together() -> None:
    doc = tree(OBJECT_RELATIVE)
    sentence = doc[:]
    which = {name: next(t for t in doc if t.text == name) for name in ("Kestrel", "Orsa", "lenses")}
    parts = {name: doc[t.i : t.i + 1] for name, t in which.items()}
    assert common_governor(sentence, parts["Orsa"], parts["lenses"]).text == "makes"
    assert common_governor(sentence, parts["Kestrel"], parts["Orsa"]).text == "Kestrel"
    assert common_governor(sentence, parts["Orsa"], None).text == "Orsa"
    assert common_governor(sentence, None, None).text == "makes"
