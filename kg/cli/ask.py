"""Commands that ask the graph: show, cypher, sparql, exposure, schema."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from kg.cli.output import (
    DEFAULT_HOME,
    Format,
    FormatOption,
    HomeOption,
    console,
    print_json,
    print_line,
    print_rows,
    printable,
)
from kg.errors import InputError

_MOST_QUOTES = 3
_ARROWS = {"out": "->", "in": "<-", "both": "<->"}

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="An entity's name, ticker or id.")]
QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help="The query, or - to read it from standard input.")
]
TimeoutOption = Annotated[float, typer.Option("--timeout", min=0.01, help="Seconds that the query may run.")]


class SchemaFormat(StrEnum):
    """How the vocabulary is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"
    CYPHER = "cypher"
    SHACL = "shacl"


def show(name: NameArgument, home: HomeOption = DEFAULT_HOME, form: FormatOption = Format.TABLE) -> None:
    """Show an entity: its relations, how sure each is, and the words that state it."""
    from kg.graph import find_entity, profile  # noqa: PLC0415
    from kg.pipeline import open_graph  # noqa: PLC0415

    graph, ontology = open_graph(home)
    found = profile(graph, ontology, find_entity(graph, name).id).as_json()
    if form is Format.JSON:
        print_json(found)
    elif form is Format.CSV:
        print_rows(_profile_rows(found), form)
    else:
        _print_profile(found)


def exposure(name: NameArgument, home: HomeOption = DEFAULT_HOME, form: FormatOption = Format.TABLE) -> None:
    """Show what an entity is exposed to, through which channel, how much and how sure."""
    from kg.exposure import exposures  # noqa: PLC0415
    from kg.graph import find_entity  # noqa: PLC0415
    from kg.pipeline import open_graph  # noqa: PLC0415

    graph, ontology = open_graph(home)
    report = exposures(graph, ontology, find_entity(graph, name).id)
    found = report.as_json()
    if form is Format.JSON:
        print_json(found)
        return
    if form is Format.CSV:
        print_rows(_exposure_rows(found), form)
    else:
        _print_exposure(found, report.finding)


def cypher(
    query: QueryArgument,
    home: HomeOption = DEFAULT_HOME,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A parameter ($NAME); repeatable."),
    ] = None,
    form: FormatOption = Format.TABLE,
    timeout: TimeoutOption = 60.0,
) -> None:
    """Ask the graph in Cypher (read-only); `kg schema --format cypher` shows its shape."""
    from kg.stores.cypher_embedded import EmbeddedCypher  # noqa: PLC0415
    from kg.stores.snapshot import current_snapshot  # noqa: PLC0415

    parameters = dict(_parameter(text) for text in parameter or ())
    with EmbeddedCypher(current_snapshot(home) / "cypher") as store:
        print_rows(store.query(_query(query), parameters=parameters, timeout=timeout), form)


def sparql(
    query: QueryArgument,
    home: HomeOption = DEFAULT_HOME,
    form: FormatOption = Format.TABLE,
    timeout: TimeoutOption = 60.0,
) -> None:
    """Ask the graph in SPARQL (read-only); `kg schema --format shacl` shows its shape."""
    from kg.stores.snapshot import current_snapshot  # noqa: PLC0415
    from kg.stores.sparql_embedded import EmbeddedSparql  # noqa: PLC0415

    with EmbeddedSparql(current_snapshot(home) / "sparql") as store:
        print_rows(store.query(_query(query), timeout=timeout), form)


def schema(
    home: HomeOption = DEFAULT_HOME,
    ontology: Annotated[
        list[Path] | None, typer.Option("--ontology", help="Turtle file to add; repeatable.")
    ] = None,
    form: Annotated[SchemaFormat, typer.Option("--format", help="How to print.")] = SchemaFormat.TABLE,
) -> None:
    """Print the vocabulary, or the shapes of graph and RDF that follow from it."""
    from kg.ontology import load_ontology, ontology_turtle  # noqa: PLC0415
    from kg.pipeline import own_vocabulary  # noqa: PLC0415
    from kg.stores.schema import cypher_schema, rdf_shapes  # noqa: PLC0415

    extra = [*own_vocabulary(home), *(ontology or ())]
    vocabulary = load_ontology(*extra)
    if form is SchemaFormat.TURTLE:
        print_line(ontology_turtle(*extra).rstrip())
    elif form is SchemaFormat.CYPHER:
        print_line(cypher_schema(vocabulary).rstrip())
    elif form is SchemaFormat.SHACL:
        print_line(rdf_shapes(vocabulary).rstrip())
    else:
        rows = [
            {
                "relation": r.name,
                "from": sorted(r.domain),
                "to": sorted(r.range),
                "symmetric": "yes" if r.symmetric else "no",
                "kind": r.kind,
                "exposed": r.exposed,
                "channel": r.channel,
                "effect": {1: "+", -1: "-", 0: "none"}[r.effect],
                "meaning": r.definition,
            }
            for r in vocabulary.relation_types.values()
        ]
        print_rows(rows, Format(form.value))


def _query(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _parameter(text: str) -> tuple[str, Any]:
    """Read NAME=VALUE, the value as JSON if it is JSON and as a text otherwise."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise InputError(f"--param {text!r} is not NAME=VALUE", remedy="write, for example, --param id=e-12")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _profile_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "relation": item["relation"],
            "direction": item["direction"],
            "other": item["other"]["name"],
            "other_id": item["other"]["id"],
            "belief": item["belief"],
            "relation_status": item["status"],
            "origins": item["origins"],
            **{f"evidence_{key}": value for key, value in line.items()},
        }
        for item in found["relations"]
        for line in item["evidence"]
    ]


def _print_profile(found: dict[str, Any]) -> None:
    out = console()
    entity = found["entity"]
    out.print(Text(printable(f"{entity['name']} ({entity['type']}, {entity['id']})"), style="bold"))
    others = [name for name in entity["names"] if name != entity["name"]]
    if others:
        out.print(Text(printable("also: " + ", ".join(others))))
    for item in found["relations"]:
        arrow = _ARROWS[item["direction"]]
        head = f"{item['relation']} {arrow} {item['other']['name']} ({item['other']['type']})"
        counts = ", ".join(f"{count} {status}" for status, count in item["counts"].items() if count)
        facts = f"belief {item['belief']:.2f}, {item['status']} ({counts}; origins: {item['origins']})"
        out.print()
        out.print(Text(printable(head), style="bold"), Text(facts))
        for base in item["derived_from"]:
            out.print(Text(printable(f"  follows from: {base}"), style="dim"))
        for line in item["evidence"][:_MOST_QUOTES]:
            said = f" says {line['attribution']}" if line["attribution"] else ""
            states = f"; states: {line['states']}" if line["states"] else ""
            source = f"{line['title'] or line['document']}, {line['published'] or 'undated'}"
            quote = f"  “{line['quote']}” — {source} [{line['status']}{said}{states}]"
            out.print(Text(printable(quote)))
        more = len(item["evidence"]) - _MOST_QUOTES
        if more > 0:
            out.print(Text(f"  … and {more} more"))


def _exposure_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    numbers = ("order", "expected", "confirmed", "planned", "disputed")
    return [
        {
            "entity": item["entity"]["name"],
            "entity_id": item["entity"]["id"],
            "channel": item["channel"],
            **{name: item[name] for name in numbers},
            "assumptions": item["assumptions"],
            "quote": item["paths"][0][0]["quote"] if item["paths"] else None,
        }
        for item in found["exposures"]
    ]


def _print_exposure(found: dict[str, Any], finding: str) -> None:
    out = console()
    coverage = found["coverage"]
    named = f"{coverage['documents']} documents of {coverage['publishers']} publishers name it"
    dates = f"{coverage['first'] or 'undated'} to {coverage['last'] or 'undated'}"
    out.print(Text(printable(f"{found['entity']['name']}: {finding} ({named}, {dates})"), style="bold"))
    for item in found["exposures"]:
        numbers = f"{item['expected']:+.2f}: confirmed {item['confirmed']:+.2f}"
        numbers += f", if plans proceed {item['planned']:+.2f}, disputed {item['disputed']:+.2f}"
        out.print()
        out.print(
            Text(printable(f"{item['channel']}: {item['entity']['name']}"), style="bold"), Text(numbers)
        )
        for path in item["paths"]:
            for step in path:
                edge = f"{step['from']['name']} {step['relation']} {step['to']['name']}"
                out.print(Text(printable(f"  {edge}, {step['published'] or 'undated'} [{step['status']}]")))
                for base in step["derived_from"]:
                    out.print(Text(printable(f"    follows from: {base}"), style="dim"))
                out.print(Text(printable(f"    “{step['quote']}”")))
        for assumption in item["assumptions"]:
            out.print(Text(printable(f"  assumed: {assumption}"), style="dim"))
