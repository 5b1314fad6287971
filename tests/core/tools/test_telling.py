"""Names and values of files stand in answers as they are, and do nothing there."""

from hypothesis import given
from hypothesis import strategies as st

from core.tools.telling import code, counted, joined, listed, plain


def test_numbers_have_their_nouns() -> None:
    assert (counted(1, "row"), counted(2_000, "row")) == ("1 row", "2,000 rows")
    assert counted(0, "entry", "entries") == "0 entries"


def test_lists_are_read_as_a_sentence_or_as_lines() -> None:
    assert [joined(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listed(["a", "b"], 2, "x.csv") == "- a\n- b"
    assert listed(["a", "b", "c"], 1, "x.csv") == "- a\n- and 2 more, in x.csv"


def test_markup_in_a_text_is_shown() -> None:
    assert plain("a_b  *c*\n# d") == r"a\_b \*c\* \# d"


@given(st.text(max_size=300))
def test_any_name_is_one_line_of_code(name: str) -> None:
    shown = code(name, 40)
    assert shown[0] == shown[-1] == "`"
    assert "`" not in shown[1:-1]
    assert shown.isprintable()
    assert len(shown) <= 42
