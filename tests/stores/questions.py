"""Three questions, each in Cypher, in SPARQL and in Python: whoever asks, the answer is the same.

1. Who supplies X, how sure is that, and which words say so? (one row a claim)
2. Who stands two relations away from X, and how likely is the best path there?
3. Which ten companies have the most distinct neighbours?
"""

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx

from kg.graph import Graph
from kg.stores.base import Row
from kg.stores.rdf import iri


@dataclass(frozen=True)
class Question:
    """One question about an entity, asked in three languages.

    Attributes:
        cypher: Its Cypher text; the entity is `$id`.
        sparql: Entity id -> its SPARQL text.
        oracle: Graph and entity id -> the right rows, in order.
    """

    cypher: str
    sparql: Callable[[str], str]
    oracle: Callable[[Graph, str], list[Row]]


SUPPLIERS_CYPHER = """
MATCH (s:Entity)-[r:SUPPLIES_TO]->(x:Entity {id: $id})
UNWIND r.claims AS key
MATCH (c:Claim {id: key})
RETURN s.id AS id, s.name AS name, r.belief AS belief, r.status AS status, c.id AS claim, c.quote AS quote
ORDER BY id, claim
"""


def suppliers_sparql(entity: str) -> str:
    return f"""
SELECT ?id ?name ?belief ?status ?claim ?quote {{
  ?s kgp:suppliesTo ?r ; dcterms:identifier ?id ; rdfs:label ?name .
  ?r kgo:suppliesTo {iri("entity", entity)} ; kg:belief ?belief ; kg:status ?status ; kg:claim ?c .
  ?c dcterms:identifier ?claim ; kg:quote ?quote .
}} ORDER BY ?id ?claim
"""


def suppliers_oracle(graph: Graph, entity: str) -> list[Row]:
    rows: list[Row] = []
    for relation in graph.relations.values():
        if relation.type == "suppliesTo" and relation.object == entity:
            supplier = graph.entities[relation.subject]
            rows += [
                {
                    "id": supplier.id,
                    "name": supplier.name,
                    "belief": relation.belief,
                    "status": relation.status.value,
                    "claim": key,
                    "quote": graph.claims[key].evidence.quote,
                }
                for key in relation.claims
            ]
    return sorted(rows, key=lambda row: (str(row["id"]), str(row["claim"])))


TWO_HOPS_CYPHER = """
MATCH (x:Entity {id: $id})-[r1]-(m:Entity)-[r2]-(o:Entity)
WHERE o.id <> $id AND NOT (x)--(o)
RETURN o.id AS id, o.name AS name, max(r1.belief * r2.belief) AS belief
ORDER BY belief DESC, id
"""


def two_hops_sparql(entity: str) -> str:
    start = iri("entity", entity)
    return f"""
SELECT ?id ?name (MAX(?b1 * ?b2) AS ?belief) {{
  ?r1 rdf:subject|rdf:object {start} ; a kg:Relation ; rdf:subject|rdf:object ?m ; kg:belief ?b1 .
  ?r2 rdf:subject|rdf:object ?m ; a kg:Relation ; rdf:subject|rdf:object ?o ; kg:belief ?b2 .
  ?o dcterms:identifier ?id ; rdfs:label ?name .
  FILTER(?m != {start} && ?o != {start} && ?o != ?m)
  FILTER NOT EXISTS {{ ?d rdf:subject|rdf:object {start} ; rdf:subject|rdf:object ?o ; a kg:Relation }}
}} GROUP BY ?id ?name ORDER BY DESC(?belief) ?id
"""


def _network(graph: Graph) -> "nx.MultiGraph[str]":
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_nodes_from(graph.entities)
    for relation in graph.relations.values():
        network.add_edge(relation.subject, relation.object, belief=relation.belief)
    return network


def two_hops_oracle(graph: Graph, entity: str) -> list[Row]:
    network = _network(graph)
    best: dict[str, float] = {}
    for _, middle, first in network.edges(entity, data="belief"):
        for _, end, second in network.edges(middle, data="belief"):
            if end != entity and not network.has_edge(entity, end):
                best[end] = max(best.get(end, 0.0), first * second)
    ordered = sorted(best, key=lambda key: (-best[key], key))
    return [{"id": key, "name": graph.entities[key].name, "belief": best[key]} for key in ordered]


CONNECTED_CYPHER = """
MATCH (c:Company)-[]-(n:Entity) WHERE n.id <> c.id
RETURN c.id AS id, count(DISTINCT n.id) AS neighbours
ORDER BY neighbours DESC, id LIMIT 10
"""


def connected_sparql(_: str) -> str:
    return """
SELECT ?id (COUNT(DISTINCT ?n) AS ?neighbours) {
  ?c a kg:Company ; dcterms:identifier ?id .
  ?r rdf:subject|rdf:object ?c ; rdf:subject|rdf:object ?n ; a kg:Relation .
  FILTER(?n != ?c)
} GROUP BY ?id ORDER BY DESC(?neighbours) ?id LIMIT 10
"""


def connected_oracle(graph: Graph, _: str) -> list[Row]:
    network = _network(graph)
    counts = {
        entity.id: len(set(network.neighbors(entity.id)) - {entity.id})
        for entity in graph.entities.values()
        if entity.type == "Company"
    }
    ordered = sorted((key for key in counts if counts[key]), key=lambda key: (-counts[key], key))
    return [{"id": key, "neighbours": counts[key]} for key in ordered[:10]]


QUESTIONS = {
    "suppliers": Question(SUPPLIERS_CYPHER, suppliers_sparql, suppliers_oracle),
    "two hops": Question(TWO_HOPS_CYPHER, two_hops_sparql, two_hops_oracle),
    "most connected": Question(CONNECTED_CYPHER, connected_sparql, connected_oracle),
}
