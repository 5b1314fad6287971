"""Running the selected workflow as a black box, and holding it to its contract."""

import asyncio
import time
from typing import Any

from pydantic import ValidationError

from core.contracts import WorkflowMetadata, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.acting import act
from core.orchestrator.asked import Asked
from core.orchestrator.fingerprint import GraphChanged, fingerprint
from core.orchestrator.lexical.parameters_in_words import names_in
from core.orchestrator.memory import remember_inputs, remember_question
from core.orchestrator.services import Services
from core.orchestrator.sources import told
from core.orchestrator.state import OrchestratorState
from core.tools.workspace import Workspace, working_in

CONTRACT = WorkflowResponse.model_fields.keys()


async def invoke_workflow(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Check the right, run the graph to its end, return its checked response."""
    graph, given = await asyncio.to_thread(_prepared, services, state)
    started = time.monotonic()
    with working_in(_workspace(services, state)):
        output = await graph.ainvoke(given)
    return await asyncio.to_thread(_finished, services, state, output, time.monotonic() - started)


def invoke_workflow_blocking(services: Services, state: OrchestratorState) -> OrchestratorState:
    """The same for callers without an event loop."""
    graph, given = _prepared(services, state)
    started = time.monotonic()
    with working_in(_workspace(services, state)):
        output = graph.invoke(given)
    return _finished(services, state, output, time.monotonic() - started)


def _prepared(services: Services, state: OrchestratorState) -> tuple[Any, dict[str, Any]]:
    """The graph, if the person may run it here (asked again whenever the run goes on), and its input.

    Raises GraphChanged if another one stands there since the run began.

    The question is remembered before it is answered: if that fails or waits, people still go on from it.
    """
    name = state["selected_workflow"]
    services.gate.require(act(state, f"workflow.{name}.invoke"))
    _remember_question(services, state, state.get("parameters", {}))
    graph = services.registry.get_workflow(name)
    if state.get("workflow_graph") != fingerprint(graph):
        raise GraphChanged
    return graph, _given(state)


def _workspace(services: Services, state: OrchestratorState) -> Workspace:
    return Workspace(
        artifacts=services.artifacts,
        session_id=state["session_id"],
        run_id=state.get("run_id", state["session_id"]),
        workflow_name=state["selected_workflow"],
        max_input_bytes=services.max_input_bytes,
    )


def _given(state: OrchestratorState) -> dict[str, Any]:
    """The workflow's input: the words, the declared parameters by name, and what the thread remembers."""
    parameters = state.get("parameters", {})
    return {
        **parameters,
        "input": state["user_query"],
        "query": state["user_query"],
        "parameters": parameters,
        "context": {
            "remembered": state.get("remembered", {}),
            "doubtful": state.get("doubtful", {}),
            "inherited": state.get("intent", {}).get("inherited", []),
            "new_inputs": not state.get("source"),
        },
        "session_id": state["session_id"],
        "workflow_name": state["selected_workflow"],
    }


def _finished(services: Services, state: OrchestratorState, output: Any, seconds: float) -> OrchestratorState:
    """The checked response; what follow-ups need is remembered."""
    response = checked_response(state["selected_workflow"], output, seconds)
    if not response.success:
        return {"workflow_result": response.model_dump()}
    metadata = services.registry.get_metadata(state["selected_workflow"])
    inputs = _inputs(metadata, state, output)
    _remember_files(services, state, metadata, inputs)
    _remember_question(services, state, inputs)
    source = state.get("source") or _origins(
        services, metadata, inputs, all_files=bool(state.get("remembered"))
    )
    return {"workflow_result": response.model_dump(), "source": source}


def checked_response(name: str, output: Any, seconds: float) -> WorkflowResponse:
    """A graph's final state as a response; raises UserFacingError if it breaks the contract.

    A graph that only leaves ``output`` (as small examples do) is taken as successful with that result.
    """
    fields = {key: value for key, value in dict(output or {}).items() if key in CONTRACT}
    if "success" not in fields and "output" in (output or {}):
        fields |= {"success": True, "result": output["output"]}
    given = fields.get("metadata") or {}
    known = {"workflow_name": name, "execution_time": round(seconds, 3), "iterations": 1}
    try:
        return WorkflowResponse.model_validate({**fields, "metadata": known | given})
    except ValidationError as error:
        raise UserFacingError(
            f"The workflow {name} ended without a valid response; tell its author: {_first(error)}."
        ) from error


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, in a few words."""
    problem = error.errors()[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg'].lower()}"


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
        named=names_in(state["user_query"], services.registry.get_metadata(name)),
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
