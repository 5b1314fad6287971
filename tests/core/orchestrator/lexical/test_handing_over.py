"""Words that hand a file over, and words that want something of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.orchestrator.lexical.handing_over import hands_over


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "here it is",
        "Here you go, thanks!",
        "Hi, here is the file you asked for.",
        "@dataops here's the listing",
        "Here\u2019s the listing",
        "Please find attached the latest export.",
        "ok, as requested",
        "this is july.lst",
        "july.lst",
        "JULY.LST, as you wished",
        "file attached",
        "for your question",
        "This is what you asked for, many thanks",
        "👍",
    ],
)
def test_handing_over(text: str) -> None:
    assert hands_over(text, ["july.lst"])


@pytest.mark.parametrize(
    "text",
    [
        "My confidential salaries: what is in this file?",
        "what is this",
        "here it is?",
        "here it is, who is in it",
        "list the files",
        "list this file",
        "export this",
        "count it",
        "here it is and list them",
        "here it is, please list them",
        "this is not for the channel",
        "for me alone",
        "my boss wants this",
        "i feel that salaries are low",
        "/dataops",
        "/dataops pins",
        "/dataops here it is",
        "july.lst august.lst",
        "只给我看这个文件",
        "это файл",
        "here it is 42",
        "here it is " * 100,
    ],
)
def test_something_of_its_own(text: str) -> None:
    assert not hands_over(text, ["july.lst", ""])


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=3))
def test_no_word_is_overlooked(text: str, names: list[str]) -> None:
    """Whatever stands around it, an unknown word makes it something of its own."""
    without = [each for each in names if each.casefold() not in "confidential"]
    assert not hands_over(f"{text} confidential {text}", without)
