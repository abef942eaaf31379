"""A user's own relation type: a few lines of Turtle, no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.grammar import GrammarExtractor
from kg.gazetteer import Gazetteer
from kg.model import Claim, Document, Status
from kg.ontology import Ontology, load_ontology

PREFIXES = """
@prefix ex: <https://example.com/terms#> .
@prefix kg: <urn:keiretsu:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
AUDITS = """
ex:audits a kg:RelationType ; rdfs:label "audits" ;
  skos:definition "Subject examines the accounts of object." ;
  skos:example "Orsa Insurance audits Marlow Freight." ;
  rdfs:domain kg:Company ; rdfs:range kg:Company ;
  kg:category "finance" ; kg:exposed "subject" ; kg:channel "finance" ; kg:effect "+" ;
  kg:lexicalisation
    [ kg:verb "audit", "vet" ; kg:subject "agent" ; kg:object "patient" ; kg:reason "against" ] ,
    [ kg:noun "auditor" ; kg:subject "bearer" ; kg:object ( "of" "possessor" ) ] .
"""
SAYS = """
kg:suppliesTo kg:lexicalisation [ kg:verb "furnish" ; kg:subject "agent" ; kg:object "patient" ; kg:product "with" ] .
"""


def vocabulary(tmp_path: Path, turtle: str) -> Ontology:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return load_ontology(path)


def read(ontology: Ontology, gazetteer: Gazetteer, text: str) -> tuple[Claim, ...]:
    extractor = GrammarExtractor(ontology=ontology, gazetteer=gazetteer)
    return next(extractor.read([Document.of(text)])).claims


def test_a_type_of_ones_own_is_read_in_every_voice_and_status(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = (
        "Orsa Insurance has audited Marlow Freight against losses. Kestrel Devices may be audited by Solway Insurance. "
        "Pinova Insurance, the auditor of Calder Steel, fell. Lund Insurance denied that it vets Brandt Motors."
    )
    claims = read(vocabulary(tmp_path, AUDITS), gazetteer, text)
    told = {(c.subject.name, c.object.name): c.status for c in claims if c.relation == "audits"}
    assert told == {
        ("Orsa Insurance", "Marlow Freight"): Status.ASSERTED,
        ("Solway Insurance", "Kestrel Devices"): Status.POSSIBLE,
        ("Pinova Insurance", "Calder Steel"): Status.ASSERTED,
        ("Lund Insurance", "Brandt Motors"): Status.DENIED,
    }
    (losses,) = (c for c in claims if c.subject.name == "Orsa Insurance")
    assert dict(losses.qualifiers) == {"reason": "losses"}


def test_without_it_nobody_reads_it(ontology: Ontology, gazetteer: Gazetteer) -> None:
    assert read(ontology, gazetteer, "Orsa Insurance audits Marlow Freight.") == ()


@pytest.mark.parametrize("known", [False, True])
def test_words_are_added_to_a_type_that_exists(
    tmp_path: Path, ontology: Ontology, gazetteer: Gazetteer, known: bool
) -> None:
    vocabulary_used = vocabulary(tmp_path, SAYS) if known else ontology
    claims = read(vocabulary_used, gazetteer, "Orsa Optics furnishes Kestrel Devices with lenses.")
    assert [(c.subject.name, c.relation, c.object.name) for c in claims] == (
        [("Orsa Optics", "suppliesTo", "Kestrel Devices")] if known else []
    )
