"""Text from outside can neither command a terminal nor deceive a reader."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.chat.plain_text import printable

hostile = st.text() | st.text(alphabet="\x1b\x9b\x07\x00\r\n\t\u202e\u2066\ud800 [31m\U0001f468\u200d")


def harmless(text: str) -> bool:
    return all(c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in text)


@given(hostile)
def test_printable_keeps_every_harmless_sign(text: str) -> None:
    shown = printable(text)
    assert harmless(shown)
    assert printable(shown) == shown
    assert shown == text or not harmless(text)


def test_line_ends_of_windows_are_line_ends() -> None:
    assert printable("a\r\nb\rc") == "a\nb\ufffdc"
