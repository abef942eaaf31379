"""Cases about what follows a match: aggregation, WITH, ORDER BY, DISTINCT, UNION, UNWIND, subqueries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from tests.stores.conformance.oracle import ANY, OUT, Case, Rows


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def present(values: list[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def distinct(rows: Rows) -> Rows:
    return list(dict.fromkeys(rows))


CASES = [
    Case("count everything", "MATCH ()-[r]->() RETURN count(*)", lambda v: [(len(v.edges),)]),
    Case(
        "count nothing",
        "MATCH (n {name: 'nobody'}) RETURN count(n), count(*), collect(n.id)",
        lambda _: [(0, 0, [])],
    ),
    Case(
        "group by nothing found",
        "MATCH (n {name: 'nobody'}) RETURN n.id, count(*)",
        lambda _: [],
    ),
    Case(
        "count by type",
        "MATCH ()-[r]->() RETURN type(r), count(*)",
        lambda v: list(Counter(r.type for r in v.edges).items()),
    ),
    Case(
        "count skips missing values",
        "MATCH ()-[r]->() RETURN count(r.first_published), count(*)",
        lambda v: [(len(present([r.first for r in v.edges])), len(v.edges))],
    ),
    Case(
        "count distinct neighbours",
        "MATCH (a)--(b) RETURN a.id, count(DISTINCT b.id)",
        lambda v: [
            (k, len(set(ids))) for k, ids in grouped((a.id, b.id) for (a, b), _ in v.chains(ANY)).items()
        ],
    ),
    Case(
        "sum and average",
        "MATCH (a)-[r]->() RETURN a.id, sum(r.origins), avg(r.belief)",
        lambda v: [
            (k, sum(e.origins for e in es), mean([e.belief for e in es]))
            for k, es in grouped((e.source.id, e) for e in v.edges).items()
        ],
    ),
    Case(
        "least and greatest",
        "MATCH ()-[r]->() RETURN min(r.belief), max(r.belief), min(r.first_published), max(r.id)",
        lambda v: [
            (
                min(r.belief for r in v.edges),
                max(r.belief for r in v.edges),
                min(present([r.first for r in v.edges]), default=None),
                max(r.id for r in v.edges),
            )
        ],
    ),
    Case(
        "aggregates of nothing",
        "MATCH (n {name: 'nobody'}) RETURN sum(n.x), avg(n.x), min(n.x), max(n.x)",
        lambda _: [(0, None, None, None)],
    ),
    Case(
        "collect in order",
        "MATCH (a)-[r]->(b) WITH a, b ORDER BY b.id, a.id RETURN a.id, collect(b.id)",
        lambda v: [
            (k, sorted(ids)) for k, ids in grouped((e.source.id, e.target.id) for e in v.edges).items()
        ],
    ),
    Case(
        "collect skips missing values",
        "MATCH ()-[r]->() WITH r ORDER BY r.id RETURN collect(r.first_published)",
        lambda v: [(present([r.first for r in sorted(v.edges, key=lambda e: e.id)]),)],
    ),
    Case(
        "collect distinct",
        "MATCH ()-[r]->() WITH DISTINCT r.status AS status ORDER BY status RETURN collect(status)",
        lambda v: [(sorted({r.status for r in v.edges}),)],
    ),
    Case(
        "group by two keys",
        "MATCH (a)-[r]->(b) RETURN a.type, b.type, count(r)",
        lambda v: [(*k, n) for k, n in Counter((e.source.type, e.target.type) for e in v.edges).items()],
    ),
    Case(
        "arithmetic over aggregates",
        "MATCH ()-[r]->() RETURN count(r) * 2 + 1, round(100.0 * sum(r.origins) / count(*)) / 100",
        lambda v: [
            (len(v.edges) * 2 + 1, int(100.0 * sum(r.origins for r in v.edges) / len(v.edges) + 0.5) / 100)
        ],
    ),
    Case(
        "a condition on a group",
        "MATCH (a)--(b) WITH a, count(*) AS degree WHERE degree >= 2 RETURN a.id, degree",
        lambda v: [(k, n) for k, n in Counter(a.id for (a, _), _ in v.chains(ANY)).items() if n >= 2],
    ),
    Case(
        "aggregate of an aggregate",
        "MATCH (a)--() WITH a, count(*) AS degree RETURN max(degree), count(a)",
        lambda v: [(max(c.values()), len(c)) for c in [Counter(a.id for (a, _), _ in v.chains(ANY))]],
    ),
    Case(
        "WITH carries a value into the next match",
        "MATCH (a:Company) WITH a.id AS key MATCH (b {id: key})-->(c) RETURN b.id, c.id",
        lambda v: [(a.id, b.id) for (a, b), _ in v.chains(OUT) if a.type == "Company"],
    ),
    Case(
        "top of a list, then a match",
        "MATCH (a) WITH a ORDER BY a.id LIMIT 2 MATCH (a)-[r]->(b) RETURN a.id, r.id",
        lambda v: [
            (a.id, r.id) for (a, _), (r,) in v.chains(OUT) if a.id in sorted(n.id for n in v.nodes)[:2]
        ],
    ),
    Case(
        "ordered",
        "MATCH ()-[r]->() RETURN r.id, r.belief ORDER BY r.belief DESC, r.id",
        lambda v: [(r.id, r.belief) for r in sorted(v.edges, key=lambda e: (-e.belief, e.id))],
        ordered=True,
    ),
    Case(
        "missing values come last",
        "MATCH ()-[r]->() RETURN r.id ORDER BY r.first_published, r.id",
        lambda v: [(r.id,) for r in sorted(v.edges, key=lambda e: (e.first is None, e.first or "", e.id))],
        ordered=True,
    ),
    Case(
        "missing values come first, descending",
        "MATCH ()-[r]->() RETURN r.id ORDER BY r.first_published DESC, r.id",
        lambda v: [
            (r.id,)
            for part in (
                sorted((e for e in v.edges if e.first is None), key=lambda e: e.id),
                sorted(
                    sorted((e for e in v.edges if e.first), key=lambda e: e.id),
                    key=lambda e: e.first or "",
                    reverse=True,
                ),
            )
            for r in part
        ],
        ordered=True,
    ),
    Case(
        "text is ordered by code point",
        "MATCH (n) RETURN n.name, n.id ORDER BY n.name, n.id",
        lambda v: sorted((n.name, n.id) for n in v.nodes),
        ordered=True,
    ),
    Case(
        "ordered by what is not returned",
        "MATCH ()-[r]->() RETURN r.id ORDER BY r.origins, r.id DESC",
        lambda v: [
            (r.id,)
            for r in sorted(sorted(v.edges, key=lambda e: e.id, reverse=True), key=lambda e: e.origins)
        ],
        ordered=True,
    ),
    Case(
        "a page",
        "MATCH ()-[r]->() RETURN r.id ORDER BY r.id SKIP 1 LIMIT 2",
        lambda v: [(r.id,) for r in sorted(v.edges, key=lambda e: e.id)[1:3]],
        ordered=True,
    ),
    Case(
        "a page by parameters",
        "MATCH (n) RETURN n.id ORDER BY n.id DESC SKIP $skip LIMIT $limit",
        lambda v: [(key,) for key in sorted((n.id for n in v.nodes), reverse=True)[2:4]],
        ordered=True,
        parameters={"skip": 2, "limit": 2},
    ),
    Case("LIMIT 0", "MATCH (n) RETURN n.id LIMIT 0", lambda _: []),
    Case(
        "top of groups",
        "MATCH (a)--() RETURN a.id AS id, count(*) AS degree ORDER BY degree DESC, id LIMIT 2",
        lambda v: sorted(
            Counter(a.id for (a, _), _ in v.chains(ANY)).items(), key=lambda item: (-item[1], item[0])
        )[:2],
        ordered=True,
    ),
    Case(
        "DISTINCT",
        "MATCH (a)-->(b) RETURN DISTINCT a.type, b.type",
        lambda v: distinct([(a.type, b.type) for (a, b), _ in v.chains(OUT)]),
    ),
    Case(
        "DISTINCT keeps one missing value",
        "MATCH ()-[r]->() RETURN DISTINCT r.first_published",
        lambda v: distinct([(r.first,) for r in v.edges]),
    ),
    Case(
        "neighbours at most two away",
        "MATCH (a:Company)-[*1..2]-(b) WHERE a.id <> b.id RETURN DISTINCT a.id, b.id",
        lambda v: distinct(
            [(n[0].id, n[-1].id) for n, _ in v.trails(ANY, 1, 2) if n[0].type == "Company" and n[0] != n[-1]]
        ),
    ),
    Case(
        "UNION",
        "MATCH (n:Company) RETURN n.name AS name UNION MATCH (n:Person) RETURN n.name AS name",
        lambda v: distinct([(n.name,) for label in ("Company", "Person") for n in v.of(label)]),
    ),
    Case(
        "UNION ALL",
        "MATCH (n:Company) RETURN n.name AS name UNION ALL MATCH (n) RETURN n.name AS name",
        lambda v: [(n.name,) for n in [*v.of("Company"), *v.nodes]],
    ),
    Case(
        "UNWIND a parameter",
        "UNWIND $ids AS key MATCH (n {id: key}) RETURN key, n.name",
        lambda v: [(n.id, n.name) for key in ("e1", "e1", "none") for n in v.nodes if n.id == key],
        parameters={"ids": ["e1", "e1", "none"]},
    ),
    Case(
        "UNWIND a property",
        "MATCH (n) UNWIND n.aliases AS alias RETURN n.id, alias",
        lambda v: [(n.id, alias) for n in v.nodes for alias in n.names],
    ),
    Case(
        "UNWIND what was collected",
        "MATCH (n) WITH collect(n.id) AS ids UNWIND ids AS a UNWIND ids AS b "
        "WITH a, b WHERE a < b RETURN a, b",
        lambda v: [(a.id, b.id) for a in v.nodes for b in v.nodes if a.id < b.id],
    ),
    Case("UNWIND nothing", "UNWIND [] AS x RETURN x", lambda _: []),
    Case(
        "subquery for each row",
        "MATCH (a:Company) CALL { WITH a MATCH (a)-[r]->() RETURN sum(r.origins) AS total } "
        "RETURN a.id, total",
        lambda v: [(a.id, sum(e.origins for e in v.edges if e.source == a)) for a in v.of("Company")],
    ),
    Case(
        "pattern comprehension",
        "MATCH (a) RETURN a.id, size([(a)-[r]->(b) WHERE r.belief > 0.5 | b.id])",
        lambda v: [(a.id, sum(e.source == a and e.belief > 0.5 for e in v.edges)) for a in v.nodes],
    ),
]
