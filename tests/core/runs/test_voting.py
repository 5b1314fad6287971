"""Which messages are votes."""

import pytest

from core.chat.inbound import Inbound, InboundFile
from core.chat.question import Question
from core.runs.run import Run, RunState
from core.runs.voting import as_vote, is_vote
from tests.core.runs.runs import THREAD, number_question
from tests.core.runs.test_approval_votes import demand_of
from tests.house import inbound


def run(number: int) -> Run:
    return Run(f"run_{number}", RunState.WAITING, None, 1, 1, inbound("x"), THREAD)


NEW, OLD = demand_of(run(2)), demand_of(run(1))


def said(text: str, user: str = "ann") -> Inbound:
    return inbound(text, thread=THREAD, user=user)


@pytest.mark.parametrize(
    ("text", "action", "value"),
    [
        ("approve", NEW.id, "approve"),
        (" Decline! ", NEW.id, "decline"),
        ("APPROVE  run_1", OLD.id, "approve"),
        ("approve run_1.", OLD.id, "approve"),
    ],
)
def test_a_word_is_the_button(text: str, action: str, value: str) -> None:
    vote = as_vote(said(text), [NEW, OLD])
    assert (vote.kind, vote.action, vote.value) == ("action", action, value)
    assert is_vote(vote, [NEW, OLD])


@pytest.mark.parametrize(
    "text", ["", "1", "yes", "approve it", "please approve", "approve\nrun_9", "do not approve", "approved"]
)
def test_other_words_are_none(text: str) -> None:
    message = said(text)
    assert as_vote(message, [NEW, OLD]) == message
    assert not is_vote(message, [NEW, OLD])


def test_without_a_demand_or_with_a_file_it_is_a_message() -> None:
    question = number_question(run(3), "console:local:ann")
    assert as_vote(said("approve"), [question]).kind == "message"
    attached = said("approve").model_copy(update={"files": (InboundFile(name="a", locator="x"),)})
    assert as_vote(attached, [NEW]).kind == "message"


def test_a_newer_question_that_takes_the_word_gets_it() -> None:
    question: Question = number_question(run(3), "console:local:ann")
    words = question.model_copy(
        update={"parameter": question.parameter.model_copy(update={"type": "string"})}
    )
    assert as_vote(said("approve"), [words, NEW]).kind == "message"
    assert as_vote(said("approve"), [question, NEW]).action == NEW.id
    assert as_vote(said("approve"), [NEW, words]).action == NEW.id
    assert as_vote(said("approve", user="ben"), [words, NEW]).action == NEW.id
    assert as_vote(said("approve run_2"), [words, NEW]).action == NEW.id
