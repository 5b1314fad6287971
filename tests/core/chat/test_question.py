"""Only those who were asked answer, and the card shows what can be answered."""

from typing import Any

import pytest

from core.chat.card import Actions, Entry
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.question import Question
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowInputParameter

ANA, EVE = (Actor(platform="console", tenant="local", id=name, name="Ana") for name in ("ana", "eve"))


def question(**fields: Any) -> Question:
    parameter = WorkflowInputParameter(**{"name": "what", "description": "what to do"} | fields)
    return Question(
        id="question_1", run_id="run_1", interrupt="i", parameter=parameter, answerers=(str(ANA),)
    )


def said(text: str = "", **fields: Any) -> Inbound:
    channel = ChannelRef(platform="console", tenant="local", channel="console")
    return Inbound(**{"id": "1", "act": "1", "channel": channel, "actor": ANA, "text": text} | fields)


CHOICES = {"upstream": ["what feeds it"], "downstream": [], "3": []}


def test_only_the_asked_may_answer() -> None:
    assert question().may_answer(ANA)
    assert not question().may_answer(EVE)


@pytest.mark.parametrize(
    ("fields", "inbound", "value"),
    [
        ({}, said(" LOAD_GL "), "LOAD_GL"),
        ({"type": "integer"}, said("2"), 2),
        ({"type": "integer"}, said("", kind="action", action="question_1", value=2), 2),
        ({"type": "boolean"}, said("", kind="action", action="question_1", value=True), True),
        ({"type": "choice", "choices": CHOICES}, said("What feeds it"), "upstream"),
        ({"type": "choice", "choices": CHOICES}, said("", value="downstream"), "downstream"),
        ({"type": "choice", "choices": CHOICES}, said("2"), "downstream"),
        ({"type": "choice", "choices": CHOICES}, said("2."), "downstream"),
        ({"type": "choice", "choices": CHOICES}, said("3"), "3"),
        ({"type": "file", "kind": "jil"}, said("here", files=(InboundFile(name="a", locator="x"),)), None),
        ({"type": "file", "kind": "jil", "suffixes": [".jil"]}, said("exports/a.jil"), "exports/a.jil"),
    ],
)
def test_an_answer_is_read(fields: dict[str, Any], inbound: Inbound, value: Any) -> None:
    assert question(**fields).read(inbound) == value


@pytest.mark.parametrize(
    ("fields", "inbound"),
    [
        ({"type": "choice", "choices": CHOICES}, said("0")),
        ({"type": "choice", "choices": CHOICES}, said("4")),
        ({"type": "choice", "choices": CHOICES}, said("", value=["upstream"])),
        ({"type": "choice", "choices": CHOICES}, said("", value="sideways")),
        ({"type": "integer"}, said("", value={"a": 1})),
        ({"type": "file", "kind": "jil", "suffixes": [".jil"]}, said("the usual one")),
    ],
)
def test_what_is_no_answer_is_explained(fields: dict[str, Any], inbound: Inbound) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        question(**fields).read(inbound)


def test_the_card_asks_gives_an_example_and_shows_every_choice() -> None:
    card = question(prompt="Which way?", example="upstream", type="choice", choices=CHOICES).card()
    assert (card.kind, card.title) == ("question", "Which way?")
    assert [block.type for block in card.blocks] == ["text", "actions"]
    actions = card.blocks[1]
    assert isinstance(actions, Actions)
    assert (actions.action, [choice.value for choice in actions.choices]) == ("question_1", [*CHOICES])


def test_without_choices_there_is_a_place_for_the_answer() -> None:
    assert question().card().blocks == (Entry(action="question_1"),)
    attached = question(type="file", kind="jil", suffixes=[".jil"]).card().blocks
    assert attached == (Entry(action="question_1", takes="file", suffixes=(".jil",)),)
    assert question(example=0).hint() == "For example: `0`"


def offering(*names: str) -> Question:
    files = tuple(InboundFile(name=name, locator=f"T1/F{number}") for number, name in enumerate(names, 1))
    asked = question(type="file", kind="jil", suffixes=[".jil"])
    return asked.model_copy(update={"offered_files": files})


@pytest.mark.parametrize(
    ("inbound", "brought"),
    [
        (said(" A.jil "), ["T1/F1"]),
        (said("2"), ["T1/F2"]),
        (said("", kind="action", action="question_1", value="b.jil"), ["T1/F2"]),
        (said("", kind="action", action="question_1", value="2."), ["T1/F2"]),
        (said("a.jil", files=(InboundFile(name="c.jil", locator="x"),)), ["x"]),
        (said("T1/F2"), []),
        (said("3"), []),
        (said("the jil of a.jil"), []),
    ],
)
def test_an_offered_file_is_chosen_by_its_name_or_number(inbound: Inbound, brought: list[str]) -> None:
    asked = offering("a.jil", "b.jil")
    assert [file.locator for file in asked.brought(inbound)] == brought
    if brought:
        assert asked.read(inbound) is None


def test_files_answer_no_question_for_anything_else() -> None:
    attached = said("7", files=(InboundFile(name="a", locator="x"),))
    assert question(type="integer").brought(attached) == ()
    assert question(type="integer").read(attached) == 7


def test_offered_files_stand_beside_the_place_to_attach_another() -> None:
    asked = offering("a.jil", "b.jil")
    assert [block.type for block in asked.card().blocks] == ["text", "actions", "entry"]
    assert asked.offered == ["a.jil", "b.jil"]


@pytest.mark.parametrize("asked", [question(type="choice", choices=CHOICES), offering("a.jil")])
def test_a_question_survives_being_written_down(asked: Question) -> None:
    assert Question.model_validate_json(asked.model_dump_json()) == asked


def test_a_yes_or_no_question_offers_both() -> None:
    parameter = WorkflowInputParameter(name="sure", description="whether to go on", type="boolean")
    question = Question(id="q", run_id="r", interrupt="i", parameter=parameter, answerers=())
    assert question.offered == ["yes", "no"]
