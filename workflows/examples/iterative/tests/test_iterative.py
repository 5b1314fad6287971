"""A repaired file is clean, no row of it is lost, and what is uncertain is left alone."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from core.tools.input_files import InputSource
from core.tools.tables import table_of
from workflows.examples.iterative.cells import tidied
from workflows.examples.iterative.outcome import Outcome
from workflows.examples.iterative.survey import Survey
from workflows.examples.iterative.workflow import Iterative

SAMPLE = Path(__file__).parents[1] / "examples" / "messy.csv"
CELLS = st.sampled_from(
    ["", " ", "1", "01", "9,5", "1,234", "x", " N/A", "-", "31.12.2026", "1/2/2026", "\u00a0y\u200b"]
)


@pytest.fixture(scope="module")
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Iterative()) as opened:
        yield opened


def repaired(harness: WorkflowTestHarness, folder: Path, content: str | bytes) -> WorkflowResponse:
    """The response for a CSV."""
    file = folder / "day.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return harness.assert_output_format(harness.workflow.invoke({"file": file}))


def rows(harness: WorkflowTestHarness, response: WorkflowResponse, name: str) -> list[list[str]]:
    """The rows of a file of the answer; none where it did not come."""
    made = {each.artifact_id: each.name for each in harness.artifacts}
    found = [each for each in response.artifacts if made[each] == name]
    return list(csv.reader(StringIO(harness.content(found[0]), newline=""))) if found else []


def told(response: WorkflowResponse) -> str:
    assert response.answer is not None
    return f"{response.answer.finding}\n{response.answer.details}"


def test_the_sample_is_repaired_in_eight_rounds(harness: WorkflowTestHarness) -> None:
    said = harness.say("repair this CSV", [SAMPLE])
    assert said.text.startswith("`messy.csv` is clean now: repaired.csv holds 7 of 9 rows.")
    assert said.steps == (*("examine", "repair") * 7, "examine", "write")
    assert [artifact.name for artifact in said.artifacts] == ["repaired.csv", "changes.csv", "aside.csv"]
    assert said.response is not None
    assert said.response.metadata["iterations"] == 8
    assert rows(harness, said.response, "repaired.csv")[:3] == [
        ["id", "name", "ordered", "amount", "amount (2)"],
        ["1", "Miller", "2026-10-31", "9.99", "EUR"],
        ["2", "Chen", "2026-11-01", "1234.50", "EUR"],
    ]
    assert [row[:2] for row in rows(harness, said.response, "aside.csv")[1:]] == [
        ["8", "7 cells, the header has 5"],
        ["9", "repeats line 3"],
    ]


def test_a_clean_file_is_left_alone(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, "id,day\n1,2026-11-02\n2,\n")
    assert told(response) == "`day.csv` needs no repair.\n"
    assert response.artifacts == []


def test_one_repair_brings_the_next_to_light(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, "id,day\n1, 31.12.2026 \n2,\u00a0n/a\n3,none\n1,31.12.2026\n")
    assert isinstance(response.result, dict)
    assert [each["repair"] for each in response.result["rounds"]] == ["tidy", "nulls", "dates", "repeats"]
    assert rows(harness, response, "repaired.csv")[1:] == [["1", "2026-12-31"], ["2", ""], ["3", ""]]


def test_each_change_stands_in_its_file(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, 'a,,a\n1,"9,5",x \n2,"1.000,25",y\n3,7\n')
    assert rows(harness, response, "changes.csv")[1:] == [
        ["1", "column 2", "", "column 2", "header"],
        ["1", "a (2)", "a", "a (2)", "header"],
        ["2", "a (2)", "x ", "x", "tidy"],
        ["2", "column 2", "9,5", "9.5", "points"],
        ["3", "column 2", "1.000,25", "1000.25", "points"],
        ["4", "", "2 cells", "3 cells", "width"],
    ]


@pytest.mark.parametrize(
    ("column", "doubt"),
    [
        ("01/02/2026 03/04/2026", "`c`: 2 dates may have the day or the month first."),
        ("31/01/2026 01/31/2026", "`c`: of 2 dates some have the day first, others the month."),
        ("1,234 5,678", "`c`: in 2 numbers the comma may mean decimals or thousands."),
        ("9,5 9.5", "`c`: in 1 number the comma may mean decimals or thousands."),
        ("1 2 3 4 5 6 7 8 9 x", "`c`: 1 value of 10 are no integer."),
    ],
)
def test_what_may_mean_one_thing_or_another_is_left_to_a_person(
    harness: WorkflowTestHarness, tmp_path: Path, column: str, doubt: str
) -> None:
    lines = "".join(f'{number},"{value}"\n' for number, value in enumerate(column.split()))
    response = repaired(harness, tmp_path, f"id,c\n{lines}")
    assert "needs no repair that is certain; there is 1 thing left to you" in told(response)
    assert doubt in told(response)


def test_words_are_values_where_words_stand(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, "id,name\n1,None\n2,Miller\n3,NULL\n")
    assert rows(harness, response, "repaired.csv")[1:] == [["1", "None"], ["2", "Miller"], ["3", ""]]


def test_a_short_row_is_kept_only_where_it_is_certain_what_is_missing(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = repaired(
        harness, tmp_path, "id,day,note\n1,2026-11-02,x\n2,2026-11-03\n2026-11-04,y\n3,2026-11-05,z,,\n"
    )
    assert rows(harness, response, "repaired.csv")[2:] == [["2", "2026-11-03", ""], ["3", "2026-11-05", "z"]]
    assert rows(harness, response, "aside.csv")[1:] == [["4", "2 cells, the header has 3", "2026-11-04", "y"]]


def test_another_encoding_and_separator_are_a_repair(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, "id|name\n1|José\n".encode("cp1252"))
    assert "Wrote the file as UTF-8 with commas; it was Windows-1252 and pipes between the cells." in told(
        response
    )
    assert rows(harness, response, "repaired.csv")[1:] == [["1", "José"]]


def test_values_stay_what_they_are_and_formulas_are_told(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = repaired(harness, tmp_path, "id,c\n-1,=1+1\n+2, @x\n")
    assert rows(harness, response, "repaired.csv")[1:] == [["-1", "=1+1"], ["+2", "@x"]]
    assert response.answer is not None
    assert "2 cells would run as formulas" in response.answer.next_steps[0]


def test_a_quote_that_is_never_closed_is_refused(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="never closed"):
        repaired(harness, tmp_path, 'a,b\n1,"2\n3,4\n')


def test_names_that_only_look_different_or_the_same_are_made_plain(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = repaired(harness, tmp_path, "id,id\u200b,\u202ename \n1,2,3\n")
    assert rows(harness, response, "repaired.csv")[0] == ["id", "id (2)", "name"]


def test_what_is_no_table_is_not_called_clean(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = repaired(harness, tmp_path, "Dear all,\nthis is, as you see, a letter.\n")
    assert "is no table that I can repair" in told(response)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_nothing_is_lost_and_a_second_time_finds_nothing(lines: list[list[str]]) -> None:
    stream = StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *lines])
    with TemporaryDirectory() as folder:
        first = mended(Path(folder), stream.getvalue().encode())
        kept = b"".join(first.kept())
        assert first.counts["kept"] + first.counts["aside"] == len(lines)
        assert first.counts["kept"] == 0 or mended(Path(folder), kept).repairs == []


def mended(folder: Path, content: bytes) -> Outcome:
    """A CSV after all rounds."""
    path = folder / "day.csv"
    path.write_bytes(content)
    table = table_of(InputSource(path.name, len(content), path))
    repairs: list[dict[str, Any]] = []
    while found := Survey(table, repairs, lambda _: None).next_repair():
        repairs.append(found)
    return Outcome(table, repairs)


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=20))
def test_tidied_text_is_tidy(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
