"""Which analysis is meant, and about which job."""

import pytest

from tests.workflows.jil_parser.asking import NIGHT, facts_of
from workflows.jil_parser.question import ABOUT_A_JOB, Question
from workflows.jil_parser.state import JILParserState

REMEMBERED = {"remembered": {"current_job": "LOAD"}}


@pytest.mark.parametrize(
    ("state", "question"),
    [
        ({}, Question("overview", None, None)),
        ({"current_job": "LOAD"}, Question("job", "LOAD", None)),
        ({"analysis": "overview", "current_job": "LOAD"}, Question("job", "LOAD", None)),
        ({"analysis": "counts", "current_job": "LOAD"}, Question("counts", "LOAD", None)),
        ({"analysis": "upstream", "current_job": "LOAD", "levels": 2}, Question("upstream", "LOAD", 2)),
        ({"analysis": "downstream", "context": REMEMBERED}, Question("downstream", "LOAD", None)),
        ({"analysis": "cycles", "context": REMEMBERED}, Question("cycles", None, None)),
        ({"context": REMEMBERED}, Question("overview", None, None)),
        ({"analysis": "impact", "current_job": ""}, Question("impact", None, None)),
    ],
)
def test_the_inputs_and_the_thread_make_the_question(state: JILParserState, question: Question) -> None:
    assert Question.of(state) == question


@pytest.mark.parametrize("analysis", ABOUT_A_JOB)
def test_a_name_may_be_written_in_other_letters(analysis: str) -> None:
    assert Question(analysis, "load", None).answer(facts_of(NIGHT)).job == "LOAD"


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    facts = facts_of("insert_job: Load\ninsert_job: LOAD\nbox_name: BX\ninsert_job: BX\njob_type: b\n")
    assert Question("job", "LOAD", None).answer(facts).job == "LOAD"
    assert Question("job", "Load", None).answer(facts).job == "Load"
    with pytest.raises(Exception, match=r"There is no job load\. Did you mean"):
        Question("job", "load", None).answer(facts)
