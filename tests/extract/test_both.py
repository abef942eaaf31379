"""Grammar and reader together."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract import EXTRACTORS, Extractor
from kg.extract.both import Naming
from kg.extract.make import make
from kg.gazetteer import Gazetteer
from kg.model import Argument, Document, Form, Mention, Reading, Span
from kg.ontology import Ontology
from tests.extract.test_own_relation import AUDITS, vocabulary

TEXT = "Orsa Optics Inc supplies lenses to Kestrel Devices Corp. Daniel Fabre is chief executive of Orsa Optics Inc."


@pytest.fixture(scope="module")
def extractors(ontology: Ontology, gazetteer: Gazetteer) -> dict[str, Extractor]:
    return {name: make(name, ontology=ontology, gazetteer=gazetteer) for name in EXTRACTORS}


@pytest.fixture(scope="module")
def by(extractors: dict[str, Extractor]) -> Callable[[str, str], Reading]:
    return lambda name, text: next(iter(extractors[name].read([Document.of(text)])))


def test_what_both_find_is_one_claim_and_surer(by: Callable[[str, str], Reading]) -> None:
    found = {c.relation: c for c in by("both", TEXT).claims if c.subject.name == "Daniel Fabre"}
    claim = found["holdsPositionIn"]
    assert claim.evidence.extractor == "grammar+reader"
    alone = [c.confidence for c in by("reader", TEXT).claims if c.relation == claim.relation]
    assert claim.confidence > max(alone)
    assert len(by("both", TEXT).claims) == len({c.id for c in by("both", TEXT).claims})


def test_names_and_hashes_tell_the_extractors_apart(extractors: dict[str, Extractor]) -> None:
    assert [e.name for e in extractors.values()] == list(EXTRACTORS)
    assert len({e.hash for e in extractors.values()}) == len(EXTRACTORS)


def test_no_such_extractor(ontology: Ontology, gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="no extractor 'oracle'") as caught:
        make("oracle", ontology=ontology, gazetteer=gazetteer)
    assert "grammar" in str(caught.value.remedy)


def test_a_reading_does_not_depend_on_its_neighbours(extractors: dict[str, Extractor]) -> None:
    texts = [TEXT, "Brandt Steel AG may buy a stake in Orsa Optics Inc.", "It denied this.", ""]
    documents = [Document.of(text) for text in texts]
    together = list(extractors["both"].read(documents))
    assert [next(iter(extractors["both"].read([d]))) for d in documents] == together


def test_one_entity_has_one_name() -> None:
    known = Mention(Span(0, 11), "Orsa Optics", "Company", "Orsa Optics Inc", Form.NAME, "orsa")
    naming = Naming([known])
    end = Argument("Orsa Optics", "Organization", Span(20, 31), ("Orsa Optics", "OO"))
    assert naming.argument(end) == Argument(
        "Orsa Optics Inc", "Company", Span(20, 31), ("OO", "Orsa Optics"), "orsa"
    )
    stranger = Argument("Brandt", "Company", Span(1, 2), ("Brandt",))
    assert naming.argument(stranger) == stranger


def test_a_relation_type_of_ones_own_stays_as_the_grammar_reads_it(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    own = vocabulary(tmp_path, AUDITS)
    text = "Orsa Partners audits Kestrel Shipping Corp."
    readings = (
        next(iter(make(name, ontology=own, gazetteer=gazetteer).read([Document.of(text)])))
        for name in ("grammar", "both")
    )
    grammar, both = ([c for c in r.claims if c.relation == "audits"] for r in readings)
    assert grammar == both != []
