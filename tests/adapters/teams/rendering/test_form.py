"""A command's form as a card, and what is believed of what comes back."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.rendering.filled import filled
from adapters.teams.rendering.filling import NOTHING, Filling
from adapters.teams.rendering.form import form, shown
from core.chat.command_form import CommandForm
from core.contracts import WorkflowInputParameter as Parameter
from tests.adapters.cards import hostile, line
from tests.adapters.teams.rendering.reading import body, elements_of, lines
from tests.adapters.teams.rendering.shape import check

FORM = CommandForm(
    title="count-lines",
    description="Counts the lines of listings",
    text="/dataops count-lines",
    parameters=(
        Parameter(name="listing", description="the listing", type="file", kind="listing"),
        Parameter(name="limit", description="at most", type="integer", required=False, example=3),
        Parameter(name="empty", description="empty ones too", type="boolean", required=False),
        Parameter(
            name="order",
            description="the order",
            type="choice",
            choices={"up": [], "a\u202eb": []},
            required=False,
        ),
        Parameter(name="owner", description="whose", prompt="Whose listing is it?", pattern="[a-z]{2,9}"),
    ),
)

DATA = {"dataops": {"action": "form", "value": "f1"}, "owner": "ops"}


def inputs(command: CommandForm, filling: Filling = NOTHING) -> dict[str, dict[str, Any]]:
    payload = form(command, "f1", filling)
    check(payload)
    return {each["id"]: each for each in body(payload) if "id" in each}


@st.composite
def parameters(draw: st.DrawFn, name: str) -> Parameter:
    """Whatever a workflow could declare."""
    kind = draw(st.sampled_from(["string", "integer", "number", "boolean", "choice", "file"]))
    choices = draw(st.lists(line, min_size=1, max_size=5) | st.just([f"c{n}" * 9 for n in range(300)]))
    return Parameter(
        name=name,
        description=draw(hostile),
        type=kind,
        required=draw(st.booleans()),
        example=draw(st.none() | hostile),
        prompt=draw(hostile),
        pattern=draw(st.none() | st.sampled_from(["[a-z]+", r"\w+", "(?i)x", "é*"])),
        choices={each: [] for each in choices if kind == "choice"},
        kind="listing",
        suffixes=draw(st.lists(line, max_size=3)),
    )


@st.composite
def forms(draw: st.DrawFn) -> CommandForm:
    names = draw(
        st.lists(st.sampled_from(["dataops", "msteams", "answer", *"abcdefgh"]), max_size=9, unique=True)
    )
    return CommandForm(
        title=draw(line),
        description=draw(hostile),
        text="/dataops count-lines",
        parameters=tuple(draw(parameters(name)) for name in names),
        pinned=draw(line),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | hostile | st.just("yes"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(
    forms(),
    st.dictionaries(st.sampled_from(["dataops", "msteams", "answer", *"abcdefgh"]), json_values, max_size=9),
)
def test_teams_takes_any_form_whatever_was_put_into_it(command: CommandForm, data: dict[str, Any]) -> None:
    check(form(command, "f1"))
    filling = filled(command, data)
    check(form(command, "f1", filling))
    names = {field.name for field in shown(command)}
    assert names.isdisjoint({"dataops", "msteams", "answer"})
    assert filling.problems.keys() | filling.parameters.keys() <= names


@pytest.mark.parametrize("fields", [1, 120])
def test_very_many_fields_do_not_break_a_limit_either(fields: int) -> None:
    many = tuple(Parameter(name=f"input_{number}", description="é" * 3_000) for number in range(fields))
    command = FORM.model_copy(update={"parameters": many, "description": "👩\n" * 3_000})
    names = [field.name for field in shown(command)]
    assert list(inputs(command)) == names
    assert len(names) >= min(fields, 8)
    assert len(
        inputs(command, Filling({}, dict.fromkeys(names, "'" * 900), dict.fromkeys(names, '"' * 900)))
    ) == len(names)


def test_every_input_is_the_one_for_its_type() -> None:
    found = inputs(FORM)
    assert list(found) == ["owner", "limit", "empty", "order"]
    assert [each["type"] for each in found.values()] == [
        "Input.Text",
        "Input.Number",
        "Input.ChoiceSet",
        "Input.ChoiceSet",
    ]
    assert [each["label"] for each in found.values()] == ["Whose", "At most", "Empty ones too", "The order"]
    assert found["limit"]["placeholder"] == "For example: 3"
    assert "isRequired" not in found["limit"]
    assert (found["owner"]["isRequired"], found["owner"]["errorMessage"]) == (True, "Please check this.")
    (send,) = elements_of([form(FORM, "f1")], "Action.Execute")
    assert send["data"] == {"dataops": {"action": "form", "value": "f1"}}


@pytest.mark.parametrize(
    ("pattern", "given"),
    [
        ("[a-z]{2,9}", True),
        (r"(?=[^\s,;?!]*[A-Z0-9_.#@:])[A-Za-z0-9_.#@:\-]{2,64}", True),
        (r"(?:a|b)\.c", True),
        (r"\w+", False),
        (r"\d", False),
        ("(?i)x", False),
        ("(?P<a>x)", False),
        ("(?<=a)b", False),
        ("a++", False),
        ("[é]", False),
        ("[a[b]", False),
        ("x" * 501, False),
    ],
)
def test_a_pattern_is_given_where_it_means_the_same(pattern: str, given: bool) -> None:  # noqa: FBT001 - a case
    command = FORM.model_copy(update={"parameters": (Parameter(name="a", description="a", pattern=pattern),)})
    regex = inputs(command)["a"].get("regex")
    assert (regex is not None) is given
    assert regex is None or re.search(regex, "\t") is None


def test_values_are_read_as_the_workflow_declares_them() -> None:
    odd = inputs(FORM)["order"]["choices"][1]["value"]
    filling = filled(FORM, DATA | {"limit": "3", "empty": "no", "order": odd})
    assert filling.problems == {}
    assert filling.parameters == {"owner": "ops", "limit": 3, "empty": False, "order": "a\u202eb"}
    assert filled(FORM, DATA | {"limit": 3.0, "empty": True}).parameters == {
        "owner": "ops",
        "limit": 3,
        "empty": True,
    }


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "owner", "Whose listing is it?"),
        ({"owner": " "}, "owner", "Whose listing is it?"),
        ({"owner": ["ops"]}, "owner", "Whose listing is it?"),
        ({"owner": "x" * 3_001}, "owner", "Whose listing is it?"),
        ({"owner": "Ops!"}, "owner", "'Ops!' is not whose"),
        ({"owner": "ops", "limit": 3.5}, "limit", "not a whole number"),
        ({"owner": "ops", "order": "sideways"}, "order", "Please choose one of: up"),
        ({"owner": "ops", "empty": "maybe"}, "empty", "Please answer yes or no."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(data: dict[str, Any], field: str, sentence: str) -> None:
    filling = filled(FORM, data)
    assert sentence in filling.problems[field]
    again = form(FORM, "f1", filling)
    check(again)
    at = [each.get("id") for each in body(again)].index(field)
    assert sentence in lines([again])[at + 1]


def test_what_was_entered_is_there_again() -> None:
    odd = inputs(FORM)["order"]["choices"][1]["value"]
    filling = filled(FORM, {"owner": "Ops!", "limit": "7", "empty": "yes", "order": odd})
    assert [each.get("value") for each in inputs(FORM, filling).values()] == ["Ops!", 7.0, "yes", odd]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, 10**400, -(10**400)])
def test_numbers_that_nobody_types_are_no_values(number: float) -> None:
    assert filled(FORM, DATA | {"limit": number}).parameters == {"owner": "ops"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            "If there is none, I ask for it when you have pressed Start.",
        ),
        (
            {"pinned": "Pinned on 2026-11-21: july.lst"},
            "is used, else what is pinned. Pinned on 2026-11-21: july.lst",
        ),
        ({"parameters": FORM.parameters[1:]}, None),
        (
            {"parameters": (FORM.parameters[0].model_copy(update={"required": False}),)},
            "The listing: the latest one in this conversation is used, if there is one.",
        ),
    ],
)
def test_a_form_says_how_its_file_comes_to_it(changed: dict[str, Any], said: str | None) -> None:
    shown_lines = lines([form(FORM.model_copy(update=changed), "f1")])
    assert any(said in each for each in shown_lines) if said else ("file" not in json.dumps(shown_lines))
