"""Trying a workflow out: run it, watch it, measure it, talk to it; offline, in a folder that goes away."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from core.artifact import Artifact
from core.base_workflow import BaseWorkflow
from core.checked_response import checked_response
from core.contracts import WorkflowResponse
from core.devkit.blocking import run_blocking
from core.devkit.conversation import Conversation
from core.devkit.mock_model import MockModel
from core.devkit.mock_tools import MockTools
from core.devkit.mocks import Mocks
from core.devkit.performance import PerformanceReport, measured
from core.devkit.runner import WorkflowRunner
from core.devkit.said import Said
from core.devkit.trace import ExecutionTrace, traced
from core.devkit.workbench import Workbench
from core.errors import UserFacingError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class WorkflowTestHarness:
    """A workflow on a bench of its own. ``workflow`` is the one given, with ``invoke`` and ``ainvoke``.

    Nothing of the environment is read. Mocks hold for the whole process while the workflow runs, and only
    then: of several harnesses in one process, one runs at a time. Inputs are what the service would give:
    what is left out (``context``, ``session_id``, …) is filled in. Use it as a context manager, or call
    ``close``; else its folder goes away with the object.
    """

    def __init__(self, workflow: BaseWorkflow) -> None:
        self._workbench = Workbench()
        self._mocks = Mocks()
        self._subject = workflow
        self.workflow = WorkflowRunner(workflow, self._workbench, self._mocks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was made here."""
        self._workbench.close()

    def mock_llm(self, responses: "Sequence[str | BaseMessage | Exception]") -> MockModel:
        """Answer in place of every chat model, in this order; the mock knows what was asked.

        A message of LangChain can call tools; an exception is raised. One question more than there are
        responses is an AssertionError.
        """
        self._mocks.model = MockModel(responses)
        return self._mocks.model

    def mock_tools(self, tool_responses: Mapping[str, Any]) -> MockTools:
        """Answer in place of tools; the mock knows what was called.

        The names are those of LangChain's tools, of the kit's classes (``S3Operations``), whose response is a
        fake to use in their place, or of one of their methods (``S3Operations.read_text``). A response is a
        value, an exception to raise, or a function to call with the arguments. Raises ValueError for a class
        of the kit without such a method.
        """
        self._mocks.tools = MockTools(tool_responses)
        return self._mocks.tools

    def assert_output_format(self, result: Mapping[str, Any]) -> WorkflowResponse:
        """The result as a response; raises AssertionError with a sentence if it breaks the contract.

        It is held to what the service holds it to: a graph that only leaves ``output`` is taken as successful
        with that result, and the three known fields of ``metadata`` are filled in.
        """
        if result.get("__interrupt__"):
            raise AssertionError(
                "The workflow asked a person and waits; play say(...) and answer(...) instead."
            )
        try:
            return checked_response(self.workflow.get_metadata().name, result, 0.0)
        except UserFacingError as error:
            raise AssertionError(str(error)) from error

    def trace_execution(self, input_state: Mapping[str, Any]) -> ExecutionTrace:
        """Run and say what happened, also where it fails: that stands in the trace's ``error``."""
        return run_blocking(self.atrace_execution(input_state))

    async def atrace_execution(self, input_state: Mapping[str, Any]) -> ExecutionTrace:
        """The same on an event loop."""
        graph = self.workflow.get_compiled_graph()
        given = self.workflow.given(input_state)
        with self.workflow.running():
            return await traced(graph, given)

    def measure_performance(self, inputs: Sequence[Mapping[str, Any]]) -> PerformanceReport:
        """Run with each input, one after the other; a run that breaks the contract has failed, too.

        The graph is built once, before: the service does so.
        """
        return run_blocking(self.ameasure_performance(inputs))

    async def ameasure_performance(self, inputs: Sequence[Mapping[str, Any]]) -> PerformanceReport:
        """The same on an event loop."""
        graph = self.workflow.get_compiled_graph()

        async def attempt(given: dict[str, Any]) -> None:
            with self.workflow.running():
                result = await graph.ainvoke(given)
            response = self.assert_output_format(result or {})
            if not response.success:
                raise UserFacingError(" ".join(response.errors or []) or "it says that it had no success")

        return await measured(attempt, [self.workflow.given(each) for each in inputs])

    def say(
        self, text: str, files: Sequence[str | Path] = (), given: Mapping[str, Any] | None = None
    ) -> Said:
        """Send a message in a thread where this workflow is the only one; what comes back.

        The whole orchestrator takes part: it has to find the workflow by the words, collects what is missing,
        and remembers for the next message. ``files`` are attached; ``given`` are values of a form, by name.
        """
        return run_blocking(self.asay(text, files, given))

    async def asay(
        self, text: str, files: Sequence[str | Path] = (), given: Mapping[str, Any] | None = None
    ) -> Said:
        """The same on an event loop."""
        return await self._conversation.say(text, files, given)

    def answer(self, value: Any) -> Said:
        """Answer the open question as a person would type it; with a path, or several, if it is for a file.

        An approval takes "approve" or "decline". Raises AssertionError if nothing is asked, and ValueError
        with the sentence that a person would get for what is no answer; the question stays open then.
        """
        return run_blocking(self.aanswer(value))

    async def aanswer(self, value: Any) -> Said:
        """The same on an event loop."""
        return await self._conversation.answer(value)

    @cached_property
    def _conversation(self) -> Conversation:
        """The thread, begun with the first message."""
        return Conversation(self._subject, self._workbench, self._mocks)

    @property
    def artifacts(self) -> list[Artifact]:
        """What the workflow has made so far, in runs and in conversations, oldest first."""
        return self._workbench.made()

    def content(self, artifact_id: str) -> Any:
        """What an artifact holds: parsed JSON, text, or bytes."""
        return self._workbench.artifacts.get_artifact_content(artifact_id)
