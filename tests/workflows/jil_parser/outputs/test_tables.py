"""CSV files hold everything, and nothing in them is run by a spreadsheet."""

import csv
import re
from io import StringIO
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.jil_parser.asking import NIGHT, ask
from tests.workflows.jil_parser.engine.estates import NAMES, read, read_reference
from workflows.jil_parser.outputs.tables import BATCH, CONTROL, answer_csv, dependencies_csv, jobs_csv, table

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)
"""Values of JIL, which has no line ends in them."""

NUMBERS = st.from_regex(r"\A[+-]?[0-9]{1,9}(\.[0-9]{1,9})?\Z")


def rows_of(pieces: object) -> list[dict[str, str]]:
    text = b"".join(pieces).decode("utf-8")  # type: ignore[arg-type]
    return list(csv.DictReader(StringIO(text, newline="")))


def test_jobs_come_in_script_order_with_place_and_attributes() -> None:
    rows = rows_of(jobs_csv(read(NIGHT)))
    assert [row["name"] for row in rows] == [
        "NIGHT_BX", "FETCH", "LOAD", "REPORT", "FALLBACK", "ALARM", "BACKUP", "MANUAL",
    ]  # fmt: skip
    assert (rows[2]["type"], rows[2]["box"], rows[2]["file"], rows[2]["line"]) == (
        "CMD",
        "NIGHT_BX",
        "night.jil",
        "10",
    )
    assert (rows[2]["condition"], rows[2]["owner"], rows[2]["machine"]) == ("s(FETCH, 02.00)", "ops", "")


@pytest.mark.parametrize("name", NAMES)
def test_dependencies_are_the_edges(name: str) -> None:
    estate = read_reference(name)
    expected = [{key: value or "" for key, value in edge.as_dict().items()} for edge in estate.edges]
    assert rows_of(dependencies_csv(estate)) == expected


def test_no_cell_begins_like_a_formula() -> None:
    text = 'insert_job: =1+1\nowner: @SUM(A1)\ncommand: +cmd\ncondition: s(-x) & v(G) = "=2" & e(=1+1) = -1\n'
    estate = read(text)
    cells = [
        cell
        for rows in (jobs_csv(estate), dependencies_csv(estate))
        for row in rows_of(rows)
        for cell in row.values()
    ]
    assert {"'=1+1", "'@SUM(A1)", "'+cmd", "'-x", "'=2"} <= set(cells)
    assert not [cell for cell in cells if cell != "=" and cell[:1] in tuple("=+@\t")]


def test_negative_numbers_and_comparisons_stay_as_they_are() -> None:
    rows = rows_of(table(("a", "b", "c"), [("-1", "+2.5", "="), ("-1-1", "-", "==")]))
    assert rows == [{"a": "-1", "b": "+2.5", "c": "="}, {"a": "'-1-1", "b": "'-", "c": "'=="}]


def test_a_terminal_that_shows_the_file_obeys_nothing_in_it() -> None:
    text = "insert_job: A\x1b[2J\nowner: o\x07\x9b\nbox_name: B\x1b]0x\ndescription: a\tb\n"
    estate = read(text)
    for pieces in (jobs_csv(estate), dependencies_csv(estate), table(("a",), [(["\x00", "b"],)])):
        written = b"".join(pieces).decode("utf-8")
        assert "\ufffd" in written
        assert not [each for each in written if each not in "\n\t" and not each.isprintable()]
    assert rows_of(jobs_csv(estate))[0]["owner"] == "o\ufffd\ufffd"
    assert rows_of(table(("a",), [("\x1b=1",), ("\r=1",)])) == [{"a": "\ufffd=1"}, {"a": "\ufffd=1"}]


def test_lists_and_nothing_have_a_cell() -> None:
    text = "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\n"
    row = rows_of(answer_csv(ask(text, "cycles").rows))[0]
    assert row["jobs"] == "A, B"
    assert rows_of(table(("a", "b", "c"), [(None, ["=x", "y"], 3)])) == [{"a": "", "b": "'=x, y", "c": "3"}]


def test_long_tables_come_in_pieces_and_whole() -> None:
    pieces = list(table(("n",), [(number,) for number in range(2 * BATCH + 1)]))
    assert len(pieces) > 2
    assert [int(row["n"]) for row in rows_of(pieces)] == list(range(2 * BATCH + 1))


@given(st.lists(st.tuples(TEXT, st.text(alphabet="=+-@\t,\"'1a ", max_size=6)), max_size=4))
def test_any_text_comes_back_and_is_safe(rows: list[tuple[str, str]]) -> None:
    text = b"".join(table(("a", "b"), rows)).decode("utf-8")
    found = list(csv.reader(StringIO(text, newline="")))[1:]
    assert len(found) == len(rows)
    for before, after in zip(chain.from_iterable(rows), chain.from_iterable(found), strict=True):
        shown = CONTROL.sub("\ufffd", before)
        assert after in (shown, f"'{shown}")
        assert not set(map(chr, (*range(9), *range(11, 32), *range(127, 160)))) & set(after)
        assert after[:1] not in tuple("=+-@\t") or after == "=" or re.fullmatch(r"[+-]\d+(\.\d+)?", after)


@given(NUMBERS)
def test_a_plain_number_is_left_alone(number: str) -> None:
    assert rows_of(table(("a",), [(number,)])) == [{"a": number}]
