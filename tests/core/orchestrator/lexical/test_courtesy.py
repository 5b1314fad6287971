"""What stands around a wish, or instead of one."""

import pytest

from core.orchestrator.lexical.courtesy import is_small_talk, strip_courtesy
from core.orchestrator.lexical.message import Message, read_message
from core.orchestrator.lexical.spelling import Spelling

SPELLING = Spelling([])


def read(text: str) -> Message:
    return read_message(text, SPELLING)


@pytest.mark.parametrize(
    ("text", "wish", "greeted"),
    [
        ("Hi team, quick one - show X_1. Thanks!", "show {name}", True),
        ("good morning dataops", "", True),
        ("thanks a lot", "", False),
        ("please show X_1 now", "show {name}", False),
        ("show X_1", "show {name}", False),
    ],
)
def test_the_wish_is_left(text: str, wish: str, *, greeted: bool) -> None:
    opening = strip_courtesy(read(text))
    assert (opening.message.sentence, opening.greeted) == (wish, greeted)


@pytest.mark.parametrize(
    "text", ["ok", "lol nice", "great work", "you suck", "never mind", "see you tomorrow"]
)
def test_small_talk(text: str) -> None:
    assert is_small_talk(read(text))


@pytest.mark.parametrize("text", ["show X_1", "who owns this", "what is late"])
def test_no_small_talk(text: str) -> None:
    assert not is_small_talk(read(text))
