"""Running one workflow in a step, as the orchestrator runs one: in its workspace, held to its contract."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from langchain_core.runnables import RunnableLambda
from langgraph.errors import GraphBubbleUp

from core.checked_response import checked_response
from core.composition.outcome import UNEXPECTED, failed
from core.composition.parameters import parameters_for
from core.composition.plan import Plan
from core.composition.report import Progress
from core.composition.state import State, view_of
from core.composition.view import View
from core.composition.workflow_step import WorkflowTask
from core.contracts import WorkflowMetadata, WorkflowResponse
from core.errors import AccessRefused, LeaseLost, NotApproved, UserFacingError
from core.registry.source import Known
from core.tools.answer_stream import unshown
from core.tools.workspace import current_workspace, working_in

logger = structlog.get_logger()

PASSED_ON = (GraphBubbleUp, AccessRefused, LeaseLost)
"""A question, a refusal, and what stops the whole run: none of it is the failure of a step."""


@dataclass(frozen=True, slots=True)
class TaskNode:
    """``inputs`` are the names of the composition's inputs; ``number`` is the step's, or None among several.

    A step alone leaves its response as the step's result, too.
    """

    plan: Plan
    task: WorkflowTask
    inputs: tuple[str, ...]
    known: Known
    number: int | None

    def both_ways(self) -> RunnableLambda[Any, Any]:
        """The node for callers with and without an event loop."""
        return RunnableLambda(self.run_blocking, afunc=self.run, name=self.task.label)

    async def run(self, state: State) -> dict[str, Any]:
        """Run the workflow; what goes wrong in it is its outcome."""
        began = time.monotonic()
        try:
            graph, given = await asyncio.to_thread(self._prepared, state)
            with self._at_work(given):
                output = await graph.ainvoke(given)
            return self._left(checked_response(self._name, output, time.monotonic() - began))
        except NotApproved as error:
            raise self._not_approved(error, state) from error
        except PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - every failure becomes an outcome
            return self._left(await asyncio.to_thread(self._failed, error))

    def run_blocking(self, state: State) -> dict[str, Any]:
        """The same without an event loop."""
        began = time.monotonic()
        try:
            graph, given = self._prepared(state)
            with self._at_work(given):
                output = graph.invoke(given)
            return self._left(checked_response(self._name, output, time.monotonic() - began))
        except NotApproved as error:
            raise self._not_approved(error, state) from error
        except PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - every failure becomes an outcome
            return self._left(self._failed(error))

    @property
    def _metadata(self) -> WorkflowMetadata:
        return self.known.get_metadata(self.task.workflow_name)

    @property
    def _name(self) -> str:
        return self._metadata.name

    def _prepared(self, state: State) -> tuple[Any, dict[str, Any]]:
        """The graph and its input."""
        view = view_of(self.plan, state, self.inputs)
        parameters = parameters_for(self.task, self._metadata, view)
        words = str(parameters.get("input", view.words))
        given = {
            **parameters,
            "input": words,
            "query": words,
            "parameters": parameters,
            "context": state.get("context", {}) | _earlier(view),
            "session_id": current_workspace().session_id,
            "workflow_name": self._name,
        }
        return self.known.get_workflow(self.task.workflow_name), given

    @contextmanager
    def _at_work(self, given: dict[str, Any]) -> Iterator[None]:
        """The run's workspace with a place of this step's own: what one makes replaces nothing of another."""
        run = current_workspace()
        run_id = f"{run.run_id}/{self.plan.name}.{self.task.label}"
        own = replace(run, run_id=run_id, workflow_name=self._name, context=given["context"])
        with working_in(own), unshown():
            yield

    def _failed(self, error: Exception) -> WorkflowResponse:
        if isinstance(error, UserFacingError):
            logger.warning("step_failed", step=self.task.label, composition=self.plan.name, reason=str(error))
            return failed(self.task.workflow_name, str(error))
        logger.error(
            "step_failed_unexpectedly", step=self.task.label, composition=self.plan.name, exc_info=error
        )
        return failed(self.task.workflow_name, UNEXPECTED)

    def _not_approved(self, error: NotApproved, state: State) -> NotApproved:
        """What people decided ends the whole run, which says how far it had come."""
        steps = self.plan.steps
        number = next(number for number, step in enumerate(steps) if self.task in step.tasks)
        told = Progress(self.plan, state).told_until(number)
        return NotApproved(f"{error} {told}".strip(), expired=error.expired)

    def _left(self, response: WorkflowResponse) -> dict[str, Any]:
        """What the node writes into the state."""
        named = response.model_copy(update={"metadata": response.metadata | {"step": self.task.label}})
        dumped = named.model_dump(mode="json")
        left: dict[str, Any] = {"outcomes": {self.task.label: dumped}}
        return left if self.number is None else left | {"results": {str(self.number): dumped}}


def _earlier(view: View) -> dict[str, Any]:
    """What a workflow that is made for chains finds in its ``context``."""
    results = {label: response["result"] for label, response in view.steps.items()}
    return {"previous": view.previous["result"], "results": results}


def node_of(plan: Plan, task: WorkflowTask, inputs: tuple[str, ...], known: Known, number: int | None) -> Any:
    """The node of a task in its graph."""
    return TaskNode(plan, task, inputs, known, number).both_ways()
