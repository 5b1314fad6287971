"""The reconciliation names every difference once, whatever the two files look like."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from workflows.examples.sequential.keys import keys_said
from workflows.examples.sequential.workflow import Sequential

EXAMPLES = Path(__file__).parents[1] / "examples"
SAMPLES = [EXAMPLES / "orders_monday.csv", EXAMPLES / "orders_tuesday.csv"]
STEPS = ("read", "choose_key", "match", "report")


@pytest.fixture
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Sequential()) as opened:
        yield opened


def files(folder: Path, before: str | bytes, after: str | bytes) -> list[Path]:
    """Two CSVs with these contents."""
    paths = [folder / "before.csv", folder / "after.csv"]
    for path, content in zip(paths, (before, after), strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return paths


def reconciled(harness: WorkflowTestHarness, given: list[Path], **more: Any) -> WorkflowResponse:
    """The response for two files."""
    return harness.assert_output_format(harness.workflow.invoke({"file": given, **more}))


def differences(harness: WorkflowTestHarness, response: WorkflowResponse) -> list[tuple[str, ...]]:
    """The rows of differences.csv."""
    text = harness.content(response.artifacts[0])
    return [tuple(row) for row in csv.reader(StringIO(text, newline=""))][1:]


def counts(response: WorkflowResponse, *names: str) -> list[int]:
    assert isinstance(response.result, dict)
    return [response.result[name] for name in names]


def test_the_samples_are_reconciled_in_a_conversation(harness: WorkflowTestHarness) -> None:
    said = harness.say("reconcile these two CSVs", SAMPLES)
    assert said.text.startswith(
        "`orders_tuesday.csv` against `orders_monday.csv` by `order_id`: "
        "1 missing, 2 extra, 1 changed; 10 rows the same."
    )
    assert "- `1007` changed `amount` from `-9.99` to `0.00`" in said.text
    assert said.steps == STEPS
    assert [artifact.name for artifact in said.artifacts] == ["differences.csv", "reconciliation.json"]


def test_every_difference_stands_in_the_file_with_its_lines(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "id,a,b\n1,x,1.0\n2,y,2\n3,z,3\n", "id,a,b\n3,z,3\n1,X,1\n4,w,4\n")
    assert differences(harness, reconciled(harness, given)) == [
        ("changed", "1", "a", "x", "X", "2", "3"),
        ("written differently", "1", "b", "1.0", "1", "2", "3"),
        ("extra", "4", "", "", "4 | w | 4", "", "4"),
        ("missing", "2", "", "2 | y | 2", "", "3", ""),
    ]


def test_a_file_agrees_with_itself_in_any_order_encoding_and_separator(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    rows = [f'{number},"näme, {number}",{number}.50' for number in range(300)]
    shuffled = Random(1).sample(rows, len(rows))
    after = "\r\n".join(
        ["\ufeffid;name;amount", *(row.replace('",', '";').replace(',"', ';"') for row in shuffled)]
    )
    given = files(tmp_path, "\n".join(["id,name,amount", *rows]).encode("cp1252"), after)
    response = reconciled(harness, given)
    assert response.answer is not None
    assert response.answer.finding == "`after.csv` against `before.csv` by `id`: they agree in all 300 rows."
    assert differences(harness, response) == []


@pytest.mark.parametrize(
    "said", ["reconcile these by day and store", "reconcile these two, the key is day, store"]
)
def test_the_key_may_be_said_in_words(harness: WorkflowTestHarness, tmp_path: Path, said: str) -> None:
    given = files(
        tmp_path, "day,store,sales\n1,A,5\n1,B,6\n2,A,7\n", "day,store,sales\n1,A,5\n1,B,60\n2,A,7\n"
    )
    response = harness.say(said, given).response
    assert response is not None
    assert differences(harness, response) == [("changed", "1, B", "sales", "6", "60", "3", "3")]


def test_where_no_single_column_is_a_key_a_person_is_asked(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "day,store,sales\n1,A,5\n1,B,5\n2,A,5\n", "day,store,sales\n1,A,5\n1,B,5\n")
    asked = harness.say("reconcile these two CSVs", given)
    assert "Both files have `day`, `store` and `sales`" in asked.text
    with pytest.raises(ValueError, match="is not a column that both files have"):
        harness.answer("week")
    said = harness.answer("Day, store")
    assert said.text.startswith("`after.csv` against `before.csv` by `day` and `store`: 1 missing")


def test_a_key_that_only_one_file_has_is_refused_with_those_there_are(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "id,a\n1,x\n", "id,b\n1,x\n")
    with pytest.raises(UserFacingError, match="no column `a` in both files; both have `id`"):
        reconciled(harness, given, key="a")


def test_columns_of_one_file_alone_are_named_and_not_compared(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    response = reconciled(harness, files(tmp_path, "id,old\n1,x\n", "new,id\ny,1\n"))
    assert counts(response, "same", "changed") == [1, 0]
    assert response.answer is not None
    assert "Only the file before has `old`; that was not compared." in response.answer.details
    assert "Only the file after has `new`; that was not compared." in response.answer.details


def test_rows_with_a_repeated_key_or_none_are_counted_and_listed(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "id,a\n1,x\n1,y\n,z\n", "id,a\n1,x\n1,q\n5,r\n5,s\n")
    response = reconciled(harness, given, key="id")
    assert counts(response, "same", "extra", "repeated_key", "without_a_key") == [1, 1, 3, 1]
    assert [row[0] for row in differences(harness, response)] == [
        *("repeated key", "without a key", "repeated key", "extra", "repeated key")
    ]
    assert response.answer is not None
    assert "`id` is not unique" in response.answer.next_steps[0]


def test_codes_are_no_numbers_and_ragged_rows_are_compared_as_they_stand(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "id,zip\n1,007\n2,5\n3\n", "id,zip\n1,7\n2,5,9\n3,\n")
    assert [row[:5] for row in differences(harness, reconciled(harness, given))] == [
        ("changed", "1", "zip", "007", "7")
    ]


def test_formulas_do_not_run_from_the_list_of_differences(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    given = files(tmp_path, "id,a\n1,x\n", "id,a\n1,=HYPERLINK(1)\n")
    assert differences(harness, reconciled(harness, given))[0][4] == "'=HYPERLINK(1)"


def test_two_headers_without_rows_agree(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = reconciled(harness, files(tmp_path, "id,a\n", "id,a\n"))
    assert counts(response, "same", "missing", "extra") == [0, 0, 0]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [("a,b\n1,2\n", "c,d\n1,2\n", "no column in common"), ("a,b\n1,2\n", "", r"after\.csv is empty")],
)
def test_what_cannot_be_compared_is_refused(
    harness: WorkflowTestHarness, tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        reconciled(harness, files(tmp_path, before, after))


def test_one_file_is_not_enough(harness: WorkflowTestHarness) -> None:
    with pytest.raises(UserFacingError, match="I reconcile two CSVs, and there is 1"):
        reconciled(harness, SAMPLES[:1])


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("by order id", ["order id"]),
        ("by ID", ["id"]),
        ("compare the amount by id, please", ["id"]),
        ("on day and id", ["day", "id"]),
        ("by nothing", []),
        ("the id", []),
        ("by a.b", ["a.b"]),
        ("by axb", []),
    ],
)
def test_columns_are_found_in_words(words: str, keys: list[str]) -> None:
    assert keys_said(words, ["id", "order id", "amount", "day", "a.b"]) == keys
