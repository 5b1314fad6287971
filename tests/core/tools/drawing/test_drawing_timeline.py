"""The picture of a day: every start and window where it belongs, whatever the names are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.tools.drawing import Row, Span, Timeline, draw_timeline, hourly
from core.tools.drawing.timeline import DAY, joined
from tests.core.tools.drawing.read_sheet import SVG, Sheet

HOSTILE = ["<b>&\"'", "]]>", "\u202ex", "\x00", "\ud800", "W" * 500, "数据 😀", "url(http://x)"]
names = st.text(max_size=12) | st.sampled_from(HOSTILE)
minutes = st.integers(-5000, 5000)
rows = st.builds(
    Row, names, st.lists(minutes, max_size=30), st.lists(st.builds(Span, minutes, minutes), max_size=6), names
)
AXIS = 236.0
MINUTE = 34.0 / 60


def draw(*found: Row) -> Sheet:
    return Sheet(draw_timeline(Timeline("A day", found)))


def bars(sheet: Sheet) -> list[tuple[int, int]]:
    """From and to of every piece of a window, in minutes."""
    found = []
    for path in sheet.root.iter(f"{SVG}path"):
        if path.get("fill") == "#d6e8fa":
            for left, width in re.findall(r"M([\d.]+) [\d.]+h([\d.]+)", path.get("d", "")):
                start = (float(left) - AXIS) / MINUTE
                found.append((round(start), round(start + float(width) / MINUTE)))
    return found


def dots(sheet: Sheet) -> list[int]:
    """Minutes of the dots in the rows."""
    inside = [group for group in sheet.root.iter(f"{SVG}g") if group.get("class") == "row"]
    circles = [circle for group in inside for circle in group.iter(f"{SVG}circle")]
    return [round((float(circle.get("cx", "0")) - AXIS) / MINUTE) for circle in circles]


@settings(max_examples=80, deadline=None)
@given(names, st.lists(rows, max_size=8))
def test_any_day_gives_a_sound_picture_and_always_the_same(title: str, found: list[Row]) -> None:
    svg = draw_timeline(Timeline(title, found))
    sheet = Sheet(svg)
    sheet.assert_sound()
    assert sheet.root.get("role") == "img"
    assert sheet.caption.startswith(f"{len(found)} row")
    assert len(sheet.hints("row")) == len(found)
    assert svg == draw_timeline(Timeline(title, found))


@settings(max_examples=80, deadline=None)
@given(st.lists(minutes, max_size=12), st.lists(st.builds(Span, minutes, minutes), max_size=4))
def test_no_time_is_written_over_another_nor_over_a_dot(marks: list[int], spans: list[Span]) -> None:
    sheet = draw(Row("x", marks, spans))
    written = [text for text in sheet.texts if "row" in text.classes and ":" in text.text]
    for number, one in enumerate(written):
        for other in written[number + 1 :]:
            assert one.right <= other.left or other.right <= one.left
        for dot in dots(sheet):
            x = 24 + AXIS + dot * MINUTE
            assert x + 5 <= one.left + 1 or one.right - 1 <= x - 5


def test_starts_stand_at_their_times_which_are_written_beside_them() -> None:
    sheet = draw(Row("NIGHT", [22 * 60, 23 * 60 + 30, 22 * 60], note="12 jobs, 5 in a chain"))
    assert dots(sheet) == [1320, 1410]
    assert {"NIGHT", "12 jobs, 5 in a chain", "22:00", "23:30"} <= set(sheet.words())
    assert sheet.hints("row") == ["NIGHT \N{EN DASH} 12 jobs, 5 in a chain \N{EN DASH} starts 22:00, 23:30"]
    assert "1 row from midnight to midnight with 2 starts." in sheet.caption


def test_times_too_close_to_stand_alone_are_written_in_one_line() -> None:
    assert "01:00 01:05 01:10" in draw(Row("x", [70, 65, 60])).words()


def test_a_window_past_midnight_is_drawn_in_two_pieces() -> None:
    sheet = draw(Row("x", spans=[Span(20 * 60, 4 * 60)]))
    assert bars(sheet) == [(0, 240), (1200, 1440)]
    assert "20:00\N{EN DASH}04:00" in sheet.words()
    assert "window 20:00\N{EN DASH}04:00" in sheet.hints("row")[0]


def ends(sheet: Sheet) -> list[int]:
    """Minutes of the lines at the ends of windows."""
    lines = [path.get("d", "") for path in sheet.root.iter(f"{SVG}path") if path.get("stroke") == "#7fb2e5"]
    return [round((float(x) - AXIS) / MINUTE) for data in lines for x in re.findall(r"M([\d.]+)", data)]


def test_a_window_has_no_end_at_midnight_where_it_goes_on() -> None:
    assert ends(draw(Row("x", spans=[Span(1200, 240)]))) == [240, 1200]
    assert ends(draw(Row("x", spans=[Span(1200, 1440)]))) == [1200, 1440]
    assert ends(draw(Row("x", spans=[Span(0, 240)]))) == [0, 240]


def test_a_time_is_never_parted_from_its_dot_by_another_dot() -> None:
    texts = {text.text: text for text in draw(Row("x", [400, 401])).texts}
    dot = 24 + AXIS + 400 * MINUTE
    assert texts["06:40"].right < dot < texts["06:41"].left


@pytest.mark.parametrize(
    ("span", "pieces"),
    [
        (Span(60, 120), [(60, 120)]),
        (Span(1200, 1440), [(1200, 1440)]),
        (Span(1200, 0), [(1200, 1440)]),
        (Span(0, 1440), [(0, 1440)]),
        (Span(300, 300), [(0, 300), (300, 1440)]),
        (Span(-60, 60), [(0, 60), (1380, 1440)]),
    ],
)
def test_pieces_of_a_window(span: Span, pieces: list[tuple[int, int]]) -> None:
    assert span.pieces == pieces


@given(minutes, minutes)
def test_the_pieces_of_a_window_are_as_long_as_it_is(start: int, end: int) -> None:
    length = sum(last - first for first, last in Span(start, end).pieces)
    assert length == ((end - start) % DAY or DAY)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair)))))
def test_joined_pieces_cover_the_same_minutes(pieces: list[tuple[int, int]]) -> None:
    def covered(found: list[tuple[int, int]]) -> set[int]:
        return {minute for start, end in found for minute in range(start, end)}

    assert covered(joined(pieces)) == covered(pieces)


def test_what_starts_every_hour_is_drawn_as_ticks_and_counted_by_the_hour() -> None:
    assert hourly([40, 10, 70])[:3] == [10, 40, 70]
    sheet = draw(Row("poll", hourly([10, 40])))
    assert dots(sheet) == []
    assert sheet.hints("hour") == [f"{hour:02}:00\N{EN DASH}{hour:02}:59: 2 starts" for hour in range(24)]
    assert "starts, more than 12 a day" in sheet.words()
    assert "and 24 more" in sheet.hints("row")[0]


def test_rows_beyond_the_sheet_are_counted_and_said_to_be_left_out() -> None:
    found = [Row(f"R{number}", [number % DAY]) for number in range(3000)]
    svg = draw_timeline(Timeline("Many", found))
    sheet = Sheet(svg)
    assert [hint.split()[0] for hint in sheet.hints("row")] == [f"R{number}" for number in range(60)]
    assert "The first 60 rows are drawn, 2,940 are not" in sheet.caption
    assert "3,000 starts" in sheet.caption
    assert sum(int(hint.split()[1]) for hint in sheet.hints("hour")) == 3000
    assert len(svg) < 100_000


def test_the_fullest_rows_stay_below_two_megabytes() -> None:
    full = Row("x" * 5000, list(range(0, DAY, 3)), [Span(a, a + 1) for a in range(0, DAY, 2)], "y" * 5000)
    svg = draw_timeline(Timeline("Full", [full] * 60))
    assert len(svg) < 2_000_000
    Sheet(svg).assert_sound()


def test_rows_without_times_are_said_and_an_empty_day_is_a_picture() -> None:
    assert (
        "2 rows from midnight to midnight with no times. 2 rows have no time of day."
        in draw(Row("a"), Row("b", note="3 jobs")).caption
    )
    assert draw().caption == "0 rows from midnight to midnight with no times."
