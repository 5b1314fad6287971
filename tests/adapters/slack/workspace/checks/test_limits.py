"""What Slack refuses to show."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.slack.workspace.checks.wire import buttons, open_app, plain, section
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.message_rules import check_blocks
from tests.adapters.slack.workspace.rules.view_rules import check_view
from tests.adapters.slack.workspace.slack_error import SlackError

pytestmark = pytest.mark.fakes


def button(**changed: Any) -> JSON:
    button: JSON = buttons("Go")["elements"][0] | changed
    return {"type": "actions", "elements": [button]}


def select(**changed: Any) -> JSON:
    option = {"text": plain("One"), "value": "1"} | changed.pop("option", {})
    element = {"type": "static_select", "action_id": "a", "options": [option]} | changed
    return {"type": "actions", "elements": [element]}


def table(rows: int, cells: int, text: str = "x") -> JSON:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


def header(text: str) -> JSON:
    return {"type": "header", "text": plain(text)}


def markdown(text: str) -> JSON:
    return {"type": "markdown", "text": text}


def fields(count: int, length: int) -> JSON:
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * length}] * count}


def error(blocks: list[JSON]) -> str:
    try:
        check_blocks(blocks)
    except SlackError as refused:
        return refused.error
    return ""


FIT: list[list[JSON]] = [
    [section("x" * 3000)],
    [{"type": "divider"}] * 50,
    [fields(10, 1200)],
    [header("x" * 150)],
    [button(text=plain("x" * 75), value="x" * 2000, action_id="x" * 255)],
    [select(option={"text": plain("x" * 75), "value": "x" * 150})],
    [{"type": "actions", "elements": [buttons(str(n), action_id=str(n))["elements"][0] for n in range(25)]}],
    [{"type": "context", "elements": [plain("x")] * 10}],
    [table(100, 20)],
    [markdown("x" * 12_000)],
    [markdown("x" * 12_000), section("x" * 1_100)],
    [section("x" * 191)] * 50,
    [],
]

TOO_MUCH: list[tuple[str, list[JSON]]] = [
    ("invalid_blocks", [section("x" * 3001)]),
    ("invalid_blocks", [section("")]),
    ("invalid_blocks", [{"type": "section"}]),
    ("invalid_blocks", [{"type": "divider"}] * 51),
    ("invalid_blocks", [fields(11, 1)]),
    ("invalid_blocks", [fields(1, 2001)]),
    ("invalid_blocks", [header("x" * 151)]),
    ("invalid_blocks", [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]),
    ("invalid_blocks", [button(text=plain("x" * 76))]),
    ("invalid_blocks", [button(value="x" * 2001)]),
    ("invalid_blocks", [button(action_id="x" * 256)]),
    ("invalid_blocks", [button(style="red")]),
    ("invalid_blocks", [select(option={"text": plain("x" * 76)})]),
    ("invalid_blocks", [select(option={"value": "x" * 151})]),
    ("invalid_blocks", [select(options=[{"text": plain("x"), "value": str(n)} for n in range(101)])]),
    ("invalid_blocks", [select(options=[])]),
    ("invalid_blocks", [select(initial_option={"text": plain("Two"), "value": "2"})]),
    ("invalid_blocks", [buttons(*map(str, range(26)))]),
    ("invalid_blocks", [{"type": "actions", "elements": buttons("A")["elements"] * 2}]),
    ("invalid_blocks", [section("x", block_id="b"), section("y", block_id="b")]),
    ("invalid_blocks", [{"type": "context", "elements": [plain("x")] * 11}]),
    ("invalid_blocks", [{"type": "image", "image_url": "https://x.y/z.png"}]),
    ("invalid_blocks", [{"type": "hologram"}]),
    ("invalid_blocks", [{"type": "file"}]),
    ("invalid_blocks", [markdown("x" * 12_001)]),
    ("invalid_blocks", [table(101, 1)]),
    ("invalid_blocks", [table(1, 21)]),
    ("invalid_blocks", [table(1, 1, "")]),
    ("invalid_blocks", [{"type": "input", "label": plain("F"), "element": {"type": "file_input"}}]),
    ("invalid_attachments", [table(1, 1), table(1, 1)]),
    ("invalid_attachments", [markdown("|a|b|\n|---|---|\n|1|2|"), table(1, 1)]),
    ("msg_blocks_too_long", [table(100, 1, "x" * 101)]),
    ("msg_blocks_too_long", [section("x" * 3000)] * 4 + [section("x" * 1201)]),
    ("msg_blocks_too_long", [section("x" * 253)] * 45),
    ("msg_blocks_too_long", [markdown("# x\n\ny\n\n" * 50)]),
]


@pytest.mark.parametrize("blocks", FIT)
def test_what_fits_is_taken(blocks: list[JSON]) -> None:
    assert error(blocks) == ""


@pytest.mark.parametrize(("refusal", "blocks"), TOO_MUCH)
def test_what_is_too_much_is_refused(refusal: str, blocks: list[JSON]) -> None:
    assert error(blocks) == refusal


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=60))
@settings(deadline=None)
def test_a_message_that_is_taken_is_within_every_measured_limit(lengths: list[int]) -> None:
    taken = error([section("x" * length) for length in lengths]) == ""
    assert not taken or (len(lengths) <= 50 and sum(lengths) <= 13_200)
    if len(lengths) <= 50 and sum(lengths) <= 9_600:
        assert taken


async def test_a_refusal_points_at_what_is_wrong() -> None:
    async with open_app() as app:
        blocks = [section("fine"), section("x" * 3001)]
        answer = await app.call("chat.postMessage", channel=app.slack.channel, text="x", blocks=blocks)
        complaint = "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
        assert (answer["error"], answer["errors"]) == ("invalid_blocks", [complaint])
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {complaint}"]


def modal(*blocks: JSON, **changed: Any) -> JSON:
    return {"type": "modal", "title": plain("Form"), "blocks": list(blocks)} | changed


ENTRY = {
    "type": "input",
    "block_id": "entry",
    "label": plain("Job"),
    "element": {"type": "plain_text_input", "action_id": "job"},
}


@pytest.mark.parametrize(
    "view",
    [
        modal(title=plain("x" * 25)),
        modal(title=None),
        modal(ENTRY),
        modal(ENTRY, submit=plain("x" * 25)),
        modal(markdown("x")),
        modal(*[section("x")] * 101),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        {"type": "home", "blocks": [], "submit": plain("x")},
        {"type": "workflow_step"},
        "{}",
    ],
)
def test_a_view_that_slack_would_not_open_is_refused(view: object) -> None:
    kind = "home" if isinstance(view, dict) and view["type"] == "home" else "modal"
    with pytest.raises(SlackError, match="invalid_arguments"):
        check_view(view, kind)


def test_a_view_that_is_too_large_is_refused() -> None:
    blocks = [section("x" * 2900, block_id=str(number)) for number in range(90)]
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*blocks), "modal")


def test_a_form_with_every_input_is_taken() -> None:
    kinds: list[JSON] = [
        {"type": "plain_text_input", "multiline": True, "max_length": 3000},
        {"type": "number_input", "is_decimal_allowed": False},
        {"type": "file_input", "filetypes": ["jil", "txt"], "max_files": 1},
        {"type": "static_select", "options": [{"text": plain("One"), "value": "1"}]},
        {"type": "checkboxes", "options": [{"text": plain("One"), "value": "1"}]},
        {"type": "datepicker"},
    ]
    blocks = [
        {"type": "input", "label": plain(each["type"]), "element": each | {"action_id": each["type"]}}
        for each in kinds
    ]
    check_view(modal(*blocks, submit=plain("Send")), "modal")
