"""What the registry sees of the JIL workflow."""

import pytest

from core.orchestrator.lexical.parameters_in_words import extract_parameters
from workflows.jil_parser.answers.lists import LISTS
from workflows.jil_parser.answers.objects import OBJECTS
from workflows.jil_parser.answers.scenarios import READINGS
from workflows.jil_parser.phrases import ANALYSES, LEVELS, SCENARIOS, SUBJECTS
from workflows.jil_parser.question import ABOUT_A_JOB
from workflows.jil_parser.workflow import JILParserWorkflow


def test_every_analysis_that_can_be_asked_is_one_that_is_answered() -> None:
    assert set(ANALYSES) == {*LISTS, *OBJECTS, *ABOUT_A_JOB, "overview", "counts"}
    assert set(SCENARIOS) == set(READINGS)


@pytest.mark.parametrize("phrases", [*ANALYSES.values(), *SCENARIOS.values(), SUBJECTS, LEVELS])
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what if LOAD_GL is put on ice?", {"analysis": "impact", "scenario": "ice"}),
        ("what happens if LOAD_GL fails?", {"analysis": "impact", "scenario": "fail"}),
        ("what breaks if I hold LOAD_GL?", {"analysis": "impact", "scenario": "hold"}),
        ("what breaks if LOAD_GL is late?", {"analysis": "impact", "scenario": "late"}),
        ("what if I kill LOAD_GL?", {"analysis": "impact", "scenario": "kill"}),
        ("what happens if we decommission LOAD_GL?", {"analysis": "impact", "scenario": "delete"}),
        ("what if I rename LOAD_GL?", {"analysis": "impact", "scenario": "rename"}),
        ("which boxes cannot complete?", {"analysis": "stuck_boxes"}),
        ("which boxes cannot complete if I hold LOAD_GL?", {"analysis": "impact", "scenario": "hold"}),
        ("show the diagnostics", {"analysis": "diagnostics"}),
        ("show me the errors", {"analysis": "errors"}),
        ("how many warnings are there?", {"analysis": "warnings"}),
        ("which jobs run on machine hvn-fin01?", {"analysis": "machine"}),
        ("which machine does LOAD_GL run on?", {"analysis": "job"}),
        ("which jobs belong to owner gladm?", {"analysis": "owner"}),
        ("who is the owner of LOAD_GL?", {"analysis": "job"}),
        ("which jobs use calendar HVN_PAYDAYS?", {"analysis": "calendar"}),
        ("which jobs use the global HVN_DWH_MODE?", {"analysis": "global"}),
        ("which jobs have no owner?", {"analysis": "ownerless"}),
    ],
)
def test_what_people_say_is_the_question_they_mean(text: str, found: dict[str, str]) -> None:
    values = extract_parameters(text, JILParserWorkflow().get_metadata())
    assert {key: values[key] for key in ("analysis", "scenario") if key in values} == found
