"""Text is measured as Slack counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.rendering.measure import clipped, counted, fitting, weight
from tests.adapters.slack.rendering.shape import total

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("&<>\U0001f469"))


@pytest.mark.parametrize(("text", "count"), [("", 0), ("abc", 3), ("a&b", 7), ("<>", 8), ("é", 1), ("👩", 2)])
def test_markup_and_emoji_count_for_more(text: str, count: int) -> None:
    assert counted(text) == count


@given(texts, st.integers(0, 50))
def test_the_longest_beginning_that_fits(text: str, room: int) -> None:
    end = fitting(text, room)
    assert counted(text[:end]) <= room
    assert end == len(text) or counted(text[: end + 1]) > room


@given(texts, st.integers(1, 50))
def test_a_clipped_text_fits_and_says_that_it_is_clipped(text: str, room: int) -> None:
    shown = clipped(text, room)
    assert counted(shown) <= room
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@given(texts)
def test_a_block_weighs_more_than_its_text(text: str) -> None:
    block = {"type": "context", "elements": [{"type": "plain_text", "text": text}]}
    assert weight({"type": "divider"}) == 100
    assert weight(block) == 110 + counted(text) == total(block) + 90  # type: ignore[arg-type] # JSON as it is written
