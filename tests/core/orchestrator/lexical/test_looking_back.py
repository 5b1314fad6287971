"""What is about the thread itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.orchestrator.lexical.looking_back import Earlier, earlier_meant, topic_of_thread
from core.orchestrator.lexical.message import read_message
from core.orchestrator.lexical.spelling import Spelling


def topic(text: str) -> str | None:
    return topic_of_thread(read_message(text, Spelling([])))


@pytest.mark.parametrize(
    "text",
    ["which file is that from?", "what export did you use", "where does that come from?", "source?",
     "and what file was that?", "from which file?"],
)  # fmt: skip
def test_where_an_answer_is_from(text: str) -> None:
    assert topic(text) == "origin"


@pytest.mark.parametrize(
    "text",
    ["what did you just do?", "what have you done so far", "what did I ask?", "what was my last question",
     "where were we?", "what was that about"],
)  # fmt: skip
def test_what_was_done(text: str) -> None:
    assert topic(text) == "recap"


@pytest.mark.parametrize(
    "text",
    ["which file is GL_POST from?", "where is GL_POST defined", "what does it do", "what did it break"],
)
def test_a_question_about_something_else_is_none_of_these(text: str) -> None:
    assert topic(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("back to the first one", Earlier("first", "")),
        ("ok, back to the original question, and deeper", Earlier("first", "deeper")),
        ("let's go back to the previous one: and of it?", Earlier("previous", "of it?")),
        ("back to work", None),
        ("go back to the firstborn", None),
    ],
)  # fmt: skip
def test_what_is_gone_back_to(text: str, meant: Earlier | None) -> None:
    assert earlier_meant(text) == meant


@given(st.text(max_size=400))
def test_no_text_is_too_much(text: str) -> None:
    topic(text)
    earlier_meant(text)
