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

MAX_LENGTH = 100_000
"""Characters of a query; no question that a person or a program asks in earnest is longer."""

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|/\*.*?\*/)
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
    for opening, token in enumerate(tokens):
        before = tokens[opening - 1]
        if token.text != "{" or before.keyword in _SUBQUERIES or not _pattern_bracket(tokens, opening - 1):
            continue
        for name, dot, key in _triples(tokens, opening):
            if name.is_name and dot.text == "." and key.is_name:
                owner = f"{name.text}.{key.text}"
                raise _refusal(
                    f"a pattern may not compare with {owner} inside its braces",
                    text,
                    name.position,
                    f"write `WITH …, {owner} AS x MATCH ({{…: x}})`",
                )


def _triples(tokens: Sequence[_Token], opening: int) -> Iterator[Sequence[_Token]]:
    """Give every three tokens in a row from an opening brace to the brace that closes it."""
    depth = 0
    for index in range(opening, len(tokens) - 2):
        depth += {"{": 1, "}": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return
        yield tokens[index : index + 3]


def _refuse_unknown_names(tokens: Sequence[_Token], text: str, names: Names) -> None:
    """Refuse labels and types that do not exist: a typing error would be an empty answer."""
    for index in range(1, len(tokens)):
        token = tokens[index]
        bracket = _pattern_bracket(tokens, index - 1)
        if not (bracket and token.is_name and tokens[index - 1].text in {":", "|"}):
            continue
        known, kind = (names.labels, "label") if bracket == "(" else (names.types, "relationship type")
        name = token.text.strip("`").replace("``", "`")
        if name not in known:
            like = {other.replace("_", "").casefold(): other for other in sorted(known)}
            close = get_close_matches(name.replace("_", "").casefold(), like, n=1)
            remedy = f"did you mean {like[close[0]]}?" if close else f"use one of {', '.join(sorted(known))}"
            raise _refusal(f"no {kind} {name}", text, token.position, remedy)


def _pattern_bracket(tokens: Sequence[_Token], index: int) -> str:
    """Walk left over `name:A|B*1..3` to the bracket that opens the pattern; "" if there is none."""
    while index > 0 and (tokens[index].text in {":", "|", "*", "."} or tokens[index].kind in _INSIDE_PATTERN):
        if tokens[index].is_name and tokens[index - 1].is_name:
            return ""  # two words side by side: a condition such as `WHERE n:Company`
        index -= 1
    bracket, before = tokens[index], tokens[max(index - 1, 0)]
    if bracket.text == "[":
        return "[" if before.text == "-" else ""
    is_pattern = bracket.text == "(" and (before.kind != "word" or before.keyword in _BEFORE_PATTERN)
    return "(" if is_pattern else ""
