"""Choices come back as what they stand for, however long they are and however many."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.rendering.action_id import ActionId
from adapters.slack.rendering.card import render
from core.chat.card import Actions, Card, Choice
from core.chat.inbound import Actor, Inbound
from core.chat.question import Question
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowInputParameter
from tests.adapters.slack.rendering.reading import elements_of, words_of
from tests.adapters.slack.rendering.shape import check

MARKUP = ("a & b", "<!channel>", "a\nb", "a\u202eb", "x" * 151, "y" * 2_001, "3", "3.", "", "plain")
values = st.lists(st.sampled_from(MARKUP) | st.integers(1, 60).map(str), min_size=1, max_size=60, unique=True)


def pressed(card: Card) -> list[dict[str, Any]]:
    """What could be pressed or chosen, in order."""
    payloads = render(card).payloads
    for payload in payloads:
        check(payload)
    rows = elements_of(payloads, "actions")
    elements = [element for row in rows for element in row["elements"]]
    return [each for element in elements for each in element.get("options", [element])]


def asked(choices: list[str]) -> Question:
    parameter = WorkflowInputParameter(
        name="what", description="what", type="choice", choices={value: [] for value in choices}
    )
    return Question(id="question_1", run_id="run_1", interrupt="1", parameter=parameter, answerers=())


def answer(value: str) -> Inbound:
    channel = ChannelRef(platform="slack", tenant="T1", channel="C1")
    actor = Actor(platform="slack", tenant="T1", id="U1")
    return Inbound(
        id="1", act="1", kind="action", channel=channel, actor=actor, action="question_1", value=value
    )


@given(values)
def test_what_is_pressed_is_read_as_its_choice(choices: list[str]) -> None:
    question = asked(choices)
    for choice, each in zip(choices, pressed(question.card()), strict=True):
        if choice == choice.strip() != "":
            assert question.read(answer(each["value"])) == choice
        assert not set(each["value"]) & set("&<>")  # Slack may send them back as entities


@pytest.mark.parametrize(("count", "kinds"), [(1, {"button"}), (25, {"button"}), (26, {"static_select"})])
def test_few_choices_are_buttons_and_many_a_menu(count: int, kinds: set[str]) -> None:
    choices = tuple(Choice(label=f"choice {number}", value=f"value {number}") for number in range(count))
    card = Card(kind="question", title="Which?", blocks=(Actions(action="q", choices=choices),))
    rows = elements_of(render(card).payloads, "actions")
    assert {element["type"] for row in rows for element in row["elements"]} == kinds
    assert [each["value"] for each in pressed(card)] == [choice.value for choice in choices]
    assert [each["text"]["text"] for each in pressed(card)] == [choice.label for choice in choices]


def test_several_menus_say_what_they_hold() -> None:
    choices = tuple(Choice(label=str(number), value=str(number)) for number in range(1, 151))
    card = Card(kind="question", title="Which?", blocks=(Actions(action="q", choices=choices),))
    menus = [element for row in elements_of(render(card).payloads, "actions") for element in row["elements"]]
    assert len(pressed(card)) == len(choices)
    held = [(menu["options"][0]["value"], menu["options"][-1]["value"]) for menu in menus]
    assert [menu["placeholder"]["text"] for menu in menus] == [f"Choose ({a} to {b})" for a, b in held]


@pytest.mark.parametrize(("count", "longest"), [(2, 2_000), (30, 150)])
def test_a_value_is_sent_as_it_is_up_to_the_limit(count: int, longest: int) -> None:
    values = ["v" * longest, "w" * (longest + 1), *map(str, range(count - 2))]
    choices = tuple(Choice(label="x", value=value) for value in values)
    card = Card(kind="question", title="Which?", blocks=(Actions(action="q", choices=choices),))
    assert [each["value"] for each in pressed(card)][:2] == [values[0], "2." if "2" in values else "2"]


@pytest.mark.parametrize("count", [2, 30])
def test_a_label_that_is_too_long_is_spelled_out_under_its_number(count: int) -> None:
    long = "the long definition " * 10
    choices = (Choice(label="short", value="s"), *[Choice(label=long, value="v")] * (count - 1))
    card = Card(kind="question", title="Which?", blocks=(Actions(action="q", choices=choices),))
    (listed,) = elements_of(render(card).payloads, "rich_text_list")
    assert (listed["style"], listed["offset"], len(listed["elements"])) == ("ordered", 1, count - 1)
    assert pressed(card)[1]["text"]["text"].startswith("2. the long definition")
    assert "".join(long.split()) in words_of(render(card).payloads)


def test_labels_are_on_one_line_and_never_empty() -> None:
    choices = (Choice(label="a\n b", value="v"), Choice(label=" ", value="w"))
    card = Card(kind="question", title="Which?", blocks=(Actions(action="q", choices=choices),))
    assert [each["text"]["text"] for each in pressed(card)] == ["a b", "2"]


@given(st.text(min_size=1), st.integers(0, 999), st.booleans())
def test_an_action_id_tells_the_action_or_nothing(action: str, number: int, form: bool) -> None:  # noqa: FBT001 - drawn
    written = str(ActionId(action, number, form=form))
    found = ActionId.parse(written)
    assert (found.number, found.form) == (number, form)
    assert len(written) <= 255
    assert found.action == action or found.action.startswith("?")
    assert found.action == action or not action.isprintable() or len(action) > 100


@pytest.mark.parametrize("action", ["question_0123456789abcdef", "cancel", "a|b", "a|form1"])
def test_an_action_of_ours_comes_back_as_it_is(action: str) -> None:
    assert ActionId.parse(str(ActionId(action, 3))) == ActionId(action, 3)
    assert ActionId.parse(str(ActionId(action, 3, form=True))) == ActionId(action, 3, form=True)


@pytest.mark.parametrize(
    "text", ["", "cancel", "cancel|", "cancel|x", "cancel|form", "cancel|²", "cancel|-1"]
)
def test_other_ids_are_not_ours(text: str) -> None:
    with pytest.raises(ValueError, match="no id of a card"):
        ActionId.parse(text)
