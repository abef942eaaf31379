"""A small graph whose names, quotes and documents try to break out of the page."""

from kg.graph import Graph
from kg.model import Status
from tests.graph.builders import argument, claim, document, graph_of

BREAKOUTS = (
    "</script><script>document.title='owned'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "Orsa\u2028\u2029Optics",
    "\u202eKestrel Devices",
    "${contents} $contents &lt;b&gt; \\u003c",
    "__proto__",
    "Lark\x00\x1bfield\ud800",
)
SHOWN = {  # what cannot be seen is shown by its number, and a line's end as a blank
    "Orsa\u2028\u2029Optics": "Orsa  Optics",
    "\u202eKestrel Devices": "\\u202eKestrel Devices",
    "Lark\x00\x1bfield\ud800": "Lark\\u0000\\u001bfield\\ud800",
}
HUB = "Halvard 'Semiconductor\" & Co"


def hostile_graph() -> Graph:
    claims, documents = [], []
    for number, text in enumerate(BREAKOUTS):
        at = document(
            f"d{number}",
            f"2025-01-{number + 1:02}",
            title=text,
            publisher=text,
            url=f"https://example.com/{text}",
            name=text,
        )
        documents.append(at)
        status = list(Status)[number % len(Status)]
        claims.append(claim(argument(HUB), "supplies", argument(text, forms=(f"{text}!",)), status, at=at))
    return graph_of(claims, documents)
