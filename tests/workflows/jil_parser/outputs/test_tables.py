"""CSV files hold everything, and nothing in them is run by a spreadsheet."""

import csv
from io import StringIO

import pytest

from core.tools.csv_files import csv_table
from tests.workflows.jil_parser.asking import NIGHT, ask
from tests.workflows.jil_parser.engine.estates import NAMES, read, read_reference
from workflows.jil_parser.outputs.tables import answer_csv, dependencies_csv, jobs_csv


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


def test_a_terminal_that_shows_the_file_obeys_nothing_in_it() -> None:
    text = "insert_job: A\x1b[2J\nowner: o\x07\x9b\nbox_name: B\x1b]0x\ndescription: a\tb\n"
    estate = read(text)
    for pieces in (jobs_csv(estate), dependencies_csv(estate), csv_table(("a",), [(["\x00", "b"],)])):
        written = b"".join(pieces).decode("utf-8")
        assert "\ufffd" in written
        assert not [each for each in written if each not in "\n\t" and not each.isprintable()]
    assert rows_of(jobs_csv(estate))[0]["owner"] == "o\ufffd\ufffd"
    assert rows_of(csv_table(("a",), [("\x1b=1",), ("\r=1",)])) == [{"a": "\ufffd=1"}, {"a": "\ufffd=1"}]


def test_lists_and_nothing_have_a_cell() -> None:
    text = "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\n"
    row = rows_of(answer_csv(ask(text, "cycles").rows))[0]
    assert row["jobs"] == "A, B"
