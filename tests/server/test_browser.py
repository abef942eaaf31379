"""The page as people use it: in a browser, from a file, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import find_entity
from kg.model import Relation, Status
from kg.ontology import load_ontology
from kg.server import explorer_page
from tests.graph.builders import ONTOLOGY
from tests.samples import sample_graph
from tests.server import worlds
from tests.server.browser import CHROMIUM, Page, browse
from tests.server.worlds import hostile_graph

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome on PATH"),
]

SHOWN = "document.getElementById('shown')"
QUOTES = f"Array.from({SHOWN}.querySelectorAll('blockquote'), quote => quote.textContent)"
CHOSEN = "document.querySelector('.edge.chosen')?.__data__.id"
SEEN_EDGES = "document.querySelectorAll('.edge:not(.gone)').length"
UNTICK = (
    "Array.from(document.querySelectorAll('#%s label')).find(l => l.textContent.startsWith('%s')).click()"
)
MIDDLE = """(() => {
  const path = document.querySelectorAll('.edge .reach')[%d];
  const at = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
  return [at.x, at.y, document.elementFromPoint(at.x, at.y) === path];
})()"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browse(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "sample.html"
    path.write_text(explorer_page(sample_graph(), load_ontology()), encoding="utf-8")
    return path


@pytest.fixture
def opened(page: Page, sample: Path) -> Iterator[Page]:
    """The sample graph's page, freshly opened; it must not have complained or asked for anything by the end."""
    page.send("Page.navigate", url="about:blank")
    page.complaints.clear()
    page.requests.clear()
    page.open(sample)
    yield page
    assert page.complaints == []
    assert {url for url in page.requests if not url.startswith("about:")} == {sample.as_uri()}


def quotes_of(relation: Relation) -> set[str]:
    return {made.evidence.quote for made in sample_graph().evidence_of(relation)}


def most_told() -> Relation:
    return max(sample_graph().relations.values(), key=lambda r: (len(r.claims), r.id))


def test_the_whole_graph_is_drawn(opened: Page) -> None:
    graph = sample_graph()
    ends = {end for r in graph.relations.values() for end in (r.subject, r.object)}
    assert opened.run("document.querySelectorAll('.node').length") == len(ends)
    assert opened.run(SEEN_EDGES) == len(graph.relations)
    assert opened.run("document.querySelectorAll('#shown .item').length") == len(graph.relations)
    places = opened.run("Array.from(document.querySelectorAll('.node'), n => n.getAttribute('transform'))")
    assert len(set(places)) == len(ends)
    assert "NaN" not in "".join(places)


def test_it_is_drawn_alike_each_time(opened: Page) -> None:
    drawn = "document.querySelector('#graph svg').outerHTML"
    first = opened.run(drawn)
    opened.run("window.old = true")
    opened.send("Page.reload")
    opened.wait("!window.old && document.querySelector('#graph svg g[transform]') !== null")
    assert opened.run(drawn) == first


def test_a_click_on_an_edge_shows_its_quotes(opened: Page) -> None:
    for number in range(opened.run("document.querySelectorAll('.edge').length")):
        x, y, uncovered = opened.run(MIDDLE % number)
        if uncovered:
            break
    opened.click(x, y)
    opened.wait("location.hash.startsWith('#relation=')")
    opened.wait(f"{SHOWN}.querySelector('blockquote') !== null")
    chosen = sample_graph().relations[opened.run("location.hash").removeprefix("#relation=")]
    assert set(opened.run(QUOTES)) == quotes_of(chosen)
    assert opened.run("document.querySelectorAll('.edge.chosen').length") == 1


def test_a_click_on_the_list_shows_the_quotes_and_back_undoes_it(opened: Page) -> None:
    opened.run(f"{SHOWN}.querySelector('.item').click()")
    opened.wait(f"{SHOWN}.querySelector('blockquote') !== null")
    assert opened.run("document.activeElement.id") == "shown"
    opened.run("history.back()")
    opened.wait(f"{SHOWN}.querySelector('.item') !== null && location.hash === ''")


def test_an_address_with_a_relation_opens_it(opened: Page) -> None:
    relation = most_told()
    opened.run(f"location.hash = 'relation={relation.id}'")
    opened.wait(f"{SHOWN}.querySelector('blockquote') !== null")
    assert set(opened.run(QUOTES)) == quotes_of(relation)
    text = opened.run(f"{SHOWN}.textContent")
    for made in sample_graph().evidence_of(relation):
        document = sample_graph().documents[made.evidence.document]
        for told in (made.status.value, document.publisher, document.title, document.published or ""):
            assert told in text


def test_a_speaker_is_told(opened: Page) -> None:
    graph = sample_graph()
    relation, made = next(
        (r, c) for r in graph.relations.values() for c in graph.evidence_of(r) if c.attribution
    )
    opened.run(f"location.hash = 'relation={relation.id}'")
    opened.wait(f"{SHOWN}.querySelector('blockquote') !== null")
    assert f"according to {made.attribution}" in opened.run(f"{SHOWN}.textContent")


def test_an_entity_shows_its_names_and_relations(opened: Page) -> None:
    graph = sample_graph()
    entity = find_entity(graph, "Kestrel Devices")
    opened.run(f"location.hash = 'entity={entity.id}'")
    opened.wait(f"{SHOWN}.querySelector('h2')?.textContent === {json.dumps(entity.name)}")
    assert opened.run(f"{SHOWN}.querySelectorAll('.item').length") == len(graph.relations_of(entity.id))
    text = opened.run(f"{SHOWN}.textContent")
    assert all(name in text for name in entity.names)


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_statuses_can_be_left_out(opened: Page, status: str) -> None:
    opened.run(UNTICK % ("statuses", status))
    left = [r for r in sample_graph().relations.values() if r.status != status]
    assert opened.run(SEEN_EDGES) == len(left)


def test_channels_can_be_left_out(opened: Page) -> None:
    ontology = load_ontology()
    opened.run(UNTICK % ("channels", "supply"))
    left = [r for r in sample_graph().relations.values() if ontology.relation(r.type).channel != "supply"]
    assert opened.run(SEEN_EDGES) == len(left)


def test_belief_can_be_asked_for(opened: Page) -> None:
    opened.run(
        "(b => { b.value = '0.9'; b.dispatchEvent(new Event('input')); })(document.getElementById('belief'))"
    )
    left = [r for r in sample_graph().relations.values() if r.belief >= 0.9]
    assert 0 < opened.run(SEEN_EDGES) == len(left)


def test_search_lists_what_is_sought_and_enter_opens_it(opened: Page) -> None:
    opened.run("document.getElementById('query').focus()")
    opened.type("tamsin")
    listed: list[Any] = opened.run(f"Array.from({SHOWN}.querySelectorAll('.item'), item => item.textContent)")
    assert listed
    assert len(listed) < len(sample_graph().relations)
    opened.press("Enter")
    opened.wait(f"{SHOWN}.querySelector('blockquote') !== null")


def test_everything_can_be_reached_with_the_keyboard(opened: Page) -> None:
    reached = set()
    for _ in range(40):
        opened.press("Tab")
        reached.add(opened.run("document.activeElement.id || document.activeElement.className"))
    assert {
        "query",
        "belief",
        "closer",
        "farther",
        "fit",
        "show-relations",
        "show-entities",
        "item",
    } <= reached


def test_articles_stay_text(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(explorer_page(hostile_graph(), ONTOLOGY), encoding="utf-8")
    page.complaints.clear()
    page.requests.clear()
    page.open(path)
    names, quotes = set(), set()
    for relation in hostile_graph().relations:
        page.run(f"location.hash = 'relation={relation}'")
        page.wait(f"{CHOSEN} === '{relation}'")
        names |= set(page.run(f"Array.from({SHOWN}.querySelectorAll('h2 bdi'), name => name.textContent)"))
        quotes |= set(page.run(QUOTES))
    told = {worlds.SHOWN.get(text, text) for text in worlds.BREAKOUTS}
    assert names == {worlds.HUB, *told}
    assert quotes == {f"{worlds.HUB} supplies {text}" for text in told}
    assert page.run("document.title") == "Keiretsu"
    assert page.run("document.querySelectorAll('img, iframe, #shown script').length") == 0
    assert page.complaints == []
    assert page.requests == [path.as_uri()]
