"""Pressed buttons, and what was typed and chosen around them."""

from typing import Any

import pytest

from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.press import Press
from adapters.teams.rendering.pressed import button
from core.chat.controls import press_act
from tests.adapters.teams.arrivals.recorded import ANN, CARD, CHANNEL, ROOT, TENANT, arrived, recorded


def press(name: str, /, **changed: Any) -> Press:
    found = arrived(name, **changed)
    assert isinstance(found, Press)
    return found


@pytest.mark.parametrize(("name", "invoke"), [("submit", False), ("execute", True)])
def test_both_ways_of_pressing_say_the_same(name: str, invoke: bool) -> None:  # noqa: FBT001 - a column
    found = press(name)
    assert (found.inbound.kind, found.inbound.action, found.inbound.value) == ("action", "question_1", "yes")
    assert (found.inbound.channel, found.inbound.thread) == (CHANNEL, CHANNEL.thread(ROOT))
    assert str(found.inbound.actor) == f"teams:{TENANT}:{ANN}"
    assert (found.card, found.invoke, found.fields) == (CARD, invoke, {})
    assert found.reference.conversation.endswith(f";messageid={ROOT}")


def test_a_rendered_button_comes_back_as_what_it_means() -> None:
    data = button("Yes", {"action": "question_1", "value": "yes"})["data"]
    found = press("submit", value=data)
    assert (found.inbound.action, found.inbound.value) == ("question_1", "yes")


def test_a_typed_answer_is_the_value_and_is_tidied_like_any_line() -> None:
    found = press("submit_typed")
    assert (found.inbound.action, found.inbound.value, found.fields) == ("question_1", '"GL_POST"', {})
    assert found.inbound.thread is None


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("", ""),
        (None, None),
        (3, "3"),
        (1.5, "1.5"),
        (3.0, "3"),
        (float("inf"), ""),
        (True, "true"),
        ("“a”\nb", "“a”\nb"),
        ({}, None),
        ([], None),
    ],
)
def test_what_an_input_holds(answer: Any, value: str | None) -> None:
    data = {"dataops": {"action": "question_1"}, "answer": answer}
    assert press("submit_typed", value=data).inbound.value == value


def test_a_chosen_button_counts_more_than_an_input_beside_it() -> None:
    data = {"dataops": {"action": "question_1", "value": "yes"}, "answer": "no"}
    assert press("submit_typed", value=data).inbound.value == "yes"


def test_a_form_brings_its_inputs_by_name() -> None:
    found = press("execute_form")
    assert (found.inbound.action, found.inbound.value) == ("form", "parse-list")
    assert found.fields == {
        "job": "GL_*",
        "depth": "3",
        "all": "true",
        "note": "one\n“two”",
        "several": "a,b",
        "empty": "",
    }


def test_a_press_is_the_same_when_it_is_delivered_again_and_another_when_it_is_done_again() -> None:
    assert press("execute").inbound.act == press("execute", timestamp="later").inbound.act
    assert press("execute").inbound.act != press("execute", id="f:other").inbound.act


def test_stopping_counts_once_a_person() -> None:
    first, again = press("execute_cancel").inbound, press("execute_cancel", id="f:other").inbound
    assert first.act == again.act == press_act(first.actor, "cancel", "run_0123456789abcdef")
    assert first.id != again.id
    other = press("execute_cancel", sender={"id": "29:other"}).inbound
    assert other.act != first.act


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("submit_other_card", Ignored(Reason.OTHER_CARD)),
        ("execute_other_card", Ignored(Reason.OTHER_CARD, invoke="adaptiveCard/action")),
        ("execute_refresh", Ignored(Reason.REFRESH, invoke="adaptiveCard/action")),
    ],
)
def test_what_nobody_pressed_on_a_card_of_this_bot(name: str, ignored: Ignored) -> None:
    assert arrived(name) == ignored


@pytest.mark.parametrize(
    "data", [{"dataops": {}}, {"dataops": {"action": 7}}, {"dataops": {"action": "a", "value": []}}]
)
def test_a_press_of_nothing_is_malformed(data: dict[str, Any]) -> None:
    value = recorded("execute")["value"]
    value["action"]["data"] = data
    for found in (arrived("submit", value=data), arrived("execute", value=value)):
        assert isinstance(found, Ignored)
        assert found.reason is Reason.MALFORMED
