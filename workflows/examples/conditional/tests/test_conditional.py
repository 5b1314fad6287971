"""Every file is told by its content, and the reader of its kind answers."""

import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from workflows.examples.conditional.create_table import create_table
from workflows.examples.conditional.workflow import Conditional

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = "2026-11-02"
LOG = "2026-11-02 04:00:01 INFO begun\n[2026-11-02T04:10:00.5Z] <error> it broke\n  at line 3\n"


@pytest.fixture
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Conditional()) as opened:
        yield opened


def told(
    harness: WorkflowTestHarness, folder: Path, content: str | bytes, name: str = "day.csv"
) -> WorkflowResponse:
    """The response for a file with this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return harness.assert_output_format(harness.workflow.invoke({"file": file}))


def finding(response: WorkflowResponse) -> str:
    assert response.answer is not None
    return response.answer.finding


@pytest.mark.parametrize(
    ("sample", "step", "expected"),
    [
        (
            "orders.csv",
            "read_table",
            "`orders.csv` is a table of 12 rows and 7 columns, separated by commas.",
        ),
        ("orders.jsonl", "read_json", "`orders.jsonl` is JSON, one value a line: 3 records with 4 keys."),
        (
            "load.log",
            "read_log",
            f"`load.log` is a log with 4 entries from {DAY} 04:00:01 to {DAY} 04:00:15, 1 of them an error.",
        ),
        (
            "orders.dat",
            "read_fixed_width",
            "`orders.dat` is text in 3 fields of fixed width, 39 characters a line.",
        ),
    ],
)
def test_each_sample_goes_to_its_reader(
    harness: WorkflowTestHarness, sample: str, step: str, expected: str
) -> None:
    said = harness.say("what kind of file is this?", [EXAMPLES / sample])
    assert said.text.startswith(expected)
    assert said.steps == ("recognise", step)
    assert said.artifacts[0].name == "reading.json"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PAR1....PAR1", "binary"),
        (b"\x01\x02\x00\x03 mixed \x00", "binary"),
        (gzip.compress(b"a,b"), "binary"),
        (b'{"a": 1}', "json"),
        (b'\xef\xbb\xbf[{"a": 1}]', "json"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"<orders>\n<order/></orders>", "xml"),
        (LOG.encode(), "log"),
        (b"a,b\n1,2\n", "table"),
        ("a;b\n1;ä\n".encode("utf-16"), "table"),
        (b"a,b\n", "table"),
        (b"a,b\n" + b"1\n" * 10, "text"),
        (b"one word a line\nand no more, than that\n", "text"),
        (b'a,b\n1,"open\n2,3\n', "text"),
        (b"A1   2026 X\nB22  2025 Y\nC333 2024 Z\n", "fixed_width"),
        (b"[section]\nkey = value\n", "text"),
    ],
)
def test_the_content_decides_and_not_the_name(
    harness: WorkflowTestHarness, tmp_path: Path, content: bytes, kind: str
) -> None:
    result = told(harness, tmp_path, content).result
    assert isinstance(result, dict)
    assert result["kind"] == kind


def test_a_table_comes_with_the_statement_that_makes_it(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    content = 'id;"my ""day""";zip;big\n1;2026-11-02;01067;123456789012345678901\n2;;80331;1\n'
    response = told(harness, tmp_path, content, "Orders 2026.csv")
    assert harness.content(response.artifacts[1]) == (
        'CREATE TABLE "orders_2026" (\n    "id" bigint,\n    "my ""day""" date,\n    "zip" text,\n'
        '    "big" numeric\n);\n'
    )
    assert response.answer is not None
    assert response.answer.numbers == {
        "Size": "76 B",
        "Encoding": "UTF-8",
        "Separator": "semicolon",
        "Line ends": "LF",
    }


def test_names_of_columns_cannot_leave_the_statement() -> None:
    sql = create_table("x", {'a"; DROP TABLE b; --\n```': "integer"})
    assert sql == 'CREATE TABLE "x" (\n    "a""; DROP TABLE b; --_```" bigint\n);\n'


def test_types_hold_for_rows_far_down(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    result = told(harness, tmp_path, "n,m\n" + "1,2\n" * 5_000 + "x,3\n").result
    assert isinstance(result, dict)
    assert result["columns"] == {"n": "text", "m": "integer"}


def test_json_says_which_keys_are_not_in_all_records(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = told(harness, tmp_path, json.dumps([{"a": 1, "b": None}, {"a": "x"}, 3]), "a.txt")
    assert finding(response) == "`a.txt` is JSON, one document: 3 records with 2 keys."
    assert response.answer is not None
    assert "- `a`: number and string, in 2 records" in response.answer.details
    assert "- `b`: null, in 1 record" in response.answer.details


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a": 1}\n{"a": \n', "line 2 holds none"),
        ('{"a": 1,\n}', "not valid, line 2"),
        ("[" * 100_000, "not valid"),
    ],
)
def test_broken_json_is_refused_with_its_line(
    harness: WorkflowTestHarness, tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        told(harness, tmp_path, content)


def test_half_a_pair_of_utf16_in_a_key_does_no_harm(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    assert "with 1 key" in finding(told(harness, tmp_path, '{"\\ud800": 1}'))


def test_an_archive_is_listed_and_a_workbook_is_named(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
        archive.writestr("b.csv", "a\n")
    response = harness.assert_output_format(harness.workflow.invoke({"file": path}))
    assert finding(response) == "`files.zip` is a zip archive of 2 files."
    book = tmp_path / "book.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    response = harness.assert_output_format(harness.workflow.invoke({"file": book}))
    assert finding(response) == "`book.xlsx` is a file of the format Excel."


def test_several_files_are_refused(harness: WorkflowTestHarness) -> None:
    with pytest.raises(UserFacingError, match="one file at a time, not 2"):
        harness.workflow.invoke({"file": [EXAMPLES / "orders.csv", EXAMPLES / "load.log"]})
