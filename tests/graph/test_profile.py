"""A profile has exactly the promised shape."""

from __future__ import annotations

import json

import pytest

from kg.errors import UnknownNameError
from kg.graph import find_entity, profile
from kg.model import Status
from kg.ontology import Brought
from tests.graph.builders import (
    ONTOLOGY,
    KnownThing,
    Names,
    argument,
    claim,
    document,
    graph_of,
    relation_type,
    vocabulary,
)

ORSA = KnownThing("company:orsa", "Company", "Orsa", identifiers=(("ticker", "XNYS:ORS"),))
orsa = argument("Orsa", known_as=ORSA.id)
OLD = document("d1", "2025-01-01", name="old.txt")
NEW = document("d2", "2025-02-01")
UNDATED = document("d3")
CLAIMS = [
    claim(orsa, "supplies", "Kestrel", at=OLD),
    claim(orsa, "supplies", "Kestrel", Status.RUMOURED, at=NEW),
    claim(orsa, "supplies", "Kestrel", Status.POSSIBLE, at=UNDATED),
    claim("Fabrinet", "supplies", orsa, Status.PLANNED, at=NEW),
    claim("Lumen", "rivals", orsa, at=NEW, confidence=0.5),
]
GRAPH = graph_of(CLAIMS, [OLD, NEW, UNDATED], names=Names(ORSA))


def test_a_profile_shows_the_entity_and_its_relations_the_most_believed_first():
    shown = profile(GRAPH, ONTOLOGY, ORSA.id).as_json()
    assert shown["entity"] == {
        "id": "company:orsa",
        "type": "Company",
        "name": "Orsa",
        "names": ["Orsa"],
        "identifiers": [["ticker", "XNYS:ORS"]],
    }
    order = [(r["relation"], r["direction"], r["other"]["name"]) for r in shown["relations"]]
    assert order == [
        ("supplies", "out", "Kestrel"),
        ("rivals", "both", "Lumen"),
        ("supplies", "in", "Fabrinet"),
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_a_relation_shows_counts_times_and_its_evidence_latest_first():
    first = profile(GRAPH, ONTOLOGY, ORSA.id).as_json()["relations"][0]
    kestrel = next(e for e in GRAPH.entities.values() if e.name == "Kestrel")
    evidence = first.pop("evidence")
    assert first == {
        "relation": "supplies",
        "direction": "out",
        "other": {"id": kestrel.id, "type": "Company", "name": "Kestrel"},
        "belief": pytest.approx(1.0),
        "status": "asserted",
        "counts": {"asserted": 1, "planned": 0, "possible": 1, "rumoured": 1, "denied": 0, "ended": 0},
        "origins": 3,
        "first_published": "2025-01-01",
        "last_published": "2025-02-01",
        "derived_from": [],
    }
    assert [(line["document"], line["status"]) for line in evidence] == [
        ("d2", "rumoured"),
        ("old.txt", "asserted"),
        ("d3", "possible"),
    ]
    assert evidence[1] == {
        "document": "old.txt",
        "title": "About d1",
        "published": "2025-01-01",
        "quote": "Orsa supplies Kestrel",
        "status": "asserted",
        "attribution": None,
        "states": None,
    }


def test_an_unknown_id_is_told():
    with pytest.raises(UnknownNameError, match="'nobody'"):
        profile(GRAPH, ONTOLOGY, "nobody")


def test_a_derived_relation_says_what_it_follows_from_and_what_its_words_state():
    told = document("d1", "2025-01-01")
    claims = [claim("Orsa", "takes", "Kestrel", at=told), claim("Kestrel", "unitOf", "Orsa", at=told)]
    ontology = vocabulary(
        relation_type("takes", kind="event", brings=Brought("unitOf", inverse=True)), relation_type("unitOf")
    )
    graph = graph_of(claims, [told], ontology)
    shown = profile(graph, ontology, find_entity(graph, "Kestrel").id).as_json()["relations"]
    (state,) = (relation for relation in shown if relation["relation"] == "unitOf")
    assert state["derived_from"] == ["Orsa takes Kestrel"]
    assert {line["quote"]: line["states"] for line in state["evidence"]} == {
        "Orsa takes Kestrel": "Orsa takes Kestrel",
        "Kestrel unitOf Orsa": None,
    }
