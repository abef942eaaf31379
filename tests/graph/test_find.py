"""From what a user types to the entity meant."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.graph import find_entity
from tests.graph.builders import KnownThing, Names, argument, claim, document, graph_of

DOC = document("d1", "2025-01-01")
ORSA = KnownThing("company:orsa", "Company", "Orsa Holdings")
GRAPH = graph_of(
    [
        claim(argument("Orsa Holdings", known_as=ORSA.id, forms=["ORSX"]), "supplies", "Nordvik", at=DOC),
        claim("Fabrinet Ltd", "supplies", "Nordvik", at=DOC),
    ],
    [DOC],
    names=Names(ORSA),
)


@pytest.mark.parametrize(
    "name", ["company:orsa", "Orsa Holdings", "ORSX", "orsa holdings", "The ORSA Holdings, Inc."]
)
def test_an_entity_is_found_by_id_name_form_or_what_equals_its_name(name):
    assert find_entity(GRAPH, name).id == ORSA.id


def test_an_unknown_name_is_answered_with_similar_ones():
    with pytest.raises(UnknownNameError, match=r"no entity is called 'Nordvick'; did you mean Nordvik\?"):
        find_entity(GRAPH, "Nordvick")


@pytest.mark.parametrize("name", ["", " ", "!", "Zzyzx", "x" * 100_000])
def test_a_name_like_no_other_is_refused_without_a_guess(name):
    with pytest.raises(UnknownNameError, match="search for a part of its name"):
        find_entity(GRAPH, name)


def namesakes(product_claims: int):
    company = [claim("Lumen", "supplies", f"Buyer {i}", at=DOC) for i in range(2)]
    product = [
        claim(argument("Lumen", "Product"), "ages", f"Maker {i}", at=DOC) for i in range(product_claims)
    ]
    return graph_of(company + product, [DOC])


def test_of_namesakes_the_one_with_three_times_the_claims_is_meant():
    assert find_entity(namesakes(6), "Lumen").type == "Product"


def test_namesakes_of_which_none_stands_out_are_listed():
    graph = namesakes(5)
    with pytest.raises(UnknownNameError, match="several entities") as caught:
        find_entity(graph, "Lumen")
    for entity in graph.entities.values():
        if entity.name == "Lumen":
            assert f"{entity.id} ({entity.type} Lumen)" in str(caught.value)


@pytest.mark.parametrize("chosen", ["Government", "Place"])
def test_a_state_is_the_actor_or_the_location_whichever_has_more_relations(chosen):
    other = {"Government": "Place", "Place": "Government"}[chosen]
    claims = [claim(argument("Norland", chosen), "ages", f"Firm {i}", at=DOC) for i in range(2)]
    # Three claims, yet one relation.
    claims += [claim(argument("Norland", other), "ages", "Firm 0", at=DOC, start=i) for i in range(1, 4)]
    assert find_entity(graph_of(claims, [DOC]), "Norland").type == chosen
