"""Text from outside: safe, measured, shortened without silence."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.tools.drawing.text import cells, safe, shorten, tooltip, wrap


@given(st.text())
def test_safe_text_holds_nothing_that_hides_or_reorders(text: str) -> None:
    result = safe(text)
    assert not any(unicodedata.category(character)[0] == "C" for character in result)
    assert "\n" not in result
    assert safe(result) == result


def test_plain_and_right_to_left_names_stay_as_they_are() -> None:
    for name in ("LOAD_GL", "שלום", "数据", "e\u0301tat"):
        assert safe(name) == name


def test_overrides_and_controls_become_visible() -> None:
    assert safe("a\u202eb\x1bc\td") == "a\ufffdb\ufffdc d"


def test_a_pile_of_combining_marks_is_cut_visibly() -> None:
    assert safe("e" + "\u0301" * 5) == "e" + "\u0301" * 3 + "\ufffd" * 2


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_shortened_text_fits_and_keeps_both_ends(text: str, limit: int) -> None:
    shown = shorten(text, limit)
    assert cells(shown) <= limit
    if shown != text:
        head, _, tail = shown.partition("\N{HORIZONTAL ELLIPSIS}")
        assert text.startswith(head)
        assert text.endswith(tail)


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert cells("数据") == 4
    assert cells("e\u0301") == 1


@given(st.text(alphabet=st.sampled_from("ab <"), max_size=300))
def test_wrapped_text_keeps_its_words(text: str) -> None:
    short = " ".join(word for word in text.split() if len(word) <= 10)
    assert " ".join(wrap(short, 200, 12)) == short


def test_an_endless_tooltip_says_how_much_there_is() -> None:
    assert "(4,096 characters in all)" in tooltip("x" * 4096)
    assert tooltip("<b>") == "<title>&lt;b&gt;</title>"
