"""Running the selected workflow as a black box, and holding it to its contract."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.checked_response import checked_response
from core.contracts import WorkflowMetadata, WorkflowResponse
from core.errors import UserFacingError
from core.model.asker import Asker
from core.orchestrator.acting import act
from core.orchestrator.asked import Asked
from core.orchestrator.chosen_version import reference
from core.orchestrator.fingerprint import GraphChanged, workflow_fingerprint
from core.orchestrator.lexical.parameters_in_words import names_in
from core.orchestrator.memory import remember_inputs, remember_question
from core.orchestrator.run_model import RunModel
from core.orchestrator.services import Services
from core.orchestrator.sources import told
from core.orchestrator.state import OrchestratorState
from core.tools.workspace import Workspace, working_in

MOST_STEPS = 1_000
"""Steps of a workflow, one after the other; each is written down, and one that needs more is going round."""


async def invoke_workflow(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Check the right, run the graph to its end, return its checked response."""
    graph, given = await asyncio.to_thread(_prepared, services, state)
    started = time.monotonic()
    with working_in(_workspace(services, state)), _bounded(state):
        output = await graph.ainvoke(given, {"recursion_limit": MOST_STEPS})
    return await asyncio.to_thread(_finished, services, state, output, time.monotonic() - started)


def invoke_workflow_blocking(services: Services, state: OrchestratorState) -> OrchestratorState:
    """The same for callers without an event loop."""
    graph, given = _prepared(services, state)
    started = time.monotonic()
    with working_in(_workspace(services, state)), _bounded(state):
        output = graph.invoke(given, {"recursion_limit": MOST_STEPS})
    return _finished(services, state, output, time.monotonic() - started)


@contextmanager
def _bounded(state: OrchestratorState) -> Iterator[None]:
    """A graph that goes round for ever is told in a sentence."""
    from langgraph.errors import GraphRecursionError

    try:
        yield
    except GraphRecursionError as error:
        raise UserFacingError(
            f"{state['selected_workflow']} does not come to an end: it took {MOST_STEPS:,} steps; "
            "tell its author."
        ) from error


def _prepared(services: Services, state: OrchestratorState) -> tuple[Any, dict[str, Any]]:
    """The graph, if the person may run it here (asked again whenever the run goes on), and its input.

    Raises GraphChanged if another one stands there since the run began.

    The question is remembered before it is answered: if that fails or waits, people still go on from it.
    """
    registry, chosen = services.registry, reference(state)
    for permission in registry.invoke_permissions(chosen):
        services.gate.require(act(state, permission))
    _remember_question(services, state, state.get("parameters", {}))
    if state.get("workflow_graph") != workflow_fingerprint(registry, chosen):
        raise GraphChanged
    return registry.get_workflow(chosen), _given(state)


def _workspace(services: Services, state: OrchestratorState) -> Workspace:
    return Workspace(
        artifacts=services.artifacts,
        session_id=state["session_id"],
        run_id=state.get("run_id", state["session_id"]),
        workflow_name=state["selected_workflow"],
        max_input_bytes=services.max_input_bytes,
        context=_context(state),
        model=_model(services, state),
    )


def _model(services: Services, state: OrchestratorState) -> RunModel | None:
    """The model, if there is one, for whoever asked."""
    if services.model is None:
        return None
    asker = Asker(state.get("person", ""), state.get("channel", ""), state.get("run_id", ""))
    return RunModel(services.model, asker, state["selected_workflow"])


def _given(state: OrchestratorState) -> dict[str, Any]:
    """The workflow's input: the words, the declared parameters by name, and what the thread remembers."""
    parameters = state.get("parameters", {})
    return {
        **parameters,
        "input": state["user_query"],
        "query": state["user_query"],
        "parameters": parameters,
        "context": _context(state),
        "session_id": state["session_id"],
        "workflow_name": state["selected_workflow"],
    }


def _context(state: OrchestratorState) -> dict[str, Any]:
    """What the thread remembers, and what of it this question goes on from."""
    return {
        "remembered": state.get("remembered", {}),
        "doubtful": state.get("doubtful", {}),
        "inherited": state.get("intent", {}).get("inherited", []),
        "new_inputs": not state.get("source"),
    }


def _finished(services: Services, state: OrchestratorState, output: Any, seconds: float) -> OrchestratorState:
    """The checked response; what follow-ups need is remembered."""
    response = checked_response(state["selected_workflow"], output, seconds)
    _check_files(services, response)
    metadata = services.registry.get_metadata(reference(state))
    response.metadata["workflow_version"] = metadata.version
    if not response.success:
        return {"workflow_result": response.model_dump()}
    inputs = _inputs(metadata, state, output)
    _remember_files(services, state, metadata, inputs)
    _remember_question(services, state, inputs)
    source = state.get("source") or _origins(
        services, metadata, inputs, all_files=bool(state.get("remembered"))
    )
    return {"workflow_result": response.model_dump(), "source": source}


def _check_files(services: Services, response: WorkflowResponse) -> None:
    """Raise UserFacingError for a file that there is not: nobody could deliver it."""
    picture = response.answer.picture if response.answer else None
    named = [*response.artifacts, *filter(None, [picture])]
    found = services.artifacts.find_artifacts(named) if named else {}
    if any(each not in found for each in named):
        name = response.metadata["workflow_name"]
        raise UserFacingError(f"The workflow {name} names a file that it did not save; tell its author.")


def _inputs(metadata: WorkflowMetadata, state: OrchestratorState, output: Any) -> dict[str, Any]:
    """The declared inputs by name; a workflow may have asked for more than it was given."""
    declared = {parameter.name for parameter in metadata.required_inputs}
    inputs = state.get("parameters", {}) | {k: v for k, v in output.items() if k in declared}
    return {name: value for name, value in inputs.items() if value}


def _remember_files(
    services: Services, state: OrchestratorState, metadata: WorkflowMetadata, inputs: dict[str, Any]
) -> None:
    """Keep the files that the workflow was given or asked for."""
    for parameter in metadata.required_inputs:
        if parameter.type == "file" and inputs.get(parameter.name) and not state.get("source"):
            remember_inputs(services, state["session_id"], inputs[parameter.name], parameter.kind)


def _remember_question(services: Services, state: OrchestratorState, inputs: dict[str, Any]) -> None:
    """Keep what was asked, with every name that the words held."""
    name = state["selected_workflow"]
    asked = Asked(
        run_id=state.get("run_id", ""),
        workflow=name,
        parameters=inputs,
        named=names_in(state["user_query"], services.registry.get_metadata(reference(state))),
        source=state.get("source", ""),
    )
    remember_question(services, state["session_id"], asked)


def _origins(
    services: Services, metadata: WorkflowMetadata, inputs: dict[str, Any], *, all_files: bool
) -> str:
    """The objects that were read for this message, and how old they are.

    Other files stand in the message itself; where the thread may hold several, they are named too.
    """
    names = [parameter.name for parameter in metadata.required_inputs if parameter.type == "file"]
    ids = [each for name in names for each in inputs.get(name) or ()]
    found = services.artifacts.find_artifacts(ids).values()
    copies = [artifact for artifact in found if all_files or artifact.origin is not None]
    return f"From {told(copies)}." if copies else ""
