"""Running a workflow once, on its own: nothing of the service is needed, and nothing stays behind."""

import json
import traceback
from typing import Any

import typer

from core.base_workflow import BaseWorkflow
from core.devkit.harness import WorkflowTestHarness
from core.devkit.trace import ExecutionTrace
from core.errors import UserFacingError
from core.one_line import one_line

PLAYED = "This is what a language model would say."
QUESTIONS = 100
"""How often a played model answers in one run; more is taken for a loop."""


def run_once(workflow: BaseWorkflow, given: dict[str, Any], *, mock_llm: bool, trace: bool) -> int:
    """Run, print the response as JSON on stdout and all else on stderr; 0 if it says that it succeeded."""
    with WorkflowTestHarness(workflow) as harness:
        if mock_llm:
            harness.mock_llm([PLAYED] * QUESTIONS)
        happened = _traced(harness, given)
        if trace:
            typer.echo(str(happened), err=True)
        _refuse_unfinished(happened)
        return _print_response(harness, happened)


def _traced(harness: WorkflowTestHarness, given: dict[str, Any]) -> ExecutionTrace:
    """What happened; raises UserFacingError where not even that can be told: there is no graph, say."""
    try:
        return harness.trace_execution(given)
    except UserFacingError:
        raise
    except (Exception, SystemExit) as error:
        raise UserFacingError(f"The workflow failed. {_told(error)}") from error


def _refuse_unfinished(happened: ExecutionTrace) -> None:
    """Raise UserFacingError for a run that failed, or that waits for somebody."""
    if isinstance(happened.error, UserFacingError):
        raise happened.error
    if happened.error is not None:
        raise UserFacingError(f"The workflow failed. {_told(happened.error)}") from happened.error
    if happened.questions:
        asked = one_line(_question(happened.questions[0]), 300)
        raise UserFacingError(f"It asks a person: {asked} Give it in --input, or answer it with --chat.")


def _question(asked: Any) -> str:
    """What a person would be asked, as far as it says so."""
    parameter = asked.get("parameter", {}) if isinstance(asked, dict) else {}
    return str(parameter.get("prompt") or parameter.get("description") or asked)


def _told(error: BaseException) -> str:
    """What was raised, and where in the code that is not ours."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename
    ]
    where = f" ({frames[-1].filename}, line {frames[-1].lineno}, in {frames[-1].name})" if frames else ""
    return f"{type(error).__name__}: {one_line(str(error), 500)}{where}"


def _print_response(harness: WorkflowTestHarness, happened: ExecutionTrace) -> int:
    try:
        response = harness.assert_output_format(happened.result)
    except AssertionError as error:
        raise UserFacingError(str(error)) from error
    if "execution_time" not in (happened.result.get("metadata") or {}):
        response.metadata["execution_time"] = round(happened.seconds, 3)
    document = json.dumps(response.model_dump(), indent=2, ensure_ascii=False, default=str)
    typer.echo(document.encode(errors="replace"))  # half a pair of UTF-16 cannot be printed
    for artifact in harness.artifacts:
        typer.echo(f"made {artifact.name}: {artifact.size_bytes:,} bytes", err=True)
    return 0 if response.success else 1
