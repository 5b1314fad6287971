"""Which files are wanted again."""

import pytest

from core.orchestrator.lexical.message import read_message
from core.orchestrator.lexical.spelling import Spelling
from core.orchestrator.lexical.wanted_files import Wanted, wanted_files

KNOWN = {"report", "graph", "job", "answer", "timelin"}


def wanted(text: str) -> Wanted | None:
    return wanted_files(read_message(text, Spelling([])), KNOWN)


@pytest.mark.parametrize(
    ("text", "form", "names"),
    [
        ("export that as CSV", "CSV", set()),
        ("as csv please", "CSV", set()),
        ("give me that as json", "JSON", set()),
        ("can i have it in excel?", "CSV", set()),
        ("send me the graph again", "picture", {"graph"}),
        ("the report please", "", {"report"}),
        ("send me jobs.csv again", "CSV", {"job"}),
        ("can you send me the files", "", set()),
        ("as pdf?", "PDF", set()),
    ],
)
def test_files_are_called_by_form_or_name(text: str, form: str, names: set[str]) -> None:
    found = wanted(text)
    assert found is not None
    assert (found.form, set(found.names)) == (form, names)


@pytest.mark.parametrize(
    "text",
    ["export all downstream jobs of GL_POST as csv", "draw the dependency graph of the batch", "report",
     "show me the errors", "send me a list", "which files do you read?", "", "it", "csv of minutes.docx"],
)  # fmt: skip
def test_whoever_wants_something_worked_out_gets_no_old_file(text: str) -> None:
    assert wanted(text) is None
