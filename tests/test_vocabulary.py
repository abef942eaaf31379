"""The shapes of the vocabulary: what ships conforms, and each kind of slip is told with the term it is in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.vocabulary import main, problems

PREFIXES = """
@prefix ex: <https://example.com/terms#> .
@prefix kg: <urn:keiretsu:ontology:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
INSURES = """
ex:insures a kg:RelationType ; rdfs:label "insures" ;
  skos:definition "Subject bears the risk of object." ; skos:example "Orsa Insurance insures Marlow Freight." ;
  rdfs:domain kg:Company ; rdfs:range [ a owl:Class ; owl:unionOf ( kg:Company kg:Facility ) ] ;
  kg:category "finance" ; kg:kind "state" ; kg:exposed "subject" ; kg:channel "finance" ; kg:effect "+" ;
  kg:lexicalisation [ kg:verb "insure" ; kg:subject "agent" ; kg:object ( "patient" "with" ) ] .
"""


def own(tmp_path: Path, turtle: str) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def test_the_vocabulary_that_ships_conforms() -> None:
    assert problems() == ()


def test_so_does_a_relation_of_ones_own(tmp_path: Path) -> None:
    assert main([str(own(tmp_path, INSURES))]) == 0


SLIPS = [
    ('rdfs:label "insures" ;', "", "rdfs:label"),
    ('skos:definition "Subject bears the risk of object." ;', "", "skos:definition"),
    ('skos:example "Orsa Insurance insures Marlow Freight." ;', "", "skos:example"),
    ("rdfs:domain kg:Company ;", "", "rdfs:domain"),
    ("rdfs:domain kg:Company ;", "rdfs:domain kg:Firm ;", "rdfs:domain"),
    ("kg:Company kg:Facility", "kg:Company kg:Works", "rdfs:range"),
    ('kg:category "finance" ;', "", "kg:category"),
    ('kg:kind "state"', 'kg:kind "fact"', "kg:kind"),
    ('kg:kind "state"', 'kg:kind "state", "event"', "kg:kind"),
    ('kg:exposed "subject"', 'kg:exposed "nobody"', "kg:exposed"),
    ('kg:exposed "subject"', 'kg:exposed "none"', "kg:effect is none exactly where"),
    ('kg:channel "finance" ;', "", "kg:channel"),
    ('kg:effect "+"', 'kg:effect "++"', "kg:effect"),
    ('kg:effect "+"', 'kg:effect "+" ; kg:transmission 1.5', "kg:transmission"),
    ('kg:effect "+"', 'kg:effect "+" ; kg:halfLife 0', "kg:halfLife"),
    ("kg:lexicalisation [", "kg:note [", "kg:lexicalisation"),
    ('kg:verb "insure"', 'kg:verb "insure" ; kg:noun "insurer"', "kg:verb, kg:noun"),
    ('kg:verb "insure" ;', "", "kg:verb, kg:noun"),
    ('kg:verb "insure"', 'kg:construction "ticker"', "kg:verb, kg:noun"),
    ('kg:subject "agent" ;', "", "kg:verb, kg:noun"),
    ('kg:subject "agent"', 'kg:subjct "agent"', "kg:verb, kg:noun"),
    ('( "patient" "with" )', "( 1 )", "kg:verb, kg:noun"),
    ('kg:subject "agent"', 'kg:subject "agent" ; kg:status "sure"', "kg:verb, kg:noun"),
    ('kg:subject "agent"', 'kg:subject "agent" ; kg:objectType kg:Firm', "kg:verb, kg:noun"),
]
"""What is right, what is written instead, and what the message about it names."""

OTHER_SLIPS = {
    "Vessel": 'kg:Vessel a kg:EntityType ; rdfs:label "vessel" .',
    "Craft": 'kg:Craft a kg:EntityType ; skos:definition "A ship." .',
    "boast": "kg:boast a kg:CueList .",
    "brag": 'kg:brag a kg:CueList ; kg:lemma "Brag" .',
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Give what is wrong with each term of one file that holds all slips, since a validation takes a second."""
    terms = [
        INSURES.replace("ex:insures", f"ex:slip{number}").replace(right, wrong)
        for number, (right, wrong, _) in enumerate(SLIPS)
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for line in problems(own(tmp_path_factory.mktemp("slips"), "".join([*terms, *OTHER_SLIPS.values()]))):
        iri, message = line.split(": ", 1)
        found[re.split("[:#]", iri)[-1]].append(message)
    return found


@pytest.mark.parametrize("number", range(len(SLIPS)), ids=lambda n: SLIPS[n][1] or f"without {SLIPS[n][0]}")
def test_a_slip_is_told_with_its_term(told: Mapping[str, list[str]], number: int) -> None:
    right, _, message = SLIPS[number]
    assert right in INSURES
    assert any(message in line for line in told[f"slip{number}"])


@pytest.mark.parametrize("term", OTHER_SLIPS)
def test_other_terms_have_shapes_too(told: Mapping[str, list[str]], term: str) -> None:
    assert told[term]


def test_no_other_term_is_blamed(told: Mapping[str, list[str]]) -> None:
    assert set(told) == {*OTHER_SLIPS, *(f"slip{number}" for number in range(len(SLIPS)))}


def test_a_slip_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(own(tmp_path, INSURES.replace('kg:kind "state"', 'kg:kind "fact"')))]) == 1
    assert capsys.readouterr().out == (
        "https://example.com/terms#insures: needs exactly one kg:kind: state or event\n"
    )


def test_a_file_that_is_no_turtle_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(own(tmp_path, "ex:insures a"))]) == 2
    assert "own.ttl" in capsys.readouterr().err


def test_what_the_shapes_cannot_see_is_told_by_the_loader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(own(tmp_path, INSURES.replace('"with"', '"zzz"')))]) == 2
    assert "zzz" in capsys.readouterr().err
