"""What a person gives a run to work on fits what the workflow declares, or a sentence says what would."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata
from core.devkit.given_input import read_input
from core.errors import UserFacingError

CHOICES = {"up": ["upstream"], "down": ["downstream"]}
INPUTS = [
    WorkflowInputParameter(name="file", description="a file", type="file", kind="csv"),
    WorkflowInputParameter(name="rounds", description="rounds", type="integer"),
    WorkflowInputParameter(name="share", description="a share", type="number"),
    WorkflowInputParameter(name="deep", description="whether", type="boolean"),
    WorkflowInputParameter(name="way", description="a way", type="choice", choices=CHOICES),
    WorkflowInputParameter(name="job", description="a job"),
]


class Declares(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(
            name="declares", description="Declares", example_queries=["Try it"], required_inputs=INPUTS
        )

    def get_compiled_graph(self) -> Any:
        raise NotImplementedError


def test_without_an_input_it_is_the_first_example() -> None:
    assert read_input(None, Declares()) == {"query": "Try it"}


def test_what_fits_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("day.csv").write_text("a\n")
    value = {
        "query": "x",
        "file": ["day.csv", "day.csv"],
        "rounds": 3,
        "share": 0.5,
        "deep": True,
        "way": "up",
        "job": "LOAD",
        "other": {"as": ["it", "is"]},
    }
    assert read_input(json.dumps(value), Declares()) == value
    assert read_input('{"file": "day.csv", "share": 1, "rounds": null}', Declares())["share"] == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"query": 5}, "'query' in --input has to be text."),
        ({"input": ["x"]}, "'input' in --input has to be text."),
        ({"file": 5}, "'file' in --input has to be the path of a file, or a list of paths"),
        ({"file": [5, None]}, "'file' in --input has to be the path of a file, or a list of paths"),
        ({"file": []}, "'file' in --input has to be the path of a file, or a list of paths"),
        ({"file": {"a": 1}}, "'file' in --input has to be the path of a file, or a list of paths"),
        (
            {"file": "gone.csv"},
            "names a file that is not there: gone.csv; a path begins in this directory, /",
        ),
        ({"file": "a\0b"}, "names a file that is not there: a b"),
        ({"file": "."}, "names a file that is not there: ."),
        ({"rounds": "3"}, "'rounds' in --input has to be a whole number."),
        ({"rounds": True}, "'rounds' in --input has to be a whole number."),
        ({"share": "a"}, "'share' in --input has to be a number."),
        ({"deep": 1}, "'deep' in --input has to be true or false."),
        ({"way": "sideways"}, "'way' in --input has to be one of: up, down."),
        ({"way": []}, "'way' in --input has to be text."),
        ({"job": {}}, "'job' in --input has to be text."),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(given: object, sentence: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        read_input(json.dumps(given), Declares())
    assert sentence in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["query", *(each.name for each in INPUTS)]), JSON))
def test_any_json_is_taken_or_refused_with_a_line(value: dict[str, object]) -> None:
    taken, refused = read_or_refused(json.dumps(value))
    assert taken == set(value) or (taken is None and refused.isprintable() and refused)


def read_or_refused(text: str) -> tuple[set[str] | None, str]:
    """The names of what is taken, or why nothing is."""
    try:
        return set(read_input(text, Declares())), ""
    except UserFacingError as error:
        return None, str(error)
