"""What phrases are made of."""

import pytest

from core.orchestrator.lexical.wording import essential
from core.orchestrator.lexical.words import words_of


def plain(text: str) -> str:
    return " ".join(word.plain for word in essential(words_of(text)))


@pytest.mark.parametrize(
    "text",
    [
        "no owner",
        "without an owner",
        "with no owner",
        "has no owner",
        "do not have any owner",
        "lacking owner",
    ],
)
def test_one_way_of_saying_without(text: str) -> None:
    assert plain(text) == "no owner"


@pytest.mark.parametrize(
    ("text", "essence"),
    [
        ("can never start", "never start"),
        ("can't ever start", "never start"),
        ("never get started", "never started"),
        ("no one owns", "nothing owns"),
        ("cannot start", "can not start"),
        ("the jobs that do actually not exist", "jobs do not exist"),
        ("with", "with"),
        ("does not", "does not"),
        ("", ""),
    ],
)
def test_negations_and_fillers(text: str, essence: str) -> None:
    assert plain(text) == essence
