"""CSV files are whole, in pieces, and nothing in the safe ones is run by a spreadsheet."""

import csv
import re
from io import StringIO
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from core.tools.csv_files import BATCH, CONTROL, csv_data, csv_table

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)
NUMBERS = st.from_regex(r"\A[+-]?[0-9]{1,9}(\.[0-9]{1,9})?\Z")


def rows_of(pieces: object) -> list[dict[str, str]]:
    text = b"".join(pieces).decode("utf-8")  # type: ignore[arg-type]
    return list(csv.DictReader(StringIO(text, newline="")))


def test_negative_numbers_and_comparisons_stay_as_they_are() -> None:
    rows = rows_of(csv_table(("a", "b", "c"), [("-1", "+2.5", "="), ("-1-1", "-", "==")]))
    assert rows == [{"a": "-1", "b": "+2.5", "c": "="}, {"a": "'-1-1", "b": "'-", "c": "'=="}]


def test_a_header_is_as_safe_as_the_cells() -> None:
    assert b"".join(csv_table(("=a", "b\x1b"), [])) == "'=a,b\ufffd\n".encode()


def test_data_for_programs_is_left_as_it_is() -> None:
    cells = ("=1+1", "-x", "a\x00b", "\u202ec", "line\r\nend")
    written = b"".join(csv_data(("=a", "b", "c", "d", "e"), [cells])).decode()
    assert list(csv.reader(StringIO(written, newline="")))[1:] == [list(cells)]


def test_lists_and_nothing_have_a_cell() -> None:
    assert rows_of(csv_table(("a", "b", "c"), [(None, ["=x", "y"], 3)])) == [
        {"a": "", "b": "'=x, y", "c": "3"}
    ]


def test_long_tables_come_in_pieces_and_whole() -> None:
    pieces = list(csv_table(("n",), [(number,) for number in range(2 * BATCH + 1)]))
    assert len(pieces) > 2
    assert [int(row["n"]) for row in rows_of(pieces)] == list(range(2 * BATCH + 1))


@given(st.lists(st.tuples(TEXT, st.text(alphabet="=+-@\t,\"'1a ", max_size=6)), max_size=4))
def test_any_text_comes_back_and_is_safe(rows: list[tuple[str, str]]) -> None:
    text = b"".join(csv_table(("a", "b"), rows)).decode("utf-8")
    found = list(csv.reader(StringIO(text, newline="")))[1:]
    assert len(found) == len(rows)
    for before, after in zip(chain.from_iterable(rows), chain.from_iterable(found), strict=True):
        shown = CONTROL.sub("\ufffd", before)
        assert after in (shown, f"'{shown}")
        assert not set(map(chr, (*range(9), *range(11, 32), *range(127, 160)))) & set(after)
        assert after[:1] not in tuple("=+-@\t") or after == "=" or re.fullmatch(r"[+-]\d+(\.\d+)?", after)


@given(NUMBERS)
def test_a_plain_number_is_left_alone(number: str) -> None:
    assert rows_of(csv_table(("a",), [(number,)])) == [{"a": number}]
