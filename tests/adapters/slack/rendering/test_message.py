"""The text beside the blocks is short and does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.rendering.message import WORD_JOINER, inert
from tests.adapters.cards import hostile
from tests.adapters.slack.rendering.shape import check_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!channel> & <https://e.org|x>", "&lt;!channel&gt; &amp; &lt;https://e.org|x&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("@here a@b.org @", f"@{WORD_JOINER}here a@{WORD_JOINER}b.org @"),
        ("a" * 3_000, "a" * 2_997 + "…"),
        ("é" * 3_000, "é" * 1_498 + "…"),
        ("&" * 3_000, "&amp;" * 599 + "…"),
    ],
)
def test_markup_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(hostile.map(lambda text: text.encode("utf-8", "replace").decode()).filter(bool) | st.just("@" * 5_000))
def test_nothing_in_it_acts(text: str) -> None:
    check_text(inert(text))
