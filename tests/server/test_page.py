"""The page as text: deterministic, self-contained, and closed to what articles say."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from kg.errors import WorkError
from kg.graph import Graph, find_entity
from kg.model import Status
from kg.ontology import load_ontology
from kg.server import explorer_page, page
from kg.server.contents import MOST_CLAIMS
from tests.graph.builders import ONTOLOGY, claim, document, graph_of
from tests.samples import sample_graph
from tests.server.worlds import BREAKOUTS, HUB, hostile_graph

LOADING = {"src", "href", "srcset", "data", "action", "formaction", "poster", "style", "background"}


class Outline(HTMLParser):
    """Elements with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.texts:
            self._open = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == self._open else self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data


def embedded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Outline(text).texts["script"][1])
    return found


@pytest.fixture(scope="module")
def graph() -> Graph:
    return hostile_graph()


@pytest.fixture(scope="module")
def hostile(graph: Graph) -> str:
    return explorer_page(graph, ONTOLOGY)


def test_the_same_graph_gives_the_same_bytes() -> None:
    ontology = load_ontology()
    first = explorer_page(sample_graph(), ontology)
    graph = sample_graph()
    again = Graph(
        sequence=graph.sequence,
        ontology_hash=graph.ontology_hash,
        entities=dict(reversed(graph.entities.items())),
        relations=dict(reversed(graph.relations.items())),
        claims=dict(reversed(graph.claims.items())),
        documents=dict(reversed(graph.documents.items())),
    )
    assert explorer_page(again, ontology).encode() == first.encode()


def test_nothing_is_loaded(hostile: str) -> None:
    outline = Outline(hostile)
    assert not [(tag, name) for tag, attributes in outline.elements for name in attributes if name in LOADING]
    assert not {tag for tag, _ in outline.elements} & {"link", "img", "iframe", "object", "embed", "base"}
    assert "@import" not in outline.texts["style"][0]
    assert "url(" not in outline.texts["style"][0]


def test_only_what_the_page_carries_may_run(hostile: str) -> None:
    outline = Outline(hostile)
    policies = [
        a["content"] for tag, a in outline.elements if tag == "meta" and "http-equiv" in a and a["content"]
    ]
    [policy] = policies
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives.keys() == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"
    library, _, script = outline.texts["script"]
    assert directives["script-src"].split() == [hash_source(library), hash_source(script)]
    assert directives["style-src"].split() == [hash_source(outline.texts["style"][0])]


def hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_articles_cannot_break_out(hostile: str) -> None:
    assert len(Outline(hostile).texts["script"]) == 3
    data = re.search(r'<script id="contents"[^>]*>(.*?)</script>', hostile, re.DOTALL)
    assert data is not None
    assert data[1].isascii()
    assert not set(data[1]) & set("<>&")
    for text in BREAKOUTS:
        assert text == "__proto__" or text not in hostile


def test_everything_that_was_said_is_in_it(hostile: str, graph: Graph) -> None:
    found = embedded(hostile)
    assert {entity["name"] for entity in found["entities"]} == {e.name for e in graph.entities.values()}
    claims = [made for relation in found["relations"] for made in relation["claims"]]
    assert {made["publisher"] for made in claims} == {made["title"] for made in claims} == set(BREAKOUTS)
    assert {made["quote"] for made in claims} == {f"{HUB} supplies {text}" for text in BREAKOUTS}


def test_the_scripts_write_no_markup() -> None:
    for name in page._SCRIPTS:
        script = page._static(name)
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", ".html(", "document.write", "eval("):
            assert way not in script, (name, way)


def test_a_focus_without_relations_stands_alone() -> None:
    at = document("d1")
    graph = graph_of([claim("Orsa", "supplies", "Kestrel", at=at)], [at])
    lonely = Graph(
        sequence=1, ontology_hash="", entities=graph.entities, relations={}, claims={}, documents={}
    )
    focus = find_entity(lonely, "Orsa").id
    found = embedded(explorer_page(lonely, ONTOLOGY, focus=focus))
    assert [entity["id"] for entity in found["entities"]] == [found["focus"]] == [focus]
    assert found["relations"] == []


def test_of_many_claims_the_latest_are_carried_and_the_rest_counted() -> None:
    documents = [
        document(f"d{n:03}", f"2025-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(MOST_CLAIMS + 7)
    ]
    graph = graph_of([claim("Orsa", "supplies", "Kestrel", at=at) for at in documents], documents)
    [relation] = embedded(explorer_page(graph, ONTOLOGY))["relations"]
    assert relation["more_claims"] == 7
    assert [made["published"] for made in relation["claims"]] == sorted(
        (at.published for at in documents[7:] if at.published), reverse=True
    )
    assert relation["counts"] == {status.value: 57 * (status is Status.ASSERTED) for status in Status}


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    monkeypatch.setattr(page, "_LIBRARY", ("xstatic-none", "none.js"))
    with pytest.raises(WorkError, match="install xstatic-none again"):
        explorer_page(graph, ONTOLOGY)
