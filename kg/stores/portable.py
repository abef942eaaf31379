"""Guards a Cypher query: refuses what writes or loads, and what engines are known to answer differently.

It reads tokens, not grammar: the engine parses. Each refusal says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from kg.errors import QueryError
from kg.stores.property_graph import Names

MAX_LENGTH = 20_000
"""Characters of a query; it bounds the work of reading one, and values go in as parameters."""

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*)
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<quoted>`(?:``|[^`])*`)
    | (?P<parameter>\$\w+|\$`(?:``|[^`])*`)
    | (?P<word>[^\W\d]\w*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITING = frozenset(
    ["CREATE", "INSERT", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "DROP", "ALTER"]
)
_SUBQUERIES = frozenset({"EXISTS", "COUNT", "COLLECT"})
_BEFORE_PATTERN = frozenset({"MATCH", "EXISTS", "WHERE", "AND", "OR", "XOR", "NOT"})
"""Words after which a bracket opens a pattern; after any other word it holds the arguments of a function."""
_INSIDE_PATTERN = frozenset({"word", "quoted", "number"})


class _Token(NamedTuple):
    kind: str
    text: str
    position: int

    @property
    def is_name(self) -> bool:
        return self.kind in {"word", "quoted"}

    @property
    def keyword(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def lint(text: str, names: Names) -> None:
    """Refuse a query that is not read-only or leaves the portable subset where that goes unnoticed.

    Args:
        text: A Cypher query.
        names: Labels and relationship types that exist.

    Raises:
        QueryError: With the place and what to write instead.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the query has more than {MAX_LENGTH} characters", remedy="pass values as parameters"
        )
    _refuse_loading(text)
    tokens = [token for token in _tokens(text) if token.kind != "space"]
    _refuse_writing(tokens, text)
    _refuse_quantified_paths(tokens, text)
    _refuse_map_variables(tokens, text)
    _refuse_carried_edges(tokens, text)
    _refuse_unknown_names(tokens, text, names)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(match.lastgroup or "symbol", match.group(), match.start())


def _refusal(problem: str, text: str, position: int, remedy: str) -> QueryError:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryError(problem, place=f"line {line}, column {column}", remedy=remedy)


def _refuse_loading(text: str) -> None:
    """Refuse LOAD CSV, which reads any file of the machine.

    It looks at the raw text on purpose, strings included: a disagreement between this tokeniser and an
    engine's must not open files.
    """
    if (load := re.search(r"\bload\b", text, re.IGNORECASE)) and re.search(r"\bcsv\b", text, re.IGNORECASE):
        raise _refusal(
            "a query may not load files (it has the words LOAD and CSV)",
            text,
            load.start(),
            "if they stand in text that you search for, pass the text as a parameter",
        )


def _refuse_writing(tokens: Sequence[_Token], text: str) -> None:
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if not token.keyword or before in {".", ":", "|", "&"} or after == ":":
            continue
        if token.keyword in _WRITING:
            remedy = "the graph is built by `kg build`; a variable of that name needs `backticks`"
            raise _refusal(f"a query may not write ({token.keyword})", text, token.position, remedy)
        if token.keyword == "CALL" and after not in {"{", "("}:
            remedy = "use MATCH, or a subquery CALL { … }; procedures differ from engine to engine"
            raise _refusal("a query may not call procedures", text, token.position, remedy)
        if token.keyword == "FORMAT" and after.upper() == "CSV":
            raise _refusal("FORMAT is not Cypher", text, token.position, "ask for rows and format them")


def _refuse_quantified_paths(tokens: Sequence[_Token], text: str) -> None:
    """Refuse `->{1,3}`, `((a)-->(b)){1,3}` and the like, which only Neo4j knows."""
    for index in range(2, len(tokens) - 1):
        token, follower = tokens[index], tokens[index + 1]
        opens = token.text == "{" and follower.kind == "number"
        opens |= token.text == "{" and follower.text == ","
        arrow = tokens[index - 1].text in {">", "-"} and tokens[index - 2].text in {"-", "]", "<"}
        if opens and (arrow or tokens[index - 1].text == ")"):
            raise _refusal(
                "quantified paths are outside the portable subset",
                text,
                token.position,
                "write -[:TYPE*1..3]->",
            )


def _refuse_map_variables(tokens: Sequence[_Token], text: str) -> None:
    """Refuse `(c:Claim {relation: r.id})`: kglite finds nothing, silently, if `r` is an edge."""
    brackets = _pattern_brackets(tokens)
    braces: list[
        bool
    ] = []  # for each open brace: does it hold a pattern's properties, itself or further out?
    for index, token in enumerate(tokens):
        if token.text == "{":
            opens = index > 0 and bool(brackets[index - 1]) and tokens[index - 1].keyword not in _SUBQUERIES
            braces.append(opens or (bool(braces) and braces[-1]))
        elif token.text == "}" and braces:
            braces.pop()
        elif braces and braces[-1] and token.is_name and _is_property(tokens[index + 1 : index + 3]):
            owner = f"{token.text}.{tokens[index + 2].text}"
            raise _refusal(
                f"a pattern may not compare with {owner} inside its braces",
                text,
                token.position,
                f"write `WITH …, {owner} AS x MATCH ({{…: x}})`",
            )


def _refuse_carried_edges(tokens: Sequence[_Token], text: str) -> None:
    """Refuse `WITH r MATCH (c:Claim) WHERE c.relation = r.id`: kglite finds nothing, silently, if `r` is an edge."""
    edges: set[str] = set()
    carried: set[str] = set()
    clause = ""
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else _Token("symbol", "", 0)
        if token.is_name and before.text == "[" and index > 1 and tokens[index - 2].text == "-":
            edges.add(token.text)
        elif token.keyword in {"MATCH", "RETURN", "UNWIND"}:
            clause = token.keyword
        elif token.keyword == "WITH" and before.keyword not in {"STARTS", "ENDS"}:
            clause = "WITH"
            carried |= edges
        elif clause == "MATCH" and token.text == "=":
            left, right = tokens[max(0, index - 3) : index], tokens[index + 1 : index + 4]
            sides = [side for side in (left, right) if len(side) == 3 and _is_property(side[1:])]
            edge = next((side for side in sides if side[0].text in carried), None)
            if len(sides) == 2 and edge is not None:
                owner = f"{edge[0].text}.{edge[2].text}"
                raise _refusal(
                    f"a MATCH after WITH may not compare with {owner} of an edge",
                    text,
                    edge[0].position,
                    f"write `WITH …, {owner} AS x MATCH … WHERE … = x`",
                )


def _is_property(following: Sequence[_Token]) -> bool:
    return len(following) == 2 and following[0].text == "." and following[1].is_name


def _refuse_unknown_names(tokens: Sequence[_Token], text: str, names: Names) -> None:
    """Refuse labels and types that do not exist: a typing error would be an empty answer."""
    brackets = _pattern_brackets(tokens)
    for index in range(1, len(tokens)):
        token, bracket = tokens[index], brackets[index - 1]
        if not (bracket and token.is_name and tokens[index - 1].text in {":", "|"}):
            continue
        known, kind = (names.labels, "label") if bracket == "(" else (names.types, "relationship type")
        name = token.text.strip("`").replace("``", "`")
        if name not in known:
            like = {other.replace("_", "").casefold(): other for other in sorted(known)}
            close = get_close_matches(name.replace("_", "").casefold(), like, n=1)
            remedy = f"did you mean {like[close[0]]}?" if close else f"use one of {', '.join(sorted(known))}"
            raise _refusal(f"no {kind} {name}", text, token.position, remedy)


def _pattern_brackets(tokens: Sequence[_Token]) -> list[str]:
    """Find for each token the bracket of the pattern whose `name:A|B*1..3` it is part of, or ""."""
    found: list[str] = []
    before = _Token("symbol", "", 0)
    for token in tokens:
        bracket = ""
        if token.text == "(" and (before.kind != "word" or before.keyword in _BEFORE_PATTERN):
            bracket = "("
        elif token.text == "[" and before.text == "-":
            bracket = "["
        elif token.text in {":", "|", "*", "."} or token.kind in _INSIDE_PATTERN:
            # Two words side by side are a condition, such as `WHERE n:Company`.
            bracket = "" if not found or (token.is_name and before.is_name) else found[-1]
        found.append(bracket)
        before = token
    return found
