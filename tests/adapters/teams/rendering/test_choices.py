"""Choices come back as what they stand for, however long they are and however many."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.rendering.card import render
from adapters.teams.rendering.pressed import opaque
from core.chat.card import Actions, Card, Choice
from core.chat.cleaning import tidy
from core.chat.inbound import Actor, Inbound
from core.chat.question import Question
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowInputParameter
from tests.adapters.teams.rendering.reading import elements_of, lines, words_of
from tests.adapters.teams.rendering.shape import check

ODD = (
    "a & b",
    "\u201ca\u201d",
    "a\u00a0b",
    "<at>x</at>",
    "a\nb",
    "a\u202eb",
    "x" * 301,
    "y" * 2_001,
    "3",
    "3.",
    "",
    "plain",
)
values = st.lists(st.sampled_from(ODD) | st.integers(1, 60).map(str), min_size=1, max_size=60, unique=True)


def asking(choices: list[str], labels: list[str] | None = None) -> Card:
    pairs = zip(labels or choices, choices, strict=True)
    block = Actions(action="question_1", choices=tuple(Choice(label=label, value=v) for label, v in pairs))
    return Card(kind="question", title="Which?", blocks=(block,))


def offered(card: Card) -> list[dict[str, Any]]:
    """What could be pressed or chosen, in order."""
    payloads = render(card).payloads
    for payload in payloads:
        check(payload)
    menus = [option for menu in elements_of(payloads, "Input.ChoiceSet") for option in menu["choices"]]
    buttons = elements_of(payloads, "Action.Execute")
    return menus or [{"title": each["title"], **each["data"]["dataops"]} for each in buttons]


def answer(value: str) -> Inbound:
    channel = ChannelRef(platform="teams", tenant="T1", channel="C1")
    actor = Actor(platform="teams", tenant="T1", id="U1")
    return Inbound(
        id="1", act="1", kind="action", channel=channel, actor=actor, action="question_1", value=value
    )


@given(values)
def test_what_is_pressed_is_read_as_its_choice(choices: list[str]) -> None:
    parameter = WorkflowInputParameter(
        name="what", description="what", type="choice", choices={value: [] for value in choices}
    )
    question = Question(id="question_1", run_id="run_1", interrupt="1", parameter=parameter, answerers=())
    for choice, each in zip(choices, offered(question.card()), strict=True):
        assert each["value"].isprintable()
        assert tidy(each["value"]) == each["value"]
        if choice == choice.strip() != "":
            assert question.read(answer(each["value"])) == choice


@pytest.mark.parametrize(
    ("count", "sets", "style"),
    [(1, 1, None), (6, 1, None), (7, 2, None), (12, 2, None), (13, 1, "compact"), (16, 1, "filtered")],
)
def test_few_choices_are_buttons_and_many_a_menu(count: int, sets: int, style: str | None) -> None:
    card = asking([f"v{number}" for number in range(count)], [f"choice {number}" for number in range(count)])
    payloads = render(card).payloads
    assert [each["style"] for each in elements_of(payloads, "Input.ChoiceSet")] == ([style] if style else [])
    assert len(elements_of(payloads, "ActionSet")) == sets
    assert [each["value"] for each in offered(card)] == [f"v{number}" for number in range(count)]
    assert [each["title"] for each in offered(card)] == [f"choice {number}" for number in range(count)]


def test_a_menu_is_sent_by_its_button() -> None:
    payloads = render(asking([f"v{number}" for number in range(20)])).payloads
    (menu,) = elements_of(payloads, "Input.ChoiceSet")
    (send,) = elements_of(payloads, "Action.Execute")
    assert (menu["id"], send["data"]) == ("answer", {"dataops": {"action": "question_1"}})


def test_more_choices_than_a_menu_holds_are_listed_and_typed() -> None:
    choices = [f"choice number {number}" for number in range(1, 501)]
    rendering = render(asking(choices))
    for payload in rendering.payloads:
        check(payload)
    assert rendering.overflow is None
    (field,) = elements_of(rendering.payloads, "Input.Text")
    assert field["id"] == "answer"
    assert lines(rendering.payloads)[1:-2] == [f"{n}. {choice}" for n, choice in enumerate(choices, 1)]


@pytest.mark.parametrize(("count", "length"), [(2, 60), (2, 400), (30, 400)])
def test_a_label_that_is_too_long_is_spelled_out_under_its_number(count: int, length: int) -> None:
    label = ("the long definition " * 30)[:length].strip()
    card = asking([f"v{number}" for number in range(count)], ["short", *[label] * (count - 1)])
    shown = words_of(render(card).payloads)
    assert "".join(label.split()) in shown
    if length > 150:
        assert offered(card)[1]["title"].startswith("2. the long definition")
        assert "2." + "".join(label.split()) in shown


def test_labels_are_on_one_line_and_never_empty() -> None:
    assert [each["title"] for each in offered(asking(["v", "w"], ["a\n b", " "]))] == ["a b", "2"]


@given(st.text(min_size=1))
def test_an_action_comes_back_as_it_is_or_answers_to_nothing(action: str) -> None:
    kept = opaque(action)
    assert kept == action or (kept.startswith("?") and kept.isascii())
    assert kept.isprintable()
    assert len(kept) <= 200


@pytest.mark.parametrize("action", ["question_0123456789abcdef", "cancel"])
def test_an_action_of_ours_is_kept(action: str) -> None:
    assert opaque(action) == action
