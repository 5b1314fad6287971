"""Counted things as bars: the figures are right at every size, and what is left out is said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.tools.drawing import Bar, Chart, draw_counts
from tests.core.tools.drawing.read_sheet import Sheet

HOSTILE = ["<b>&\"'", "]]>", "\u202ex", "\x00", "\ud800", "W" * 500, "数据 😀", "url(http://x)"]
names = st.text(max_size=12) | st.sampled_from(HOSTILE)
values = st.integers(0, 1000) | st.sampled_from([-5, 0, 10**15, 10**400])
charts = st.lists(st.builds(Chart, names, st.lists(st.builds(Bar, names, values), max_size=20)), max_size=14)
BLUE = "#0b5cad"


def lengths(sheet: Sheet) -> list[float]:
    filled = [
        rect for rect in sheet.root.iter("{http://www.w3.org/2000/svg}rect") if rect.get("fill") == BLUE
    ]
    return [float(rect.get("width", "0")) for rect in filled]


@settings(max_examples=80, deadline=None)
@given(names, charts)
def test_any_counts_give_a_sound_picture_and_always_the_same(title: str, found: list[Chart]) -> None:
    svg = draw_counts(title, found)
    sheet = Sheet(svg)
    sheet.assert_sound()
    assert sheet.caption
    assert svg == draw_counts(title, found)
    assert len(sheet.hints("chart")) == min(12, len(found))


@settings(max_examples=40, deadline=None)
@given(charts)
def test_no_text_stands_over_another_or_over_a_bar(found: list[Chart]) -> None:
    sheet = Sheet(draw_counts("", found))
    texts = [text for text in sheet.texts if "chart" in text.classes and text.text]
    for number, one in enumerate(texts):
        for other in [*texts[number + 1 :], *(rect for rect in sheet.rects if "bar" in rect.classes)]:
            apart = one.right <= other.left + 0.5 or other.right <= one.left + 0.5
            assert apart or one.bottom <= other.top + 2 or other.bottom <= one.top + 2, (one, other)


def test_bars_are_as_long_as_their_values_and_carry_their_figures() -> None:
    sheet = Sheet(draw_counts("Jobs", [Chart("By type", [Bar("CMD", 2000), Bar("BOX", 500), Bar("FW", 0)])]))
    longest, quarter = lengths(sheet)
    assert quarter == longest / 4
    assert {"Jobs", "By type", "CMD", "2,000", "500", "0"} <= set(sheet.words())
    assert sheet.hints("bar") == ["CMD: 2,000", "BOX: 500", "FW: 0"]


def test_a_figure_that_nobody_can_count_is_bounded() -> None:
    sheet = Sheet(
        draw_counts("Huge", [Chart("x", [Bar("a", 10**5000), Bar("b", 10**14), Bar("c", -(10**20))])])
    )
    assert {"more than 1,000,000,000,000,000", "100,000,000,000,000"} <= set(sheet.words())
    assert len(lengths(sheet)) == 1


def test_a_long_list_is_cut_with_the_rest_added_up() -> None:
    bars = [Bar(f"m{number}", 100 - number) for number in range(40)]
    sheet = Sheet(draw_counts("Machines", [Chart("By machine", bars)]))
    assert sheet.hints("bar")[-2:] == ["m14: 86", f"and 25 more: {sum(bar.value for bar in bars[15:]):,}"]
    assert len(lengths(sheet)) == 15
    assert "the first 15 are drawn and the others added up" in sheet.caption
    whole = Sheet(draw_counts("Machines", [Chart("By machine", bars[:16])]))
    assert whole.hints("bar")[-1] == "m15: 85"
    assert "added up" not in whole.caption


def test_charts_beyond_the_sheet_are_said_to_be_left_out() -> None:
    sheet = Sheet(draw_counts("Many", [Chart(f"chart {number}", [Bar("a", 1)]) for number in range(14)]))
    assert "chart 11" in sheet.words()
    assert "chart 12" not in sheet.words()
    assert "2 further charts are not drawn" in sheet.caption


def test_charts_stand_side_by_side_and_an_empty_one_says_so() -> None:
    sheet = Sheet(draw_counts("Two", [Chart("left", [Bar("a", 1)] * 9), Chart("right", [])]))
    left, right = (next(text for text in sheet.texts if text.text == name) for name in ("left", "right"))
    assert left.top == right.top
    assert left.right < right.left
    assert "nothing" in sheet.words()
    assert Sheet(draw_counts("None", [])).caption == "Nothing was counted."
