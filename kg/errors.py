"""The error tree: every failure that a user can meet.

KGError
├── InputError          the request or its input is wrong: exit status 2
│   ├── SourceError     a document, folder or record cannot be read
│   ├── OntologyError   a vocabulary file is malformed
│   ├── QueryError      a query does not parse, is refused or ran too long
│   └── UnknownNameError  no entity answers to a name
└── WorkError           the work failed although the request was right: exit status 1
    ├── ExtractionError a language pipeline is missing or broke
    ├── LedgerError     the system of record cannot be read or written
    └── StoreError      a projection is missing, damaged or could not be built
"""

from __future__ import annotations


class KGError(Exception):
    """A failure told to the user in one line: what, where, and what to do.

    Args:
        problem: What went wrong, naming the input.
        place: Where: a path, `path:line`, a relation type, a column.
        remedy: What the user can do about it, as an instruction.
    """

    exit_code = 1

    def __init__(self, problem: str, *, place: str | None = None, remedy: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        return f"{where}{self.problem}{advice}"


class InputError(KGError):
    """The request or its input is wrong."""

    exit_code = 2


class SourceError(InputError):
    """A document, folder or record cannot be read."""


class OntologyError(InputError):
    """A vocabulary file is malformed."""


class QueryError(InputError):
    """A query does not parse, is refused or ran too long."""


class UnknownNameError(InputError):
    """No entity answers to a name."""


class WorkError(KGError):
    """The work failed although the request was right."""


class ExtractionError(WorkError):
    """A language pipeline is missing or broke."""


class LedgerError(WorkError):
    """The system of record cannot be read or written."""


class StoreError(WorkError):
    """A projection is missing, damaged or could not be built."""
