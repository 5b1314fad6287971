"""A workflow that can be called: its graph, in a workspace, with the input that the service would give it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.contracts import WorkflowInputParameter
from core.devkit.blocking import run_blocking
from core.devkit.mocks import Mocks
from core.devkit.workbench import NOTHING_REMEMBERED, Workbench
from core.tools.workspace import working_in

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class WorkflowRunner(BaseWorkflow):
    """The workflow under test, with ``invoke`` and ``ainvoke``; otherwise it is as it was.

    While it runs, the mocks stand in for models and tools.
    """

    def __init__(self, workflow: BaseWorkflow, workbench: Workbench, mocks: Mocks) -> None:
        self._workflow = workflow
        self._workbench = workbench
        self._mocks = mocks

    def __getattr__(self, name: str) -> Any:
        """What the workflow has beyond the contract."""
        if name == "_workflow":  # a copy that has nothing yet
            raise AttributeError(name)
        return getattr(self._workflow, name)

    def get_metadata(self) -> WorkflowMetadata:
        """What the workflow says of itself."""
        return self._workflow.get_metadata()

    def get_compiled_graph(self) -> "CompiledGraph":
        """A fresh graph of the workflow."""
        return self._workflow.get_compiled_graph()

    def invoke(self, input_state: Mapping[str, Any]) -> dict[str, Any]:
        """Run to the end and return the final state; also for graphs whose nodes are ``async``.

        What a node raises is raised. A workflow that asks a person ends there, with ``__interrupt__`` in its
        state: play a conversation to answer it.
        """
        return run_blocking(self.ainvoke(input_state))

    async def ainvoke(self, input_state: Mapping[str, Any]) -> dict[str, Any]:
        """The same on an event loop."""
        graph = self.get_compiled_graph()
        given = self.given(input_state)
        with self.running():
            return dict(await graph.ainvoke(given) or {})

    def given(self, input_state: Mapping[str, Any]) -> dict[str, Any]:
        """The whole input, as the service gives it: what ``input_state`` leaves out is filled in.

        ``query`` and ``input`` stand for one another. A declared file input takes ids of artifacts and paths
        of files, which are stored as if a person had attached them.
        """
        metadata = self.get_metadata()
        parameters = {
            each.name: self._value(each, input_state[each.name])
            for each in metadata.required_inputs
            if each.name in input_state
        }
        words = input_state.get("query", input_state.get("input", ""))
        return {
            "input": words,
            "query": words,
            "parameters": parameters,
            "context": NOTHING_REMEMBERED,
            "session_id": self._workbench.session_id,
            "workflow_name": metadata.name,
            **input_state,
            **parameters,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """A run of its own: its workspace, and the mocks."""
        workspace = self._workbench.workspace(self.get_metadata().name, self._mocks.model)
        with working_in(workspace), self._mocks.standing_in():
            yield

    def _value(self, parameter: WorkflowInputParameter, value: Any) -> Any:
        """A value as the orchestrator hands it over: files by their ids."""
        if parameter.type != "file" or value is None:
            return value
        references = [value] if isinstance(value, str | Path) else list(value)
        return [self._artifact(each, parameter.kind or "file") for each in references]

    def _artifact(self, reference: str | Path, kind: str) -> str:
        """The id of a file's artifact."""
        path = Path(reference)
        return self._workbench.store_file(path, kind) if path.is_file() else str(reference)
