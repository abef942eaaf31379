"""Cases about WHERE: comparison, text, lists, missing values and three-valued logic, patterns, subqueries."""

from tests.stores.conformance.oracle import ANY, IN, OUT, Case

CASES = [
    Case(
        "AND binds before OR",
        "MATCH ()-[r]->() WHERE r.belief > 0.8 OR r.origins = 1 AND r.status = 'asserted' RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.belief > 0.8 or (r.origins == 1 and r.status == "asserted")],
    ),
    Case(
        "NOT and brackets",
        "MATCH ()-[r]->() WHERE NOT (r.belief > 0.8 OR r.origins = 1) RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if not (r.belief > 0.8 or r.origins == 1)],
    ),
    Case(
        "XOR",
        "MATCH ()-[r]->() WHERE r.belief > 0.5 XOR r.origins > 2 RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if (r.belief > 0.5) != (r.origins > 2)],
    ),
    Case(
        "two bounds",
        "MATCH ()-[r]->() WHERE 0.2 < r.belief AND r.belief <= 0.75 RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if 0.2 < r.belief <= 0.75],
    ),
    Case(
        "whole and real numbers compare",
        "MATCH ()-[r]->() WHERE r.belief = 1 RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.belief == 1],
    ),
    Case(
        "IN a list",
        "MATCH ()-[r]->() WHERE r.status IN ['asserted', 'planned'] RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.status in {"asserted", "planned"}],
    ),
    Case(
        "IN a parameter",
        "MATCH (n) WHERE n.id IN $ids RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if n.id in {"e0", "e2"}],
        parameters={"ids": ["e0", "e2", "none"]},
    ),
    Case(
        "IN a property",
        "MATCH (n) WHERE $name IN n.aliases RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if "Orsa" in n.names],
        parameters={"name": "Orsa"},
    ),
    Case(
        "IN a list with a missing value",
        "MATCH (n) WHERE NOT n.id IN ['e0', null] RETURN n.id",
        lambda _: [],
    ),
    Case(
        "text comparison",
        "MATCH (a), (b) WHERE a.name < b.name RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for a in v.nodes for b in v.nodes if a.name < b.name],
    ),
    Case(
        "CONTAINS",
        "MATCH (n) WHERE n.name CONTAINS 'es' RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if "es" in n.name],
    ),
    Case(
        "STARTS WITH a parameter",
        "MATCH (n) WHERE n.name STARTS WITH $start RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if n.name.startswith("Ors")],
        parameters={"start": "Ors"},
    ),
    Case(
        "ENDS WITH quotes",
        "MATCH (n) WHERE n.name ENDS WITH $end RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if n.name.endswith('"x"')],
        parameters={"end": '"x"'},
    ),
    Case(
        "regular expression over the whole text",
        "MATCH (n) WHERE n.name =~ '(?i)kes.*' RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if n.name.lower().startswith("kes")],
    ),
    Case(
        "empty text is a value",
        "MATCH (n) WHERE n.name = '' RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if n.name == ""],
    ),
    Case(
        "IS NULL",
        "MATCH ()-[r]->() WHERE r.first_published IS NULL RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.first is None],
    ),
    Case(
        "IS NOT NULL",
        "MATCH ()-[r]->() WHERE r.first_published IS NOT NULL RETURN r.id, r.first_published",
        lambda v: [(r.id, r.first) for r in v.edges if r.first is not None],
    ),
    Case(
        "a missing value is not equal",
        "MATCH ()-[r]->() WHERE r.first_published <> '2025-01-03' RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.first is not None and r.first != "2025-01-03"],
    ),
    Case(
        "nor is it unequal",
        "MATCH ()-[r]->() WHERE NOT r.first_published = '2025-01-03' RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if r.first is not None and r.first != "2025-01-03"],
    ),
    Case(
        "a missing value in OR",
        "MATCH ()-[r]->() WHERE r.first_published > '2025-02-01' OR r.belief > 0.5 RETURN r.id",
        lambda v: [(r.id,) for r in v.edges if (r.first or "") > "2025-02-01" or r.belief > 0.5],
    ),
    Case(
        "a missing value in NOT AND",
        "MATCH ()-[r]->() WHERE NOT (r.first_published > '2025-02-01' AND r.belief > 0.5) RETURN r.id",
        lambda v: [
            (r.id,) for r in v.edges if r.belief <= 0.5 or (r.first is not None and r.first <= "2025-02-01")
        ],
    ),
    Case(
        "a property that nothing has",
        "MATCH (n) WHERE n.nothing IS NULL AND NOT coalesce(n.nothing = 1, false) RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes],
    ),
    Case(
        "pattern as a condition",
        "MATCH (n) WHERE (n)-[:SUPPLIES_TO]->() RETURN n.id",
        lambda v: [
            (n.id,) for n in v.nodes if any(e.source == n and e.type == "SUPPLIES_TO" for e in v.edges)
        ],
    ),
    Case(
        "no such pattern",
        "MATCH (a), (b) WHERE a.id < b.id AND NOT (a)--(b) RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for a in v.nodes for b in v.nodes if a.id < b.id and not v.linked(a, b)],
    ),
    Case(
        "EXISTS with a condition inside",
        "MATCH (n) WHERE EXISTS { MATCH (n)<-[r]-(m) WHERE r.belief >= 0.5 AND m:Company } RETURN n.id",
        lambda v: [
            (n.id,)
            for n in v.nodes
            if any(a == n and r.belief >= 0.5 and b.type == "Company" for (a, b), (r,) in v.chains(IN))
        ],
    ),
    Case(
        "NOT EXISTS over two hops",
        "MATCH (n) WHERE NOT EXISTS { (n)-->()-->() } RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if not any(a == n for (a, _, _), _ in v.chains(OUT, OUT))],
        loops=False,
    ),
    Case(
        "COUNT over two hops as a condition",
        "MATCH (n) WHERE COUNT { (n)-->()-->() } = 0 RETURN n.id",
        lambda v: [(n.id,) for n in v.nodes if not any(a == n for (a, _, _), _ in v.chains(OUT, OUT))],
    ),
    Case(
        "COUNT as a condition",
        "MATCH (n) WHERE COUNT { (n)--() } > 1 RETURN n.id, COUNT { (n)-->(:Company) }",
        lambda v: [
            (n.id, sum(a == n and b.type == "Company" for (a, b), _ in v.chains(OUT)))
            for n in v.nodes
            if sum(a == n for (a, _), _ in v.chains(ANY)) > 1
        ],
    ),
    Case(
        "type() as a condition",
        "MATCH (a)-[r]-(b) WHERE type(r) STARTS WITH 'P' RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for (a, b), (r,) in v.chains(ANY) if r.type.startswith("P")],
    ),
    Case(
        "ends of an edge",
        "MATCH (a)-[r]-(b) RETURN startNode(r).id, endNode(r).id, a.id",
        lambda v: [(r.source.id, r.target.id, a.id) for (a, _), (r,) in v.chains(ANY)],
    ),
]
