"""What the registry sees of the JIL workflow."""

import pytest

from workflows.jil_parser.answers.lists import LISTS
from workflows.jil_parser.phrases import ANALYSES, LEVELS, SUBJECTS
from workflows.jil_parser.question import ABOUT_A_JOB
from workflows.jil_parser.workflow import JILParserWorkflow


def test_every_analysis_that_can_be_asked_is_one_that_is_answered() -> None:
    assert set(ANALYSES) == {*LISTS, *ABOUT_A_JOB, "overview", "counts"}


@pytest.mark.parametrize("phrases", [*ANALYSES.values(), SUBJECTS, LEVELS])
def test_phrases_are_clean_and_said_once(phrases: list[str]) -> None:
    assert len(phrases) == len(set(phrases))
    assert all(phrase and phrase == " ".join(phrase.split()).casefold() for phrase in phrases)


def test_the_graph_has_the_steps_people_see() -> None:
    steps = JILParserWorkflow().get_compiled_graph().get_graph().nodes
    assert {"read", "parse", "resolve", "analyse", "write", "explain_condition"} <= set(steps)


def test_the_export_is_recognised_by_name_or_content() -> None:
    parameter = JILParserWorkflow().get_metadata().file_parameter()
    assert parameter
    assert parameter.takes("night.JIL", b"")
    assert parameter.takes("dump.txt", b"/* x */\n  insert_job : A")
    assert not parameter.takes("notes.txt", b"please insert a job")
