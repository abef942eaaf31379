"""Assembles the commands, and turns every failure into one line and an exit status."""

from __future__ import annotations

import io
import os
import sys

import typer

from kg.cli.ask import cypher, exposure, schema, show, sparql
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.output import say
from kg.cli.push import push
from kg.cli.resolve import resolve
from kg.cli.view import view
from kg.cli.work import build, extract, status
from kg.errors import KGError

app = typer.Typer(
    name="kg",
    help="Business news in, a knowledge graph of corporate relationships out: every edge with its words.",
    epilog="Exit status: 0 done, 1 the work failed, 2 the request or its input is wrong.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
_COMMANDS = (
    build,
    extract,
    show,
    cypher,
    sparql,
    exposure,
    schema,
    status,
    evaluate,
    export,
    view,
    push,
    resolve,
)
for _command in _COMMANDS:
    app.command()(_command)

_CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]  # the parser's base class, not exported
_INTERRUPTED = 130
"""Exit status after an interrupt, as shells have it."""


def main() -> None:
    """Run the command line and exit."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # what a terminal's encoding lacks is shown by its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = app(standalone_mode=False) or 0
        if status == _INTERRUPTED:  # the parser turns an interrupt into a status of its own
            raise KeyboardInterrupt
        sys.stdout.flush()
        sys.exit(status)
    except KGError as error:
        _fail(str(error), error.exit_code)
    except _CommandLineError as error:
        told = getattr(error, "format_message", error.__str__)()
        _fail(f"{told.strip().rstrip('.')}; see `kg --help`", 2)
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped; what was recorded is kept, run the same command to go on", _INTERRUPTED)
    except BrokenPipeError:
        _leave_pipe()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # the parser makes a failure of it
            _leave_pipe()
        raise


def _leave_pipe() -> None:
    """End well although the reader of the pipe has seen enough before the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _fail(message: str, status: int) -> None:
    say(f"kg: {' '.join(message.split())}")
    sys.exit(status)
