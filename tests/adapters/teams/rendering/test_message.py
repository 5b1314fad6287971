"""The line that stands for a card in a notification does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.rendering.message import carded
from tests.adapters.cards import hostile
from tests.adapters.teams.rendering.shape import check_summary


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<at>everyone</at>", "<\u2060at>everyone<\u2060/at>"),
        ("[click](https://e.org) & a < b", "[click]\u2060(https://e.org) & a < b"),
        ("&lt;at&gt;", "&\u2060lt;at&\u2060gt;"),
        ("a" * 400, "a" * 299 + "…"),
        ("", "…"),
    ],
)
def test_markup_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert carded([], text).summary == shown


@given(hostile.map(lambda text: " ".join(text.encode("utf-8", "replace").decode().split())) | st.just(" "))
def test_nothing_in_it_acts(text: str) -> None:
    check_summary(carded([], text.strip()).summary)


def test_a_message_has_no_text_above_its_card() -> None:
    activity = carded([], "Found").activity()
    assert activity.keys() == {"type", "summary", "attachments"}
