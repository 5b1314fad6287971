"""Tables are read as they were meant, however they were written; what is none is refused with a sentence."""

import csv
import io
import tracemalloc
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.tools.tables import fitted, open_table, open_tables
from tests.core.tools.table_files import table

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=9)


def rows(folder: Path, content: bytes | str) -> list[list[str]]:
    return [cells for _, cells in table(folder, content).rows()]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_usual_encoding_is_told_by_the_content(tmp_path: Path, encoding: str, told: str) -> None:
    found = table(tmp_path, "name,city\nJosé,Köln\n".encode(encoding))
    assert (found.encoding, found.columns) == (told, ["name", "city"])
    assert list(found.rows()) == [(2, ["José", "Köln"])]


def test_a_byte_of_windows_far_down_changes_the_encoding_of_the_whole(tmp_path: Path) -> None:
    found = table(tmp_path, b"a,b\n" + b"1,2\n" * 400_000 + b"\xe9,2\n")
    assert found.encoding == "cp1252"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_cuts_evenly(tmp_path: Path, separator: str) -> None:
    lines = [["id", "amount", "note"], ["1", "9,5", "a; b"], ["2", "1,25", "c"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(lines)
    assert rows(tmp_path, stream.getvalue()) == lines[1:]


def test_a_single_column_has_no_separator(tmp_path: Path) -> None:
    assert rows(tmp_path, "id\n1\n\n2\n") == [["1"], ["2"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(tmp_path: Path, end: str) -> None:
    content = end.join(["a,b", '"1', '2",3', "", "4,5", ""])
    assert list(table(tmp_path, content).rows()) == [(2, [f"1{end}2", "3"]), (5, ["4", "5"])]


def test_ragged_and_empty_rows_come_as_they_are(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n1\n,\n1,2,3\n") == [["1"], ["", ""], ["1", "2", "3"]]
    assert [fitted(row, 2) for row in ([], ["1"], ["1", "2", "3"])] == [["", ""], ["1", ""], ["1", "2"]]


def test_each_column_has_one_name(tmp_path: Path) -> None:
    found = table(tmp_path, "a,a, a ,,a (2),a\n1,2,3,4,5,6\n")
    assert found.columns == ["a", "a (2)", "a (3)", "column 4", "a (2) (2)", "a (4)"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PAR1\0\0\0\0abc\0", "no text file"),
        (b"," * 6_000 + b"\n", "6,001 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        table(tmp_path, content)


def test_a_workbook_is_named_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UserFacingError, match="workbook of Excel"):
        open_tables([str(path)])


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ('x,"open\n' + "1,2\n" * 9, r"line 3: a quote is opened .* swallows the 9 lines"),
        ('x,"open\n' + "1,2\n" * 60_000, "line 3: a cell has more than 131,072 characters"),
    ],
)
def test_a_quote_that_is_never_closed_swallows_nothing_in_silence(
    tmp_path: Path, rest: str, sentence: str
) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        rows(tmp_path, "a,b\n1,2\n" + rest)


def test_quotes_within_values_are_no_reason_to_refuse(tmp_path: Path) -> None:
    found = rows(tmp_path, 'a,b\n5" pipe,1\n"x\ny",2\n')
    assert found == [['5" pipe', "1"], ["x\ny", "2"]]


def test_an_archive_is_as_many_tables_and_one_is_wanted_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "days.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/monday.csv", "a\n1\n")
        archive.writestr("in/tuesday.csv", "a\n2\n")
    found = open_tables([str(path)])
    assert [(each.name, [cells for _, cells in each.rows()]) for each in found] == [
        ("monday.csv", [["1"]]),
        ("tuesday.csv", [["2"]]),
    ]
    with pytest.raises(UserFacingError, match="one table at a time, not 2"):
        open_table([str(path)])


def test_an_archive_that_turns_out_to_be_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "days.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("monday.csv", "a,b\n" + "1,2\n" * 100)
    path.write_bytes(path.read_bytes().replace(b"1,2\n1,2", b"9,9\n9,9", 1))
    with pytest.raises(UserFacingError, match=r"monday\.csv is a damaged archive"):
        open_table([str(path)])


def test_a_large_table_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    content = b"id,text\n" + b"".join(b"%d,%s\n" % (n, b"x" * 90) for n in range(100_000))
    found = table(tmp_path, content)
    tracemalloc.start()
    count = sum(1 for _ in found.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < len(content) / 20


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.booleans())
def test_what_was_written_as_csv_is_read_as_it_was(lines: list[list[str]], wide: bool) -> None:  # noqa: FBT001 - drawn
    lines = [["a", "b", "c", "d"], *lines]
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(lines)
    with TemporaryDirectory() as folder:
        found = table(Path(folder), stream.getvalue().encode("utf-16" if wide else "utf-8-sig"))
        if found.separator == ",":  # values may be cut more evenly by another one
            assert [found.header, *(tuple(cells) for _, cells in found.rows())] == list(map(tuple, lines))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_with_a_sentence(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            found = table(Path(folder), content)
            widths = [len(cells) for _, cells in found.rows()]
        except UserFacingError:
            return
        assert all(widths)
        assert len(set(found.columns)) == len(found.header)
