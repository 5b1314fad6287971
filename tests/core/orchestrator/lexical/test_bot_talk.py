"""In which way a message is about the bot."""

import pytest

from core.orchestrator.lexical.bot_talk import command_in_question, concerns_bot, topic_of
from core.orchestrator.lexical.message import Message, read_message
from core.orchestrator.lexical.spelling import Spelling

SPELLING = Spelling([])


def read(text: str) -> Message:
    return read_message(text, SPELLING)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("help me", "help"),
        ("who are you", "identity"),
        ("what can you do", "identity"),
        ("how do I attach a file?", "how-to"),
        ("can you read XML?", "ability"),
        ("is XML supported?", "supported"),
        ("list the commands", "about the bot"),
        ("is my data safe with you?", "about the bot"),
        ("can you show me the totals", None),
        ("do you like ice cream", None),
        ("show the totals", None),
    ],
)
def test_topic(text: str, topic: str | None) -> None:
    assert topic_of(read(text)) == topic


def test_a_how_to_of_the_kitchen_is_not_about_the_bot() -> None:
    assert not concerns_bot(read("how do I cook rice"), "how-to", ())
    assert concerns_bot(read("how do I pin a file"), "how-to", ())
    assert concerns_bot(read("how do I mend a ledger"), "how-to", {"ledger", "mend"})


@pytest.mark.parametrize(("text", "word"), [("what does pin do?", "pin"), ("what is late today", None)])
def test_the_command_in_question(text: str, word: str | None) -> None:
    assert command_in_question(read(text)) == word
