"""What a form takes, and what is read of it."""

from typing import Any

import pytest

from core.chat.command_form import CommandForm
from core.contracts import WorkflowInputParameter as Parameter

EXPORT = Parameter(name="export", description="the export", type="file", kind="listing")


def form(*parameters: Parameter, pinned: str = "") -> CommandForm:
    return CommandForm(
        title="count", description="Counts", text="/dataops count", parameters=parameters, pinned=pinned
    )


FIELDS = form(
    Parameter(name="levels", description="levels", type="integer", required=False),
    EXPORT,
    Parameter(name="deep", description="deep", type="boolean", required=False),
    Parameter(name="owner", description="the owner", prompt="Whose is it?", pattern="[a-z]+"),
)


def test_the_fields_are_all_but_the_file_and_what_is_needed_comes_first() -> None:
    assert FIELDS.file == EXPORT
    assert [field.name for field in FIELDS.fields] == ["owner", "levels", "deep"]


def test_what_is_entered_is_read_and_what_is_empty_is_no_value() -> None:
    values, problems = FIELDS.read({"owner": " ops ", "levels": "", "deep": "no", "export": "/etc/passwd"})
    assert (values, problems) == ({"owner": "ops", "deep": False}, {})


def test_every_field_has_its_own_problem() -> None:
    values, problems = FIELDS.read({"levels": "many", "deep": "yes"})
    assert values == {"deep": True}
    assert problems == {"owner": "Whose is it?", "levels": "'many' is not a whole number; write one like 3."}
    assert FIELDS.read({"owner": "Ops!"})[1].keys() == {"owner"}


@pytest.mark.parametrize(
    ("changed", "pinned", "needed"),
    [
        ({}, "", True),
        ({}, "Pinned: july.lst", False),
        ({"required": False}, "", False),
        ({"required": False, "prompt": "Which one?"}, "", True),
        ({"required": False, "prompt": "Which one?"}, "Pinned: july.lst", False),
    ],
)
def test_a_file_is_needed_where_the_work_would_ask_for_it(
    changed: dict[str, Any],
    pinned: str,
    needed: bool,  # noqa: FBT001 - a case
) -> None:
    assert form(EXPORT.model_copy(update=changed), pinned=pinned).needs_file is needed


def test_a_form_without_a_file_needs_none() -> None:
    assert not form(*FIELDS.fields).needs_file
