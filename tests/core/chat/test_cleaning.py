"""What keyboards put into a text, and what no database takes."""

from hypothesis import given
from hypothesis import strategies as st

from core.chat.cleaning import tidy, wellformed


@given(st.text())
def test_tidy_words_are_tidy_for_good(content: str) -> None:
    assert tidy(tidy(content)) == tidy(content)


@given(st.text(st.characters()))
def test_what_is_wellformed_can_be_stored(content: str) -> None:
    stored = wellformed(content)
    assert stored.encode().decode() == stored
    assert "\0" not in stored
