"""Cases about patterns: directions, types, hops, trails, loops, variable length, optional matches."""

from tests.stores.conformance.oracle import ANY, IN, OUT, Case

CASES = [
    Case("all nodes", "MATCH (n) RETURN n.id", lambda v: [(n.id,) for n in v.nodes]),
    Case("by label", "MATCH (n:Company) RETURN n.id", lambda v: [(n.id,) for n in v.of("Company")]),
    Case("by the common label", "MATCH (n:Entity) RETURN n.id", lambda v: [(n.id,) for n in v.nodes]),
    Case(
        "by either label",
        "MATCH (n:Company|Place) RETURN n.id",
        lambda v: [(n.id,) for n in [*v.of("Company"), *v.of("Place")]],
    ),
    Case(
        "label in WHERE",
        "MATCH (n) WHERE n:Person RETURN n.id",
        lambda v: [(n.id,) for n in v.of("Person")],
    ),
    Case(
        "two unrelated nodes",
        "MATCH (a:Company), (b:Place) RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for a in v.of("Company") for b in v.of("Place")],
    ),
    Case(
        "one hop out",
        "MATCH (a)-[r]->(b) RETURN a.id, r.id, b.id",
        lambda v: [(a.id, r.id, b.id) for (a, b), (r,) in v.chains(OUT)],
    ),
    Case(
        "one hop in",
        "MATCH (a)<-[r]-(b) RETURN a.id, r.id, b.id",
        lambda v: [(a.id, r.id, b.id) for (a, b), (r,) in v.chains(IN)],
    ),
    Case(
        "one hop either way",
        "MATCH (a)-[r]-(b) RETURN a.id, r.id, b.id",
        lambda v: [(a.id, r.id, b.id) for (a, b), (r,) in v.chains(ANY)],
    ),
    Case(
        "edges unnamed",
        "MATCH (a)--(b) RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for (a, b), _ in v.chains(ANY)],
    ),
    Case(
        "one type",
        "MATCH (a)-[r:SUPPLIES_TO]->(b) RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for (a, b), (r,) in v.chains(OUT) if r.type == "SUPPLIES_TO"],
    ),
    Case(
        "several types either way",
        "MATCH (a)-[r:SUPPLIES_TO|PARTNERS_WITH]-(b) RETURN a.id, type(r), b.id",
        lambda v: [
            (a.id, r.type, b.id)
            for (a, b), (r,) in v.chains(ANY)
            if r.type in {"SUPPLIES_TO", "PARTNERS_WITH"}
        ],
    ),
    Case(
        "labels at both ends",
        "MATCH (a:Company)-[r]->(b:Person) RETURN a.id, r.id, b.id",
        lambda v: [
            (a.id, r.id, b.id) for (a, b), (r,) in v.chains(OUT) if (a.type, b.type) == ("Company", "Person")
        ],
    ),
    Case(
        "map on an edge",
        "MATCH (a)-[r {status: 'planned'}]->(b) RETURN r.id",
        lambda v: [(r.id,) for _, (r,) in v.chains(OUT) if r.status == "planned"],
    ),
    Case(
        "map on a typed edge",
        "MATCH (a)-[r:ACQUIRES {origins: 1}]-(b) RETURN a.id, r.id",
        lambda v: [(a.id, r.id) for (a, _), (r,) in v.chains(ANY) if (r.type, r.origins) == ("ACQUIRES", 1)],
    ),
    Case(
        "map on a node",
        "MATCH (a {name: 'Orsa'})-->(b) RETURN a.id, b.id",
        lambda v: [(a.id, b.id) for (a, b), _ in v.chains(OUT) if a.name == "Orsa"],
    ),
    Case(
        "loops",
        "MATCH (a)-[r]->(a) RETURN a.id, r.id",
        lambda v: [(a.id, r.id) for (a, b), (r,) in v.chains(OUT) if a == b],
    ),
    Case(
        "loops either way",
        "MATCH (a)-[r]-(a) RETURN a.id, r.id",
        lambda v: [(a.id, r.id) for (a, b), (r,) in v.chains(ANY) if a == b],
    ),
    Case(
        "parallel edges",
        "MATCH (a)-[r]->(b), (a)-[s]->(b) RETURN r.id, s.id",
        lambda v: [
            (r.id, s.id)
            for (a, b), (r,) in v.chains(OUT)
            for (c, d), (s,) in v.chains(OUT)
            if (a, b) == (c, d) and r.id != s.id
        ],
    ),
    Case(
        "two clauses may use an edge twice",
        "MATCH (a)-[r]->(b) MATCH (a)-[s]->(b) RETURN r.id, s.id",
        lambda v: [
            (r.id, s.id)
            for (a, b), (r,) in v.chains(OUT)
            for (c, d), (s,) in v.chains(OUT)
            if (a, b) == (c, d)
        ],
    ),
    Case(
        "two hops out",
        "MATCH (a)-[r]->(b)-[s]->(c) RETURN a.id, r.id, s.id, c.id",
        lambda v: [(a.id, r.id, s.id, c.id) for (a, _, c), (r, s) in v.chains(OUT, OUT)],
    ),
    Case(
        "two hops to a common target",
        "MATCH (a)-[r]->(b)<-[s]-(c) RETURN a.id, b.id, c.id",
        lambda v: [(a.id, b.id, c.id) for (a, b, c), _ in v.chains(OUT, IN)],
    ),
    Case(
        "two hops in, filtered on the first edge",
        "MATCH (c)<-[r1]-(x)<-[r2]-(y) WHERE r1.belief > 0.5 RETURN c.id, r1.id, r2.id, y.id",
        lambda v: [(c.id, r.id, s.id, y.id) for (c, _, y), (r, s) in v.chains(IN, IN) if r.belief > 0.5],
    ),
    Case(
        "two hops in, filtered on the second edge",
        "MATCH (c)<-[r1]-(x)<-[r2]-(y) WHERE r2.belief >= 0.5 RETURN c.id, r1.id, r2.id, y.id",
        lambda v: [(c.id, r.id, s.id, y.id) for (c, _, y), (r, s) in v.chains(IN, IN) if s.belief >= 0.5],
    ),
    Case(
        "two hops either way, filtered on both",
        "MATCH (a)-[r]-(b)-[s]-(c) WHERE r.belief > 0.2 AND s.status <> 'denied' "
        "RETURN a.id, r.id, s.id, c.id",
        lambda v: [
            (a.id, r.id, s.id, c.id)
            for (a, _, c), (r, s) in v.chains(ANY, ANY)
            if r.belief > 0.2 and s.status != "denied"
        ],
    ),
    Case(
        "two hops comparing the edges",
        "MATCH (a)-[r]->(b)-[s]->(c) WHERE r.belief < s.belief RETURN r.id, s.id",
        lambda v: [(r.id, s.id) for _, (r, s) in v.chains(OUT, OUT) if r.belief < s.belief],
    ),
    Case(
        "three hops of mixed direction",
        "MATCH (a)-[r]->(b)<-[s]-(c)-[t]->(d) RETURN a.id, r.id, s.id, t.id, d.id",
        lambda v: [(a.id, r.id, s.id, t.id, d.id) for (a, _, _, d), (r, s, t) in v.chains(OUT, IN, OUT)],
    ),
    Case(
        "three hops, filtered in the middle",
        "MATCH (a)-[r]-(b)-[s:SUPPLIES_TO]-(c)-[t]-(d) WHERE s.origins > 1 RETURN r.id, s.id, t.id",
        lambda v: [
            (r.id, s.id, t.id)
            for _, (r, s, t) in v.chains(ANY, ANY, ANY)
            if s.type == "SUPPLIES_TO" and s.origins > 1
        ],
    ),
    Case(
        "a cycle of two",
        "MATCH (a)-[r]->(b)-[s]->(a) RETURN a.id, r.id, s.id",
        lambda v: [(a.id, r.id, s.id) for (a, _, c), (r, s) in v.chains(OUT, OUT) if a == c],
    ),
    Case(
        "a cycle of three",
        "MATCH (a)-[r]->(b)-[s]->(c)-[t]->(a) RETURN a.id, b.id, c.id",
        lambda v: [(a.id, b.id, c.id) for (a, b, c, d), _ in v.chains(OUT, OUT, OUT) if a == d],
    ),
    Case(
        "a branch",
        "MATCH (a)-[r]->(b), (a)-[s]->(c) WHERE b.id <> c.id RETURN a.id, b.id, c.id",
        lambda v: [
            (a.id, b.id, c.id)
            for (a, b), (r,) in v.chains(OUT)
            for (d, c), (s,) in v.chains(OUT)
            if a == d and r.id != s.id and b != c
        ],
    ),
    Case(
        "one to two hops out",
        "MATCH (a)-[*1..2]->(b) RETURN a.id, b.id",
        lambda v: [(n[0].id, n[-1].id) for n, _ in v.trails(OUT, 1, 2)],
    ),
    Case(
        "one to three hops of a type",
        "MATCH (a)-[:SUPPLIES_TO*1..3]->(b) RETURN a.id, b.id",
        lambda v: [
            (n[0].id, n[-1].id) for n, es in v.trails(OUT, 1, 3) if all(e.type == "SUPPLIES_TO" for e in es)
        ],
    ),
    Case(
        "one to three hops either way",
        "MATCH (a)-[*1..3]-(b) RETURN a.id, b.id",
        lambda v: [(n[0].id, n[-1].id) for n, _ in v.trails(ANY, 1, 3)],
    ),
    Case(
        "exactly two hops in",
        "MATCH (a)<-[*2]-(b) RETURN a.id, b.id",
        lambda v: [(n[0].id, n[-1].id) for n, _ in v.trails(IN, 2, 2)],
    ),
    Case(
        "no hop or one",
        "MATCH (a)-[*0..1]->(b) RETURN a.id, b.id",
        lambda v: [(n[0].id, n[-1].id) for n, _ in v.trails(OUT, 0, 1)],
    ),
    Case(
        "length of a path",
        "MATCH p = (a)-[*1..3]->(b:Company) RETURN a.id, b.id, length(p)",
        lambda v: [(n[0].id, n[-1].id, len(es)) for n, es in v.trails(OUT, 1, 3) if n[-1].type == "Company"],
    ),
    Case(
        "belief of a path",
        "MATCH p = (a)-[*1..3]-(b) WITH a, b, reduce(q = 1.0, r IN relationships(p) | q * r.belief) AS q "
        "RETURN a.id, b.id, max(q)",
        lambda v: [
            (a.id, b.id, max(_product(es) for n, es in v.trails(ANY, 1, 3) if (n[0], n[-1]) == (a, b)))
            for a in v.nodes
            for b in v.nodes
            if any((n[0], n[-1]) == (a, b) for n, _ in v.trails(ANY, 1, 3))
        ],
    ),
    Case(
        "every edge of a path",
        "MATCH p = (a)-[*1..2]->(b) WHERE all(r IN relationships(p) WHERE r.belief >= 0.5) RETURN a.id, b.id",
        lambda v: [(n[0].id, n[-1].id) for n, es in v.trails(OUT, 1, 2) if all(e.belief >= 0.5 for e in es)],
    ),
    Case(
        "nodes of a path",
        "MATCH p = (a)-[*2]->(b) RETURN [n IN nodes(p) | n.id]",
        lambda v: [([n.id for n in ns],) for ns, _ in v.trails(OUT, 2, 2)],
    ),
    Case(
        "variable length between named ends",
        "MATCH (a:Company)-[*1..2]->(b:Company) WHERE a.id < b.id RETURN a.id, b.id",
        lambda v: [
            (n[0].id, n[-1].id)
            for n, _ in v.trails(OUT, 1, 2)
            if (n[0].type, n[-1].type) == ("Company", "Company") and n[0].id < n[-1].id
        ],
    ),
    Case(
        "variable length, then a hop",
        "MATCH (a)-[*1..2]->(b)-[r]->(c) RETURN a.id, r.id, c.id",
        lambda v: [(n[0].id, es[-1].id, n[-1].id) for k in (2, 3) for n, es in v.chains(*[OUT] * k)],
    ),
    Case(
        "optional match",
        "MATCH (a) OPTIONAL MATCH (a)-[r:ACQUIRES]->(b) RETURN a.id, r.id, b.id",
        lambda v: [
            row
            for a in v.nodes
            for row in (
                [(a.id, r.id, y.id) for (x, y), (r,) in v.chains(OUT) if x == a and r.type == "ACQUIRES"]
                or [(a.id, None, None)]
            )
        ],
    ),
    Case(
        "optional match with a condition",
        "MATCH (a:Company) OPTIONAL MATCH (a)-[r]-(b) WHERE r.belief > 0.5 AND b:Company RETURN a.id, b.id",
        lambda v: [
            row
            for a in v.of("Company")
            for row in (
                [
                    (a.id, y.id)
                    for (x, y), (r,) in v.chains(ANY)
                    if x == a and r.belief > 0.5 and y.type == "Company"
                ]
                or [(a.id, None)]
            )
        ],
    ),
    Case(
        "optional match after optional match",
        "MATCH (a) OPTIONAL MATCH (a)-[r:SUPPLIES_TO]->(b) OPTIONAL MATCH (b)-[s]->(c) "
        "RETURN a.id, b.id, c.id",
        lambda v: [
            (a.id, b and b.id, c and c.id)
            for a in v.nodes
            for b in ([y for (x, y), (r,) in v.chains(OUT) if x == a and r.type == "SUPPLIES_TO"] or [None])
            for c in ([z for (x, z), _ in v.chains(OUT) if x == b] or [None])
        ],
    ),
    Case(
        "nobody is matched",
        "MATCH (a {name: 'nobody'}) OPTIONAL MATCH (a)--(b) RETURN a.id, b.id",
        lambda _: [],
    ),
    Case(
        "optional match that starts a query",
        "OPTIONAL MATCH (a {name: 'nobody'}) RETURN a.id",
        lambda _: [(None,)],
    ),
]


def _product(edges: object) -> float:
    result = 1.0
    for edge in edges:  # type: ignore[attr-defined]
        result *= edge.belief
    return result
