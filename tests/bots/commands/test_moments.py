"""When something is to be asked, in the words that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.commands.moments import Moment, moment
from core.errors import UserFacingError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every weekday at 6 what changed?", Moment("0 6 * * 1-5", "UTC", "what changed?")),
        ("every weekday at 06:30 what changed?", Moment("30 6 * * 1-5", "UTC", "what changed?")),
        ("Every Day at 6pm, tell us", Moment("0 18 * * *", "UTC", "tell us")),
        ("every day 12am x", Moment("0 0 * * *", "UTC", "x")),
        ("every day at 12 pm x", Moment("0 12 * * *", "UTC", "x")),
        ("every monday at 9 x", Moment("0 9 * * 1", "UTC", "x")),
        ("every sundays at 9 x", Moment("0 9 * * 0", "UTC", "x")),
        ("every weekend at 10: x", Moment("0 10 * * 0,6", "UTC", "x")),
        ("every hour x", Moment("0 * * * *", "UTC", "x")),
        ("every day at 6 Europe/Berlin what changed?", Moment("0 6 * * *", "Europe/Berlin", "what changed?")),
        ('"0 6 1 * *" count', Moment("0 6 1 * *", "UTC", "count")),
        ("\u201c0 6  1 * *\u201d America/New_York count", Moment("0 6 1 * *", "America/New_York", "count")),
        ("every day at 6", Moment("0 6 * * *", "UTC", "")),
    ],
)
def test_a_moment_and_what_is_asked(text: str, expected: Moment) -> None:
    assert moment(text, "UTC") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tell us",
        "at 6 tell us",
        "every",
        "every day tell us",
        "every day at 24 x",
        "every day at 13pm x",
        "every day at 0am x",
        "every fortnight at 6 x",
        "'0 6 * *' x",
        "0 6 * * * x",
    ],
)
def test_what_is_no_moment_is_told_how(text: str) -> None:
    with pytest.raises(UserFacingError, match="every weekday at 6:30"):
        moment(text, "UTC")


@given(st.text())
def test_any_text_is_a_moment_or_told(text: str) -> None:
    try:
        moment(text, "UTC")
    except UserFacingError:
        return
