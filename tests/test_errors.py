import pytest

from kg import errors
from kg.errors import InputError, KGError, LedgerError, QueryError, SourceError, UnknownNameError, WorkError

CLASSES = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, KGError)]


def test_a_message_names_place_problem_and_remedy() -> None:
    error = SourceError("holds no text", place="news.jsonl:7", remedy="leave the record out")
    assert str(error) == "news.jsonl:7: holds no text; leave the record out"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (UnknownNameError("no entity is called 'Orsa'"), "no entity is called 'Orsa'"),
        (QueryError("is no query", remedy="correct it"), "is no query; correct it"),
        (LedgerError("is locked", place="ledger.sqlite"), "ledger.sqlite: is locked"),
    ],
)
def test_place_and_remedy_may_be_missing(error: KGError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize("cls", CLASSES)
def test_whose_fault_it_is_decides_the_exit_status(cls: type[KGError]) -> None:
    assert cls.exit_code == (2 if issubclass(cls, InputError) else 1)
    assert cls is KGError or issubclass(cls, InputError) != issubclass(cls, WorkError)
    assert f" {cls.__name__} " in f"{errors.__doc__} ".replace("\n", " "), "the tree at the top is the index"
