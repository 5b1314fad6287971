"""What a thread keeps of its questions."""

from hypothesis import given
from hypothesis import strategies as st

from core.orchestrator.asked import KEPT, Asked, kept, recalled


def asked(run: str, workflow: str = "w", **parameters: object) -> Asked:
    return Asked(run_id=run, workflow=workflow, parameters=parameters)


def test_a_question_that_was_begun_before_keeps_one_place() -> None:
    assert kept([asked("a"), asked("b", job="X")], asked("b", job="Y")) == [asked("a"), asked("b", job="Y")]


@given(st.integers(1, 40))
def test_the_first_and_the_latest_are_kept(number: int) -> None:
    questions: list[Asked] = []
    for run in range(number):
        questions = kept(questions, asked(str(run)))
    assert len(questions) == min(number, KEPT)
    assert questions[0].run_id == "0"
    assert [each.run_id for each in questions[1:]] == [str(run) for run in range(number)][1:][1 - KEPT :]


def test_the_latest_value_of_each_input_is_recalled() -> None:
    values, doubtful = recalled(
        [asked("a", job="X", way="up"), asked("b", "other", job="Z"), asked("c", way="down")]
    )
    assert values == {"job": "X", "way": "down"}
    assert doubtful == {}


def test_what_could_be_two_names_is_open_until_one_is_said() -> None:
    two = Asked(run_id="b", workflow="w", parameters={"job": "X"}, named={"job": ["X", "Y"]})
    assert recalled([asked("a", job="A"), two]) == ({}, {"job": ["X", "Y"]})
    assert recalled([two, asked("c", job="Y")]) == ({"job": "Y"}, {})
