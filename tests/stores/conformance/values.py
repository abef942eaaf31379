"""Cases about expressions: CASE, coalesce, lists, text, numbers and missing values."""

from typing import Any

from tests.stores.conformance.oracle import Case


def constant(name: str, cypher: str, *values: Any) -> Case:
    return Case(name, cypher, lambda _: [values])


CASES = [
    Case(
        "CASE by condition",
        "MATCH ()-[r]->() RETURN r.id, CASE WHEN r.belief > 0.7 THEN 'high' WHEN r.belief > 0.3 THEN 'mid' "
        "ELSE 'low' END",
        lambda v: [(r.id, "high" if r.belief > 0.7 else "mid" if r.belief > 0.3 else "low") for r in v.edges],
    ),
    Case(
        "CASE by value, without ELSE",
        "MATCH ()-[r]->() RETURN r.id, CASE r.status WHEN 'asserted' THEN 1 WHEN 'denied' THEN -1 END",
        lambda v: [(r.id, {"asserted": 1, "denied": -1}.get(r.status)) for r in v.edges],
    ),
    Case(
        "sum of CASE",
        "MATCH (a)-[r]->() RETURN a.id, sum(CASE WHEN r.status IN ['denied', 'ended'] "
        "THEN 0 ELSE r.belief END)",
        lambda v: [
            (
                n.id,
                sum(
                    0 if e.status in {"denied", "ended"} else e.belief
                    for e in sorted(v.edges, key=lambda e: e.id)
                    if e.source == n
                ),
            )
            for n in v.nodes
            if any(e.source == n for e in v.edges)
        ],
    ),
    Case(
        "coalesce",
        "MATCH ()-[r]->() RETURN r.id, coalesce(r.first_published, r.nothing, 'undated')",
        lambda v: [(r.id, r.first or "undated") for r in v.edges],
    ),
    Case(
        "arithmetic with a missing value",
        "MATCH ()-[r]->() RETURN r.id, r.belief * r.origins, r.nothing + 1",
        lambda v: [(r.id, r.belief * r.origins, None) for r in v.edges],
    ),
    Case(
        "size of list and text",
        "MATCH (n) RETURN n.id, size(n.aliases), size(n.name)",
        lambda v: [(n.id, len(n.names), len(n.name)) for n in v.nodes],
    ),
    Case(
        "ends of a list",
        "MATCH (n) RETURN n.id, head(n.aliases), last(n.aliases), tail(n.aliases)",
        lambda v: [
            (n.id, n.names[0] if n.names else None, n.names[-1] if n.names else None, list(n.names[1:]))
            for n in v.nodes
        ],
    ),
    Case(
        "index and slice",
        "MATCH (n) RETURN n.id, n.aliases[0], n.aliases[-1], n.aliases[7], n.aliases[1..], n.aliases[..2]",
        lambda v: [
            (
                n.id,
                n.names[0] if n.names else None,
                n.names[-1] if n.names else None,
                None,
                list(n.names[1:]),
                list(n.names[:2]),
            )
            for n in v.nodes
        ],
    ),
    Case(
        "list comprehension",
        "MATCH (n) RETURN n.id, [x IN n.aliases WHERE x STARTS WITH 'O' | toUpper(x)]",
        lambda v: [(n.id, [x.upper() for x in n.names if x.startswith("O")]) for n in v.nodes],
    ),
    Case(
        "any, all, none, single",
        "MATCH (n) RETURN n.id, any(x IN n.aliases WHERE x = ''), all(x IN n.aliases WHERE x = ''), "
        "none(x IN n.aliases WHERE x = ''), single(x IN n.aliases WHERE x CONTAINS 'O')",
        lambda v: [
            (
                n.id,
                any(x == "" for x in n.names),
                all(x == "" for x in n.names),
                not any(x == "" for x in n.names),
                sum("O" in x for x in n.names) == 1,
            )
            for n in v.nodes
        ],
    ),
    Case(
        "text functions",
        "MATCH (n) RETURN n.id, toUpper(n.name), toLower(n.name), reverse(n.name), "
        "replace(n.name, 'e', 'ee'), "
        "substring(n.name, 1), substring(n.name, 0, 3), left(n.name, 2), split(n.name, ' ')",
        lambda v: [
            (
                n.id,
                n.name.upper(),
                n.name.lower(),
                n.name[::-1],
                n.name.replace("e", "ee"),
                n.name[1:],
                n.name[:3],
                n.name[:2],
                n.name.split(" "),
            )
            for n in v.nodes
        ],
    ),
    Case(
        "joining text",
        "MATCH (n) RETURN n.id + ': ' + n.name, n.name + n.nothing",
        lambda v: [(f"{n.id}: {n.name}", None) for n in v.nodes],
    ),
    Case(
        "labels and properties",
        "MATCH (n) RETURN n.id, 'Company' IN labels(n) AS a, 'Entity' IN labels(n) AS b, n.type, n['name']",
        lambda v: [(n.id, n.type == "Company", True, n.type, n.name) for n in v.nodes],
    ),
    Case(
        "map of values",
        "MATCH (n) RETURN {id: n.id, names: n.aliases, deep: {one: 1}}",
        lambda v: [({"id": n.id, "names": list(n.names), "deep": {"one": 1}},) for n in v.nodes],
    ),
    constant(
        "whole numbers", "RETURN 7 / 2, -7 / 2, 7 % 3, -7 % 3, 2 + 3 * 4, 7 / 2.0", 3, -3, 1, -1, 14, 3.5
    ),
    constant("powers and roots", "RETURN 2 ^ 3, sqrt(16), abs(-3), sign(-2)", 8.0, 4.0, 3, -1),
    constant(
        "rounding",
        "RETURN round(2.5), round(-2.4), round(1.25, 1), floor(1.7), ceil(1.2)",
        3.0,
        -2.0,
        1.3,
        1.0,
        2.0,
    ),
    constant(
        "conversion",
        "RETURN toInteger('12'), toInteger('x'), toFloat('1.5'), toString(3)",
        12,
        None,
        1.5,
        "3",
    ),
    constant(
        "three-valued logic",
        "RETURN null AND false AS a, null AND true AS b, null OR true AS c, "
        "null OR false AS d, NOT null AS e, "
        "null XOR true AS f",
        *(False, None, True, None, None, None),
    ),
    constant(
        "missing values are not comparable",
        "RETURN null = null AS a, null <> null AS b, 1 < null AS c",
        None,
        None,
        None,
    ),
    constant(
        "membership and missing values",
        "RETURN 1 IN [1, null] AS a, 2 IN [1, null] AS b, null IN [1] AS c, null IN [] AS d, "
        "2 IN [1, 3] AS e",
        *(True, None, None, False, False),
    ),
    constant(
        "lists compare by element",
        "RETURN [1, 2] = [1, 2] AS a, [1, 2] = [2, 1] AS b, [1] = [1.0] AS c",
        True,
        False,
        True,
    ),
    constant(
        "different kinds are unequal", "RETURN 1 = '1' AS a, true = 1 AS b, 'a' <> 1 AS c", False, False, True
    ),
    constant(
        "ranges",
        "RETURN range(0, 3), range(3, 0, -1), range(1, 0), size(range(0, 10, 5))",
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [],
        3,
    ),
    constant(
        "joining lists", "RETURN [1] + [2, 3], [1] + 2, size([]), [[1], []]", [1, 2, 3], [1, 2], 0, [[1], []]
    ),
    constant("folding a list", "RETURN reduce(t = 0, x IN [1, 2, 3] | t + x)", 6),
    constant(
        "quotes and escapes", r"""RETURN 'it\'s', "a\"b", 'tab\t', 'é\u0041'""", "it's", 'a"b', "tab\t", "éA"
    ),
    constant("trimming", "RETURN trim('  a '), lTrim('  a'), rTrim('a  ')", "a", "a", "a"),
]
