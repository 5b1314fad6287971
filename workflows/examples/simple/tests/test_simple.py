"""The profile says what is in a CSV, whatever is in it."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from workflows.examples.simple.column import Column
from workflows.examples.simple.workflow import Simple

SAMPLE = Path(__file__).parents[1] / "examples" / "orders.csv"


@pytest.fixture
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Simple()) as opened:
        yield opened


def profiled(harness: WorkflowTestHarness, folder: Path, content: str | bytes) -> dict[str, Any]:
    """What the workflow finds in a CSV."""
    file = folder / "day.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = harness.assert_output_format(harness.workflow.invoke({"file": file})).result
    assert isinstance(result, dict)
    return result


def column(result: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in result["columns"] if each["column"] == name)


def test_the_sample_is_profiled_in_a_conversation(harness: WorkflowTestHarness) -> None:
    assert harness.say("profile a csv please").text == "Which CSV should I profile? Attach it here."
    said = harness.answer(SAMPLE)
    assert said.text.startswith(
        "`orders.csv` has 12 rows and 7 columns; `order_id` can be the key; 4 things to look at."
    )
    assert "`quantity`: 1 of 12 values is no integer, such as `n/a`." in said.text
    assert "`zip` has digits with leading zeros: load it as text, numbers would lose them." in said.text
    assert "1 row has fewer cells than the header, which has 7; the first one is in line 14." in said.text
    assert said.steps == ("profile",)
    assert [artifact.name for artifact in said.artifacts] == ["profile.csv", "profile.json"]


def test_each_column_has_its_type_its_ends_and_its_gaps(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    content = "id;paid;day;at\n1;9,5;2026-11-02;2026-11-02 04:00\n10;;2026-11-01;2026-11-03\n9;-1.000,25;;\n"
    result = profiled(harness, tmp_path, content)
    ends = {
        each["column"]: (each["type"], each["least"], each["greatest"], each["empty"])
        for each in result["columns"]
    }
    assert ends == {
        "id": ("integer", "1", "10", 0),
        "paid": ("number with comma", "-1.000,25", "9,5", 1),
        "day": ("date", "2026-11-01", "2026-11-02", 1),
        "at": ("timestamp", "2026-11-02 04:00", "2026-11-03", 1),
    }
    assert result["separator"] == ";"
    assert result["keys"] == ["id"]


def test_the_json_holds_all_columns_and_the_answer_the_first(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    names = [f"c{number}" for number in range(50)]
    result = profiled(harness, tmp_path, f"{','.join(names)}\n{','.join('7' * 50)}\n")
    whole = harness.content(harness.artifacts[-1].artifact_id)
    assert len(result["columns"]) == 20
    assert [each["column"] for each in whole["columns"]] == names


def test_a_column_that_is_nearly_all_numbers_names_what_is_none(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    result = profiled(harness, tmp_path, "n\n" + "1.5\n7\n" * 10 + "lots\n")
    found = column(result, "n")
    assert (found["type"], found["of_another_type"], found["least"], found["greatest"]) == (
        "text",
        0,
        "1.5",
        "lots",
    )
    result = profiled(harness, tmp_path, "n\n" + "7\n" * 10 + "lots\n")
    assert (column(result, "n")["type"], column(result, "n")["of_another_type"]) == ("integer", 1)


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        ("a,a\n1,2\n", "`a` is the name of several columns."),
        ("a,\n1,2\n", "1 column has no name in the header."),
        ("1,2026-11-02\n2,2026-11-03\n", "The first row looks like data: the header is probably missing."),
        ("a,b\n1,\n2,\n", "`b` is empty in every row."),
        ("a,b\n1,x\n2,x\n", "`b` is `x` in every row."),
        ("a,b\n1,=1+1\n2,x\n", "`b`: 1 cell would run as a formula in a spreadsheet."),
        ("a,b\n1\n2,x,y\n", "1 row has more cells than the header, which has 2; the first one is in line 3."),
        ("a\tb\n1\tx\n", "Its cells are separated by tabs, not by commas."),
        ("a,b\n1,José\n".encode("cp1252"), "The file is Windows-1252, not UTF-8: say so when you load it."),
        ("a\n31.12.2026\n", "`a` has dates such as `31.12.2026`: say which part is the month."),
    ],
)
def test_what_stands_out_is_told(
    harness: WorkflowTestHarness, tmp_path: Path, content: str | bytes, remark: str
) -> None:
    assert remark in profiled(harness, tmp_path, content)["remarks"]


def test_a_header_alone_and_a_single_row_have_no_key(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    assert profiled(harness, tmp_path, "a,b\n")["keys"] == []
    assert profiled(harness, tmp_path, "a,b\n1,2\n")["keys"] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "no text file"),
        (b'a,b\n1,"2\n3,4\n', "never closed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    harness: WorkflowTestHarness, tmp_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        profiled(harness, tmp_path, content)


def test_one_of_an_archive_is_read_and_two_are_refused(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    path = tmp_path / "days.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("monday.csv", "a\n1\n")
    assert harness.workflow.invoke({"file": path})["result"]["file"] == "monday.csv"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("tuesday.csv", "a\n1\n")
    with pytest.raises(UserFacingError, match="one table at a time, not 2"):
        harness.workflow.invoke({"file": path})


def test_names_and_values_of_a_file_do_nothing_in_an_answer(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    file = tmp_path / "day.csv"
    file.write_text("`a`\u202e[x](y),=cmd|'/c calc'!A1\n<!channel>,\x1b[2J\n<!channel>,b\n")
    response = harness.assert_output_format(harness.workflow.invoke({"file": file}))
    assert response.answer is not None
    assert "``" not in response.answer.details
    assert "\u202e" not in response.answer.details
    assert "\x1b" not in response.answer.details
    assert harness.content(response.artifacts[0]).splitlines()[2].startswith("'=cmd|")


def test_beyond_the_most_different_values_the_count_says_so() -> None:
    found = Column("n", 3)
    for number in (5, 1, 2, 2, 9, 3):
        found.add(str(number))
    found.close()
    assert (found.distinct, found.is_counted, found.filled, found.ends) == (3, False, 6, ("1", "9"))
    assert found.type == "integer"


def test_long_values_are_told_apart_by_what_is_not_kept_of_them() -> None:
    found = Column("n", 9)
    for end in "aab":
        found.add("x" * 5_000 + end)
    found.close()
    assert (found.distinct, found.longest, found.most_frequent[1]) == (2, 5_001, 2)
