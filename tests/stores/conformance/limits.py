"""What the embedded engine cannot do or does otherwise than Neo4j 5, on one small graph.

    (e0 "asserted") -[r1 asserted]-> (e0) -[r0 planned]-> (e1 "Orsa")

Each entry is tested to be still true: when the engine learns, the test fails, and the entry (and the
docstring of `kg.stores.cypher_embedded`, and perhaps a refusal in `kg.stores.portable`) can go.
"""

from dataclasses import dataclass
from typing import Any

from kg.graph import Graph
from kg.model import Entity, Relation, Status
from kg.ontology import Ontology


@dataclass(frozen=True)
class Limit:
    """One difference.

    Attributes:
        name: What differs.
        cypher: A query that shows it.
        right: The rows that Neo4j 5 gives.
        instead: What to write.
        silent: Whether the engine answers wrongly rather than refusing.
        refused: Whether `kg.stores.portable` refuses it, so that it never reaches the engine.
    """

    name: str
    cypher: str
    right: list[tuple[Any, ...]]
    instead: str
    silent: bool = False
    refused: bool = False


LIMITS = [
    Limit(
        "map that refers to an edge of an earlier clause",
        "MATCH ()-[r]->() MATCH (n {name: r.status}) RETURN n.id",
        [("e0",)],
        "WITH r.status AS status MATCH (n {name: status})",
        silent=True,
        refused=True,
    ),
    Limit(
        "map that refers to a node of the same pattern",
        "MATCH (a)-[r]->(b {id: a.id}) RETURN r.id",
        [("r1",)],
        "WHERE b.id = a.id",
        silent=True,
        refused=True,
    ),
    Limit(
        "edge map that refers to an edge of the same pattern",
        "MATCH (a)-[r]->(b)-[s {origins: r.origins}]->(c) RETURN r.id, s.id",
        [("r1", "r0")],
        "WHERE s.origins = r.origins",
        silent=True,
        refused=True,
    ),
    Limit(
        "existence of a path whose first edge is a loop",
        "MATCH (n {id: 'e0'}) WHERE EXISTS { (n)-->()-->() } RETURN n.id",
        [("e0",)],
        "COUNT { (n)-->()-->() } > 0",
        silent=True,
    ),
    Limit(
        "quantified edge",
        "MATCH (a)-[:SUPPLIES_TO]->{1,2}(b) RETURN count(*) AS n",
        [(3,)],
        "-[:SUPPLIES_TO*1..2]->",
        refused=True,
    ),
    Limit(
        "quantified pattern",
        "MATCH ((a)-[:SUPPLIES_TO]->(b)){1,2} RETURN count(*) AS n",
        [(3,)],
        "-[:SUPPLIES_TO*1..2]->",
        refused=True,
    ),
    Limit("block comment", "RETURN 1 /* one */ AS x", [(1,)], "// to the end of the line"),
    Limit(
        "both labels", "MATCH (n:Company&Entity) RETURN count(n) AS n", [(2,)], "(n:Company) WHERE n:Entity"
    ),
    Limit("not a label", "MATCH (n:!Company) RETURN count(n) AS n", [(0,)], "WHERE NOT n:Company"),
    Limit("either arrow", "MATCH (a)<-->(b) RETURN count(*) AS n", [(3,)], "(a)--(b)"),
    Limit(
        "condition inside a pattern",
        "MATCH (n WHERE n.name = 'Orsa') RETURN n.id",
        [("e1",)],
        "MATCH … WHERE",
    ),
    Limit("chained comparison", "RETURN 1 < 2 <= 3 AS x", [(True,)], "1 < 2 AND 2 <= 3"),
    Limit(
        "unnamed conditions in RETURN",
        "RETURN 1 IN [1], 2 IN [1]",
        [(True, False)],
        "AS a name, for each of them",
    ),
    Limit(
        "COLLECT subquery",
        "MATCH (n {id: 'e1'}) RETURN COLLECT { MATCH (n)<--(m) RETURN m.id } AS x",
        [(["e0"],)],
        "a pattern comprehension: [(n)<--(m) | m.id]",
    ),
    Limit("isEmpty", "RETURN isEmpty([]) AS x", [(True,)], "size([]) = 0"),
    Limit(
        "shortest path of Cypher 25",
        "MATCH p = SHORTEST 1 (a {id: 'e0'})-[*]->(b {id: 'e1'}) RETURN length(p) AS n",
        [(1,)],
        "shortestPath((a)-[*]->(b))",
    ),
    Limit(
        "map with a property that no such node has",
        "MATCH (n:Company {nothing: 1}) RETURN n.id",
        [],
        "WHERE n.nothing = 1",
    ),
    Limit(
        "a half, rounded",
        "RETURN round(-2.5) AS x",
        [(-2.0,)],
        "round(x, 1), or round in the caller",
        silent=True,
    ),
    Limit(
        "division of a real number by zero", "RETURN 1.0 / 0 AS x", [(float("inf"),)], "a CASE", silent=True
    ),
    Limit(
        "keys of a node",
        "MATCH (n {id: 'e1'}) RETURN 'title' IN keys(n) AS x",
        [(False,)],
        "the properties by name",
        silent=True,
    ),
    Limit(
        "`.type` of an edge, which has no such property",
        "MATCH ()-[r {id: 'r0'}]->() RETURN r.type",
        [(None,)],
        "type(r)",
        silent=True,
    ),
]


def limits_graph(ontology: Ontology) -> Graph:
    """Make the graph of the table."""
    counts = dict.fromkeys(Status, 1)
    entities = {"e0": Entity("e0", "Company", "asserted"), "e1": Entity("e1", "Company", "Orsa")}
    relations = {
        key: Relation(key, "e0", "suppliesTo", target, 0.5, status, counts, 1, None, None, ())
        for key, target, status in (("r0", "e1", Status.PLANNED), ("r1", "e0", Status.ASSERTED))
    }
    return Graph(
        sequence=1,
        ontology_hash=ontology.hash,
        entities=entities,
        relations=relations,
        claims={},
        documents={},
    )
