"""Pressed buttons, choices and typed answers."""

from typing import Any

import pytest

from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.press import Press, action_of
from adapters.slack.rendering.action_id import ActionId
from adapters.slack.rendering.entry import FORM
from core.chat.controls import press_act
from tests.adapters.slack.arrivals.recorded import CHANNEL, TS, arrived, recorded


def press(name: str, **changed: Any) -> Press:
    found = arrived(name, **changed)
    assert isinstance(found, Press)
    return found


@pytest.mark.parametrize(
    ("name", "action", "value"),
    [
        ("block_actions_button", "question_1", "yes"),
        ("block_actions_select", "question_1", "GL_POST"),
        ("block_actions_typed", "question_1", '"GL_POST"'),
        ("block_actions_cancel", "cancel", "run_0123456789abcdef"),
        ("block_actions_retry", "retry", "run_0123456789abcdef"),
    ],
)
def test_a_press_brings_its_action_and_value(name: str, action: str, value: str) -> None:
    found = press(name)
    assert (found.inbound.kind, found.inbound.action, found.inbound.value) == ("action", action, value)
    assert found.inbound.thread == CHANNEL.thread(TS)
    assert (found.place, found.message_ts) == ("message", "1724966801.000200")
    assert found.response_url.startswith("https://hooks.slack.com/actions/")
    assert found.trigger_id == "111.222.valid"


@pytest.mark.parametrize(
    ("action_id", "action"),
    [
        ("question_1|0", "question_1"),
        ("question_1|12", "question_1"),
        ("question_1", "question_1"),
        ("a|b", "a|b"),
        ("a|1|2", "a|1"),
        ("question_1|form3", "question_1"),
        ("|1", ""),
        ("", ""),
    ],
)
def test_the_number_behind_an_action_says_nothing(action_id: str, action: str) -> None:
    assert action_of(action_id) == action


@pytest.mark.parametrize(("takes", "number"), [("text", 4), ("number", 0)])
def test_a_button_may_open_a_form_and_answers_nothing_then(takes: str, number: int) -> None:
    identity = str(ActionId("question_1", number, form=True))
    element = {"type": "button", "action_id": identity, "value": f"{FORM}{takes}", "action_ts": "1.1"}
    found = press("block_actions_button", actions=[element])
    assert (found.form, found.inbound.action, found.inbound.value) == (takes, "question_1", None)
    assert press("block_actions_button").form is None


def test_a_press_is_the_same_when_it_is_delivered_again_and_another_when_it_is_done_again() -> None:
    pressed = press("block_actions_button")
    (element,) = recorded("block_actions_button")["actions"]
    again = press("block_actions_button", trigger_id="other")
    assert pressed.inbound.act == again.inbound.act
    for change in ({"action_ts": "1724966899.1"}, {"action_id": "question_1|1"}):
        assert press("block_actions_button", actions=[element | change]).inbound.act != pressed.inbound.act
    other = press("block_actions_button", user={"id": "U0OTHER"})
    assert other.inbound.act != pressed.inbound.act


@pytest.mark.parametrize("name", ["block_actions_cancel", "block_actions_retry"])
def test_stopping_and_trying_again_count_once(name: str) -> None:
    (element,) = recorded(name)["actions"]
    inbound = press(name, actions=[element | {"action_ts": "1.2"}]).inbound
    assert inbound.action is not None
    assert inbound.act == press_act(inbound.actor, inbound.action, inbound.value)
    assert press(name).inbound.act == inbound.act
    assert press(name).inbound.id != inbound.id


def test_a_post_for_one_person_has_a_thread_only_if_it_stands_in_one() -> None:
    alone, inside = press("block_actions_ephemeral"), press("block_actions_ephemeral_in_thread")
    assert (alone.place, alone.inbound.thread) == ("ephemeral", None)
    assert (inside.place, inside.inbound.thread) == ("ephemeral", CHANNEL.thread(TS))
    assert alone.inbound.channel == CHANNEL


def test_a_press_on_a_first_post_is_in_its_thread() -> None:
    container = {"type": "message", "message_ts": TS, "channel_id": CHANNEL.channel}
    found = press("block_actions_button", container=container, message=None)
    assert found.inbound.thread == CHANNEL.thread(TS)


def test_a_press_on_the_home_tab_is_in_the_conversation_with_the_person() -> None:
    found = press("block_actions_home")
    assert found.view is not None
    assert (found.place, found.view.kind) == ("view", "home")
    assert (found.inbound.channel.channel, found.inbound.thread) == ("U061F7AUR", None)


def test_everything_that_is_filled_in_around_a_press_comes_with_it() -> None:
    entered = press("block_actions_typed").entered
    assert {(each.block, each.action): each.value for each in entered} == {
        ("b1", "question_1"): '"GL_POST"',
        ("b2", "several"): ("a", "b"),
        ("b2", "day"): "2026-11-21",
        ("b2", "moment"): "1763734876",
        ("b2", "nothing"): None,
        ("b2", "people"): ("U1", "U2"),
    }


def test_several_chosen_values_are_a_list_as_the_store_keeps_it() -> None:
    element = {
        "type": "checkboxes",
        "action_id": "a",
        "selected_options": [{"value": "x"}],
        "action_ts": "1.1",
    }
    assert press("block_actions_button", actions=[element]).inbound.value == ["x"]


@pytest.mark.parametrize(
    "actions",
    [None, [], [{}], [{"action_id": None}], ["x"], {}, [{"action_id": "a", "action_ts": "yesterday"}]],
)
def test_a_press_of_nothing_is_malformed(actions: Any) -> None:
    found = arrived("block_actions_button", actions=actions)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.MALFORMED


def test_a_press_without_a_moment_is_told_by_its_trigger_and_one_without_both_is_malformed() -> None:
    element = {"type": "button", "action_id": "a", "value": "x"}
    assert press("block_actions_button", actions=[element]).inbound.act.endswith(":111.222.valid:a")
    lost = arrived("block_actions_button", actions=[element], trigger_id=None)
    assert lost == Ignored(Reason.MALFORMED, "ValueError")
