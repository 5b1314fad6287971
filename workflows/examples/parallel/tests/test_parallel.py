"""Every change of a schema is named with the file it came in; a file that cannot be read spoils nothing."""

import csv
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from workflows.examples.parallel.workflow import Parallel

SAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.csv"))


@pytest.fixture(scope="module")
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Parallel()) as opened:
        yield opened


def compared(harness: WorkflowTestHarness, folder: Path, **files: str | bytes) -> WorkflowResponse:
    """The response for a zip of CSVs, by their names without the ending."""
    path = folder / "days.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return harness.assert_output_format(harness.workflow.invoke({"file": path}))


def drift(response: WorkflowResponse) -> dict[str, Any]:
    """The changes by the file they came in."""
    assert isinstance(response.result, dict)
    return {each["file"]: each["changes"] for each in response.result["drift"]}


def finding(response: WorkflowResponse) -> str:
    assert response.answer is not None
    return response.answer.finding


def test_the_samples_are_compared_in_a_conversation(harness: WorkflowTestHarness) -> None:
    said = harness.say("has the schema drifted between these extracts?", SAMPLES)
    assert said.text.startswith("The schema changes in 2 of 4 files, first in `orders_2026-11-03.csv`.")
    assert "`channel` is new; `quantity` is text and was integer, such as `n/a`" in said.text
    assert said.steps == ("count_files", *["describe"] * 4, "compare")
    assert [artifact.name for artifact in said.artifacts] == ["schemas.csv", "schema_drift.json"]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a,b\n1,2\n", "a,c\n1,2\n", ["`c` is new", "`b` is gone"]),
        ("a,b\n1,x\n", "b,a\nx,1\n", ["the columns stand in another order, from `b` on"]),
        ("a,b\n1,2\n", "a,b\nx,2\n", ["`a` is text and was integer"]),
        ("a,b\n1,2\n", "a,b\n1,2\n1,x\n", ["`b` is text and was integer, such as `x`"]),
        ("a,b\n2026-11-02,2\n", "a,b\n02.11.2026,2\n", ["`a` is date of another form and was date"]),
        ("a,b\n1,2\n", "a;b\n1;2\n", ["cells are separated by semicolons and were by commas"]),
        ("a,b\nx,2\n", "a,b\né,2\n".encode("cp1252"), ["the encoding is Windows-1252 and was UTF-8"]),
        ("a,a\n1,2\n", "a\n1\n", ["`a (2)` is gone"]),
    ],
)
def test_each_change_is_named(
    harness: WorkflowTestHarness, tmp_path: Path, before: str, after: str | bytes, changes: list[str]
) -> None:
    response = compared(harness, tmp_path, day_2026_11_01=before, day_2026_11_02=after)
    assert drift(response) == {"day_2026_11_02.csv": changes}


@pytest.mark.parametrize(
    ("before", "after"), [("a\n1\n", "a\n1.5\n"), ("a,b\n1,\n", "a,b\n1,x\n"), ("zip\n007\n", "zip\n5\n")]
)
def test_what_varies_from_day_to_day_is_no_change(
    harness: WorkflowTestHarness, tmp_path: Path, before: str, after: str
) -> None:
    response = compared(harness, tmp_path, day_1=before, day_2=after)
    assert drift(response) == {}
    assert "is the same in all 2 files" in finding(response)


def test_files_are_compared_in_the_order_of_their_numbers(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = compared(harness, tmp_path, day_10="a,b\n", day_9="a\n", day_1="a\n")
    assert drift(response) == {"day_10.csv": ["`b` is new"]}


def test_feeds_are_compared_each_on_its_own(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = compared(harness, tmp_path, gl_1="a\n", ap_1="x,y\n", gl_2="a,b\n", fx_1="z\n")
    assert drift(response) == {"gl_2.csv": ["`b` is new"]}
    assert response.answer is not None
    assert "Nothing to compare with:\n- `ap_1.csv`\n- `fx_1.csv`" in response.answer.details


def test_files_of_any_names_are_compared_where_no_two_are_of_one_feed(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    assert drift(compared(harness, tmp_path, old="a\n", new="a,b\n")) == {"new.csv": ["`b` is new"]}


def test_a_file_with_few_rows_stands_out(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    days = {f"day_{number}": "a\n" + "1\n" * 40 for number in range(3)}
    response = compared(harness, tmp_path, **days, day_3="a\n1\n")
    assert drift(response) == {"day_3.csv": ["has 1 row, usual are 40"]}


def test_a_file_that_cannot_be_read_is_named_and_spoils_nothing(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = compared(harness, tmp_path, day_1="a\n1\n", day_2=b"", day_3=b"PAR1\0\0", day_4="a\n2\n")
    assert finding(response) == (
        "The schema of 1 column is the same in all 2 files that were read; 2 files could not be read."
    )
    assert response.answer is not None
    assert r"day\_2.csv is empty" in response.answer.details


def test_nothing_can_be_said_where_no_file_can_be_read(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    assert finding(compared(harness, tmp_path, a=b"", b=b"")) == (
        "No two of the 2 files could be compared; 2 files could not be read."
    )


def test_the_table_holds_every_column_of_every_file(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = compared(harness, tmp_path, day_1="a,=b\n1,x\n", day_2="a,=b\n1,x\n")
    text = harness.content(response.artifacts[0])
    assert list(csv.reader(StringIO(text)))[1:3] == [
        ["day_#.csv", "day_1.csv", "1", "1", "a", "integer"],
        ["day_#.csv", "day_1.csv", "1", "2", "'=b", "text"],
    ]


def test_one_file_has_nothing_to_be_compared_with(harness: WorkflowTestHarness) -> None:
    with pytest.raises(UserFacingError, match="I compare 2 to 100 files, and there is 1"):
        harness.workflow.invoke({"file": SAMPLES[:1]})
