"""A command's form as Slack takes it, and what is believed of what comes back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.arrivals.arrival import arrival
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.identity import Identity
from adapters.slack.command_filling import Filling, filled
from adapters.slack.command_form import HERE, PINNED, Offer, command_view
from core.chat.command_form import CommandForm
from core.contracts import WorkflowInputParameter
from tests.adapters.slack.workspace.rules.view_rules import check_view

TEAM, ADA, BOB = "T1", "U1", "U2"

FORM = CommandForm(
    title="count-lines",
    description="Counts the lines of listings",
    text="/dataops count-lines",
    parameters=(
        WorkflowInputParameter(name="listing", description="the listing", type="file", kind="listing"),
        WorkflowInputParameter(name="limit", description="at most", type="integer", required=False),
        WorkflowInputParameter(name="empty", description="empty ones too", type="boolean", required=False),
        WorkflowInputParameter(
            name="order",
            description="the order",
            type="choice",
            choices={"up": [], "<down>": []},
            required=False,
        ),
        WorkflowInputParameter(name="owner", description="whose", prompt="Whose listing is it?"),
    ),
)

HOSTILE = st.sampled_from(["", "&<>" * 60, "\ud800\x00\u202e", "👩‍💻" * 90])
LINES = st.text(max_size=100) | HOSTILE
TEXTS = LINES | st.just("x" * 3500)


@st.composite
def parameters(draw: st.DrawFn, name: str) -> WorkflowInputParameter:
    """Whatever a workflow could declare."""
    kind = draw(st.sampled_from(["string", "integer", "number", "boolean", "choice", "file"]))
    choices = draw(st.lists(LINES, min_size=1, max_size=5))
    return WorkflowInputParameter(
        name=name,
        description=draw(TEXTS),
        type=kind,
        required=draw(st.booleans()),
        example=draw(st.none() | TEXTS),
        prompt=draw(LINES),
        choices={each: [] for each in choices if kind == "choice"},
        kind="listing",
        suffixes=draw(st.lists(LINES, max_size=3)),
    )


@st.composite
def forms(draw: st.DrawFn) -> CommandForm:
    count = draw(st.integers(1, 5))
    return CommandForm(
        title=draw(LINES),
        description=draw(TEXTS),
        text="/dataops count-lines",
        parameters=tuple(draw(parameters(f"input_{number}")) for number in range(count)),
        pinned=draw(TEXTS),
    )


@given(form=forms(), labels=st.lists(LINES, max_size=5))
def test_no_view_breaks_a_limit_of_slack(form: CommandForm, labels: list[str]) -> None:
    offers = [Offer(f"F{number}", label) for number, label in enumerate(labels)]
    view = check_view(command_view(form, offers, "0" * 32), "modal")
    assert any(block["type"] == "input" for block in view["blocks"])


@pytest.mark.parametrize("choices", [1, 100, 101, 5000])
@pytest.mark.parametrize("fields", [1, 120])
def test_very_many_fields_and_choices_do_not_either(fields: int, choices: int) -> None:
    many = tuple(
        WorkflowInputParameter(
            name=f"input_{number}",
            description="é" * 3000,
            type="choice",
            choices={f"{choice}{'é' * 100}": [] for choice in range(choices)},
        )
        for number in range(fields)
    )
    form = FORM.model_copy(update={"parameters": (*FORM.parameters, *many), "pinned": "p" * 5000})
    offers = [Offer(f"F{number}", "é" * 5000) for number in range(120)]
    view = check_view(command_view(form, offers, "0" * 32), "modal")
    assert len(view["blocks"]) > 4


def answer(values: dict[str, dict[str, Any]], user: str = ADA) -> FormAnswer:
    """A form that was sent, as Slack delivers it."""
    state = {"values": {block: {block: element} for block, element in values.items()}}
    view = {"id": "V1", "type": "modal", "callback_id": "command", "hash": "1.a", "state": state}
    payload = {"type": "view_submission", "user": {"id": user}, "team": {"id": TEAM}, "view": view}
    came = arrival(payload, Identity("UB"))
    assert isinstance(came, FormAnswer)
    return came


def uploads(*files: dict[str, Any]) -> dict[str, Any]:
    return {"type": "file_input", "files": list(files)}


def chosen(value: Any) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


OWNER = {"owner": {"type": "plain_text_input", "value": "ops"}}
LISTING = {"id": "F1", "name": "july.lst", "size": 3, "user": ADA, "mode": "hosted"}


def fill(**values: dict[str, Any]) -> Filling:
    named = {HERE if block == "here" else block: element for block, element in values.items()}
    return filled(FORM, answer(OWNER | named), offered=("F7", "F8"))


def test_files_that_came_and_one_that_was_chosen_are_taken_together() -> None:
    filling = fill(listing=uploads(LISTING), here=chosen("F7"))
    assert filling.problems == {}
    assert [file.locator for file in filling.files] == ["T1/F1", "T1/F7"]
    assert filling.files[0].name == "july.lst"


def test_values_are_read_as_the_workflow_declares_them() -> None:
    view = command_view(FORM, [], "0" * 32)
    [order] = [block for block in view["blocks"] if block.get("block_id") == "order"]
    down = order["element"]["options"][1]["value"]
    assert "<" not in down
    filling = fill(
        listing=uploads(LISTING),
        limit={"type": "number_input", "value": "3"},
        empty={"type": "radio_buttons", "selected_option": {"value": "no"}},
        order=chosen(down),
    )
    assert filling.parameters == {"limit": 3, "empty": False, "order": "<down>", "owner": "ops"}


@pytest.mark.parametrize(
    ("values", "block", "sentence"),
    [
        ({}, "listing", "the listing"),
        ({"listing": uploads()}, "listing", "the listing"),
        ({"here": chosen(PINNED)}, "listing", "the listing"),
        ({"here": chosen("F666")}, "listing", "was not offered"),
        ({"here": chosen("../F7")}, "listing", "was not offered"),
        (
            {"here": {"type": "multi_static_select", "selected_options": [{"value": "F7"}]}},
            "listing",
            "was not offered",
        ),
        ({"listing": uploads(LISTING | {"user": BOB})}, "listing", "did not come with this form"),
        ({"listing": uploads(LISTING | {"user": ""})}, "listing", "did not come with this form"),
        (
            {"listing": uploads(*({**LISTING, "id": f"F{number}"} for number in range(11)))},
            "listing",
            "did not come with this form",
        ),
        ({"listing": uploads(LISTING | {"mode": "external"})}, "listing", "july.lst is kept outside Slack"),
        ({"limit": {"type": "number_input", "value": "3.5"}}, "limit", "not a whole number"),
        ({"order": chosen("sideways")}, "order", "Please choose one of: up"),
        ({"owner": {"type": "plain_text_input", "value": " "}}, "owner", "Whose listing is it?"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    values: dict[str, dict[str, Any]], block: str, sentence: str
) -> None:
    assert sentence in fill(**values).problems[block]


def test_with_a_pin_nobody_needs_a_file() -> None:
    pinned = FORM.model_copy(update={"pinned": "Pinned on 2026-11-21: july.lst"})
    assert filled(pinned, answer(OWNER | {HERE: chosen(PINNED)}), ()).problems == {}
    assert filled(pinned, answer(OWNER), ()).files == ()
    view = command_view(pinned, [Offer("F7", "june.lst")], "0" * 32)
    [select] = [block["element"] for block in view["blocks"] if block.get("block_id") == HERE]
    assert select["initial_option"]["value"] == PINNED
    assert [option["value"] for option in select["options"]] == [PINNED, "F7"]


def test_slack_itself_asks_for_what_is_needed() -> None:
    view = command_view(FORM, [], "0" * 32)
    needed = [block["block_id"] for block in view["blocks"] if block.get("optional") is False]
    assert needed == ["listing", "owner"]
    offered = command_view(FORM, [Offer("F7", "june.lst")], "0" * 32)
    assert [block["block_id"] for block in offered["blocks"] if block.get("optional") is False] == ["owner"]


@given(values=st.dictionaries(st.sampled_from([field.name for field in FORM.parameters] + [HERE]), st.text()))
def test_nothing_that_is_sent_breaks_the_reading(values: dict[str, str]) -> None:
    elements = {block: {"type": "plain_text_input", "value": value} for block, value in values.items()}
    filling = filled(FORM, answer(elements), ("F7",))
    assert filling.files == () or filling.problems or filling.files[0].name in values.values()


def test_what_did_not_fit_into_the_form_keeps_nobody_from_sending_it() -> None:
    many = tuple(WorkflowInputParameter(name=f"input_{number}", description="x") for number in range(120))
    form = FORM.model_copy(update={"parameters": many})
    view = command_view(form, [], "0" * 32)
    shown = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    sent = filled(form, answer({block: {"type": "plain_text_input", "value": "x"} for block in shown}), ())
    assert (len(sent.parameters), sent.problems) == (len(shown), {})
