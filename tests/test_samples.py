"""The graph of the sample articles shows what they were written for."""

import json
from itertools import product

import pytest

from kg.model import Status
from tests.samples import sample_graph, sample_lines

Row = tuple[str, str, str, Status]

A, P, R, D, E = Status.ASSERTED, Status.PLANNED, Status.RUMOURED, Status.DENIED, Status.ENDED

PRESENT: list[Row] = [
    ("Halvard Semiconductor", "suppliesTo", "Kestrel Devices", A),
    ("Orsa Optics", "suppliesTo", "Kestrel Devices", A),
    ("Pinova Cells", "suppliesTo", "Kestrel Devices", A),
    ("Orsa Optics", "suppliesTo", "Corvane Systems", A),
    ("Pinova Cells", "suppliesTo", "Corvane Systems", A),
    ("Pinova Cells", "suppliesTo", "Ridgeback Tools", A),
    ("Tamsin Materials", "suppliesTo", "Ostwick Photonics", A),
    ("Tamsin Materials", "suppliesTo", "Orsa Optics", E),
    ("Solway Glass", "suppliesTo", "Orsa Optics", P),
    ("SK Hynix", "suppliesTo", "Nvidia", A),
    ("Micron Technology", "suppliesTo", "Nvidia", A),
    ("Novelis", "suppliesTo", "Toyota Motor", A),
    ("fire", "disrupts", "Gumi plant", A),
    ("Beijing", "pressures", "Chinese firms", A),
    ("Washington", "pressures", "Nvidia", A),
    ("Huawei", "integrates", "high-bandwidth memory", P),
    ("Kestrel Devices", "acquires", "Orsa Optics", D),
    ("Nvidia", "acquires", "Arm", D),
    ("Ford Motor Co", "integrates", "Android Automotive", A),
    ("Kestrel Devices", "integrates", "Murmur", A),
    ("SoftBank Group", "acquires", "Ampere Computing", P),
    ("Brandt Nordic", "acquires", "Stenmark Tools", P),
    ("Hindalco Industries", "acquires", "Novelis", A),
    ("Pinova Cells", "subsidiaryOf", "Namdo Group", A),
    ("Novelis", "subsidiaryOf", "Hindalco Industries", A),
    ("Kestrel Devices", "partnersWith", "Hardcastle & Co", R),
    ("Kestrel Devices", "competesWith", "Corvane Systems", A),
    ("Huawei", "competesWith", "Nvidia", A),
    ("Kestrel Devices", "listedOn", "New York Stock Exchange", A),
    ("Namdo Group", "listedOn", "Korea Exchange", A),
    ("TSMC", "headquarteredIn", "Hsinchu", A),
    ("Ruth Halloran", "holdsPositionIn", "Kestrel Devices", A),
    ("Renee James", "holdsPositionIn", "Intel", E),
]

ABSENT: list[Row] = [
    ("Kestrel Devices", "acquires", "Orsa Optics", A),
    ("Orsa Optics", "subsidiaryOf", "Kestrel Devices", A),
    ("Nvidia", "acquires", "Arm", A),
    ("SoftBank Group", "acquires", "Ampere Computing", A),
    ("Brandt Nordic", "acquires", "Stenmark Tools", A),
    ("Tamsin Materials", "suppliesTo", "Orsa Optics", A),
    ("Norrland Battery", "suppliesTo", "Kestrel Devices", A),
    ("Corvane Systems", "suppliesTo", "Pinova Cells", A),
    ("Nvidia", "suppliesTo", "SK Hynix", A),
    ("Halvard Semiconductor", "acquires", "Veldkamp Robotics", A),
]


@pytest.fixture(scope="module")
def rows() -> set[Row]:
    """Every relation under every pair of names of its ends, symmetric ones both ways."""
    graph = sample_graph()
    found: set[Row] = set()
    for relation in graph.relations.values():
        subject, obj = graph.entities[relation.subject], graph.entities[relation.object]
        for one, other in product((subject.name, *subject.names), (obj.name, *obj.names)):
            found.add((one, relation.type, other, relation.status))
            if relation.type in {"partnersWith", "competesWith"}:
                found.add((other, relation.type, one, relation.status))
    return found


@pytest.mark.parametrize("row", PRESENT, ids=" ".join)
def test_is_in_the_graph(rows: set[Row], row: Row) -> None:
    assert row in rows


@pytest.mark.parametrize("row", ABSENT, ids=" ".join)
def test_is_not_in_the_graph(rows: set[Row], row: Row) -> None:
    assert row not in rows


def test_what_a_company_will_be_is_a_plan(rows: set[Row]) -> None:
    assert ("Ampere Computing", "subsidiaryOf", "SoftBank Group", P) in rows


def test_every_quote_stands_in_its_article() -> None:
    texts = {record["id"]: record["text"] for record in map(json.loads, sample_lines())}
    graph = sample_graph()
    for claim in graph.claims.values():
        text = texts[graph.document_name(claim.evidence.document)]
        assert text[claim.evidence.span.start : claim.evidence.span.end] == claim.evidence.quote
