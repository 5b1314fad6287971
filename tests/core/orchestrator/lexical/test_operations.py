"""Orders to change something and questions about this moment, which no workflow at hand serves."""

import pytest

from core.contracts import WorkflowMetadata
from core.orchestrator.lexical.message import read_message
from core.orchestrator.lexical.operations import is_operation
from core.orchestrator.lexical.ranking import index_of
from workflows.jil_parser.workflow import JILParserWorkflow

JIL = JILParserWorkflow().get_metadata()
SCHEDULER = WorkflowMetadata(
    name="scheduler",
    description="Restarts jobs of a scheduler",
    capabilities=["Kill a job", "Start a job"],
    example_queries=["Did LOAD_GL finish?", "Is the batch running?"],
    subjects=["job", "batch"],
)


def operation(text: str, metadata: WorkflowMetadata) -> bool:
    index = index_of((metadata,))
    return is_operation(read_message(text, index.spelling, index.suffixes), index.profiles[0])


@pytest.mark.parametrize(
    "text",
    [
        "kill LOAD_GL now",
        "please restart the failed job",
        "can you start the nightly batch",
        "run LOAD_GL",
        "create a new job that runs every hour",
        "is LOAD_GL running right now?",
        "did EOD_REPORT finish last night?",
        "what is the status of LOAD_GL",
    ],
)
def test_hands_and_eyes_on_a_running_system(text: str) -> None:
    assert operation(text, JIL)


@pytest.mark.parametrize(
    "text",
    [
        "kill LOAD_GL, and who is affected",
        "hold LOAD_GL?",
        "change of owner",
        "send me the list of jobs",
        "create a graph of the jobs",
        "start with LOAD_GL and go down",
        "run the parser on this job",
        "open estate.jil",
        "is LOAD_GL a box",
        "is there a job running at night",
        "did you finish",
        "what is LOAD_GL waiting for",
        "",
    ],
)
def test_work_on_what_is_known(text: str) -> None:
    assert not operation(text, JIL)


@pytest.mark.parametrize("text", ["kill LOAD_GL now", "start LOAD_GL", "is LOAD_GL running right now?"])
def test_a_workflow_that_declares_it_serves_it(text: str) -> None:
    assert not operation(text, SCHEDULER)
    assert operation("truncate LOAD_GL", SCHEDULER)
