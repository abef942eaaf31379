"""The vocabulary: what ships is whole, what is malformed is told, and no code knows a relation by name."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import OntologyError
from kg.model import Status
from kg.ontology import BUILT_IN, CONSTRUCTIONS, Brought, Ontology, load_ontology, ontology_turtle

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT.parent / "shared" / "relations.csv"
"""The table that the built-in relation types are taken from, where it lies beside the checkout."""

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
  rdfs:domain kg:Company ; rdfs:range kg:Company, kg:Facility ; rdfs:subPropertyOf kg:partnersWith ;
  kg:category "finance" ; kg:kind "event" ; kg:exposed "subject" ; kg:channel "finance" ; kg:effect "-" ;
  kg:transmission 0.25 ; kg:halfLife 90 ; skos:exactMatch <https://example.com/insures> ;
  kg:lexicalisation [ kg:verb "insure" ; kg:subject "agent" ; kg:object ( "patient" "with" ) ; kg:status "planned" ] .
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def own(tmp_path: Path, turtle: str, *, name: str = "own.ttl") -> Path:
    path = tmp_path / name
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def table() -> list[dict[str, str]]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["relation"] in load_ontology().relation_types]


def test_every_relation_type_is_whole(ontology: Ontology) -> None:
    assert ontology.relation_types
    for name, relation in ontology.relation_types.items():
        assert relation.name == name
        assert relation.iri.endswith(name)
        assert relation.definition
        assert relation.example
        assert relation.domain
        assert relation.range
        assert relation.domain | relation.range <= set(ontology.entity_types)
        assert relation.lexicalisations
        assert relation.category != "other"
        assert (relation.effect == 0) == (relation.exposed == "none")
        assert 0 < relation.transmission <= 1


def test_either_end_of_a_symmetric_relation_may_be_named_first(ontology: Ontology) -> None:
    symmetric = [relation for relation in ontology.relation_types.values() if relation.symmetric]
    assert symmetric
    for relation in symmetric:
        assert relation.domain == relation.range


def test_every_lexicalisation_is_a_frame_or_a_construction(ontology: Ontology) -> None:
    for relation in ontology.relation_types.values():
        for lex in relation.lexicalisations:
            assert bool(lex.construction) != bool(lex.lemmas and lex.subject and lex.object)
            assert lex.construction in {"", *CONSTRUCTIONS}
            assert lex.subject_types <= relation.domain
            assert lex.object_types <= relation.range


def test_cue_lists_are_in_lower_case(ontology: Ontology) -> None:
    assert {"reporting", "denial", "plan", "possibility", "ended"} <= set(ontology.cues)
    assert all(cue == cue.lower() for cues in ontology.cues.values() for cue in cues)


def test_names_are_sorted(ontology: Ontology) -> None:
    for names in (ontology.entity_types, ontology.relation_types, ontology.cues):
        assert list(names) == sorted(names)


@pytest.mark.skipif(not TABLE.exists(), reason=f"no {TABLE.name} beside the checkout")
@pytest.mark.parametrize("row", table(), ids=lambda row: row["relation"])
def test_a_relation_type_agrees_with_the_table(ontology: Ontology, row: dict[str, str]) -> None:
    relation = ontology.relation(row["relation"])
    domain, range_ = (frozenset(row[end].split("|")) for end in ("domain", "range"))
    if relation.symmetric:  # either end may be named first
        domain = range_ = domain | range_
    assert relation.domain == domain
    assert relation.range == range_
    assert relation.symmetric == (row["symmetric"] == "yes")
    assert {"+": 1, "-": -1, "none": 0}[row["effect"]] == relation.effect
    for field in ("category", "kind", "exposed", "channel"):
        assert getattr(relation, field) == row[field]


def test_a_relation_type_of_ones_own(tmp_path: Path, ontology: Ontology) -> None:
    relation = load_ontology(own(tmp_path, INSURES)).relation("insures")
    assert relation.iri == "https://example.com/terms#insures"
    assert (relation.domain, relation.range) == ({"Company"}, {"Company", "Facility"})
    assert (relation.parent, relation.kind, relation.exposed, relation.effect) == (
        "partnersWith",
        "event",
        "subject",
        -1,
    )
    assert (relation.transmission, relation.half_life) == (0.25, 90.0)
    assert relation.alignments == ("https://example.com/insures",)
    (lex,) = relation.lexicalisations
    assert (lex.word_class, lex.lemmas, lex.subject) == ("verb", ("insure",), ("agent",))
    assert (lex.object, lex.status) == (("patient", "with"), Status.PLANNED)
    assert relation.admits("Company", "Facility")
    assert not relation.admits("Facility", "Company")
    assert relation.cypher_name == "INSURES"
    assert "insures" not in ontology.relation_types


def test_a_list_keeps_the_order_of_slots_and_a_set_puts_prepositions_first(tmp_path: Path) -> None:
    turtle = INSURES.replace('( "patient" "with" )', '"patient", "with", "by"')
    (lex,) = load_ontology(own(tmp_path, turtle)).relation("insures").lexicalisations
    assert lex.object == ("by", "with", "patient")


def test_words_are_added_to_a_type_that_exists(tmp_path: Path, ontology: Ontology) -> None:
    turtle = (
        'kg:suppliesTo kg:lexicalisation [ kg:verb "furnish" ; kg:subject "agent" ; kg:object "patient" ] .'
    )
    relation = load_ontology(own(tmp_path, turtle)).relation("suppliesTo")
    added = set(relation.lexicalisations) - set(ontology.relation("suppliesTo").lexicalisations)
    assert {lex.lemmas for lex in added} == {("furnish",)}


def test_a_new_entity_type_may_be_used(tmp_path: Path) -> None:
    turtle = 'ex:Vessel a kg:EntityType ; skos:definition "A ship." ; kg:nominal "ship", "vessel" .'
    extended = load_ontology(own(tmp_path, turtle + INSURES.replace("kg:Facility", "ex:Vessel")))
    assert extended.entity_types["Vessel"].nominals == {"ship", "vessel"}
    assert extended.relation("insures").range == {"Company", "Vessel"}


@pytest.mark.parametrize(
    ("right", "wrong", "place", "message"),
    [
        ("rdfs:domain kg:Company ;", "rdfs:domain kg:Firm ;", "insures", "Firm"),
        ("rdfs:domain kg:Company ;", "", "insures", "rdfs:domain"),
        ("rdfs:range kg:Company, kg:Facility ;", "", "insures", "rdfs:range"),
        ('skos:definition "Subject bears the risk of object." ;', "", "insures", "definition"),
        ('kg:kind "event"', 'kg:kind "fact"', "insures", "fact"),
        ('kg:kind "event"', 'kg:kind "event", "state"', "insures", "kind"),
        ('kg:exposed "subject"', 'kg:exposed "nobody"', "insures", "nobody"),
        ('kg:effect "-"', 'kg:effect "--"', "insures", "--"),
        ("kg:transmission 0.25", "kg:transmission 1.25", "insures", "transmission"),
        ("kg:halfLife 90", 'kg:halfLife "soon"', "insures", "halfLife"),
        ("rdfs:subPropertyOf kg:partnersWith", "rdfs:subPropertyOf kg:marries", "insures", "marries"),
        ('kg:subject "agent"', 'kg:subject "agnt"', "insures, lexicalisation", "agnt"),
        ('kg:subject "agent" ;', "", "insures, lexicalisation", "kg:subject"),
        ('( "patient" "with" )', '( "patient" "wiht" )', "insures, lexicalisation", "wiht"),
        ('kg:verb "insure" ;', "", "insures, lexicalisation", "kg:verb"),
        ('kg:verb "insure"', 'kg:verb "insure" ; kg:noun "insurer"', "insures, lexicalisation", "kg:noun"),
        ('kg:verb "insure"', 'kg:construction "tikcer"', "insures, lexicalisation", "tikcer"),
        ('kg:status "planned"', 'kg:status "sure"', "insures, lexicalisation", "sure"),
        ('kg:status "planned"', "kg:objectType kg:Firm", "insures, lexicalisation", "Firm"),
    ],
)
def test_a_malformed_term_is_told_with_its_place_and_remedy(
    tmp_path: Path, right: str, wrong: str, place: str, message: str
) -> None:
    assert right in INSURES
    with pytest.raises(OntologyError) as failure:
        load_ontology(own(tmp_path, INSURES.replace(right, wrong)))
    assert failure.value.place == place
    assert message in str(failure.value)
    assert failure.value.remedy


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    broken = own(tmp_path, "ex:insures a kg:RelationType")
    latin = tmp_path / "latin.ttl"
    latin.write_bytes("# caf\u00e9".encode("latin-1"))
    for path in (broken, tmp_path / "missing.ttl", latin, tmp_path):
        with pytest.raises(OntologyError) as failure:
            load_ontology(path)
        assert failure.value.place == str(path)
        assert failure.value.remedy


def test_an_entity_type_needs_a_definition(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="Vessel") as failure:
        load_ontology(own(tmp_path, "ex:Vessel a kg:EntityType ."))
    assert failure.value.remedy


def test_an_unknown_relation_type_is_told_with_those_that_exist(ontology: Ontology) -> None:
    with pytest.raises(OntologyError, match="noSuchRelation") as failure:
        ontology.relation("noSuchRelation")
    assert failure.value.remedy is not None
    assert all(name in failure.value.remedy for name in ontology.relation_types)


def test_the_hash_changes_with_the_content_only(tmp_path: Path, ontology: Ontology) -> None:
    assert load_ontology().hash == ontology.hash
    comment = own(tmp_path, "# nothing\n", name="comment.ttl")
    assert load_ontology(comment).hash == ontology.hash
    insures = load_ontology(own(tmp_path, INSURES)).hash
    assert insures != ontology.hash
    prefixes = PREFIXES.strip().splitlines()
    turned = INSURES.replace("kg:Company, kg:Facility", "kg:Facility, kg:Company")
    reordered = "\n".join([*prefixes[::-1], turned])
    (tmp_path / "other.ttl").write_text(reordered, encoding="utf-8")
    assert load_ontology(tmp_path / "other.ttl").hash == insures


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("bears the risk", "carries the risk"),
        ('kg:verb "insure"', 'kg:verb "assure"'),
        ('( "patient" "with" )', '( "with" "patient" )'),
        ("kg:transmission 0.25", "kg:transmission 0.26"),
        ('kg:status "planned"', 'kg:itself "object"'),
        ("a kg:RelationType ;", "a kg:RelationType, owl:SymmetricProperty ;"),
    ],
)
def test_every_change_changes_it(tmp_path: Path, right: str, wrong: str) -> None:
    before, after = (
        load_ontology(own(tmp_path, turtle)).hash for turtle in (INSURES, INSURES.replace(right, wrong))
    )
    assert before != after


def test_the_merged_vocabulary_is_one_turtle_text(tmp_path: Path) -> None:
    path = own(tmp_path, INSURES)
    merged = tmp_path / "merged.ttl"
    merged.write_text(ontology_turtle(path), encoding="utf-8")
    assert load_ontology(merged).hash == load_ontology(path).hash


def test_shapes_are_no_part_of_the_vocabulary() -> None:
    assert (BUILT_IN / "shapes").is_dir()
    assert "shacl" not in ontology_turtle()


def words_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Give the strings and names of a module but its docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def test_no_code_knows_a_relation_by_name(ontology: Ontology) -> None:
    names = {form for r in ontology.relation_types.values() for form in (r.name, r.cypher_name)}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(names))})(?!\w)")
    package = Path(kg.__file__).parent
    found = [
        f"{path.relative_to(package)}:{line}: {text}"
        for path in sorted(package.rglob("*.py"))
        for line, text in words_of_code(path)
        if pattern.search(text)
    ]
    assert found == []


def test_a_name_that_queries_cannot_write_is_refused(tmp_path: Path) -> None:
    named = INSURES.replace("ex:insures", "<urn:ex:in.sures>")
    with pytest.raises(OntologyError, match="use letters, digits"):
        load_ontology(own(tmp_path, named))


def test_two_relations_of_one_name_are_refused(tmp_path: Path) -> None:
    named = INSURES.replace("ex:insures", "<urn:ex:suppliesTo>")
    with pytest.raises(OntologyError, match="give it another local name"):
        load_ontology(own(tmp_path, named))


MORE = """
ex:rescues a kg:RelationType ; skos:definition "Subject saves object." ;
  rdfs:domain kg:Company ; rdfs:range kg:Company ;
  kg:kind "event" ; kg:brings [ kg:relation kg:subsidiaryOf ; kg:inverse true ] ; kg:expandsGroups "object" .
ex:lensCompanies a kg:GroupKind ; kg:nominal "lensmakers" ; kg:sector "optics", "glass" .
"""


def test_a_vocabulary_says_what_follows_from_a_relation(tmp_path: Path) -> None:
    path = own(tmp_path, INSURES + MORE)
    vocabulary = load_ontology(path)
    assert vocabulary.relation("rescues").brings == Brought("subsidiaryOf", inverse=True)
    assert vocabulary.relation("rescues").expands_groups == "object"
    assert vocabulary.relation("insures").gives_nationality is False
    assert vocabulary.group_kinds["lensmakers"] == {"optics", "glass"}
    fewer = own(tmp_path, INSURES + MORE.replace('"glass"', '"optics"'))
    assert load_ontology(fewer).hash != vocabulary.hash


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("kg:subsidiaryOf ;", "ex:insures ;", "let an event bring a state"),
        ('"event"', '"state"', "let an event bring a state"),
        ("true ]", '"perhaps" ]', "cannot be 'perhaps'"),
        ('"object" .', '"both" .', "cannot be 'both'"),
        ('"object" .', '"object" ; kg:givesNationality true .', "leave kg:expandsGroups out"),
        ("kg:RelationType ;", "kg:RelationType, owl:SymmetricProperty ;", "leave kg:expandsGroups out"),
    ],
)
def test_what_cannot_follow_is_told(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in MORE
    with pytest.raises(OntologyError, match=told):
        load_ontology(own(tmp_path, INSURES + MORE.replace(right, wrong)))
