"""Names from outside are one bounded line that can be written anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from core.one_line import one_line


@given(st.text(st.characters(exclude_categories=()), max_size=60), st.integers(1, 40))
def test_a_line_is_short_and_printable_and_stays_as_it_is(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.isprintable()
    assert line == line.strip()
    line.encode()
    assert one_line(line, limit) == line


def test_what_nobody_sees_is_a_blank() -> None:
    assert one_line("before\u202e the\n\tmove \ud800", 80) == "before the move"
    assert one_line("u\u0308", 80) == "ü"
    assert one_line(" \u200b ", 80) == ""
