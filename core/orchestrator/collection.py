"""Finding every input a workflow needs: in the words, the files, the thread, the channel, or by asking."""

from collections.abc import Sequence
from typing import Any

from core.contracts import WorkflowInputParameter
from core.orchestrator.chosen_version import chosen_here
from core.orchestrator.fingerprint import workflow_fingerprint
from core.orchestrator.given import given_parameters
from core.orchestrator.named_files import NamedFile
from core.orchestrator.pinned_inputs import pinned_inputs
from core.orchestrator.services import Services
from core.orchestrator.sources import told
from core.orchestrator.state import OrchestratorState
from core.pin_board import Pin
from core.registry.version import joined
from core.tools.questions import ask_person


def collect_parameters(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Fill the declared inputs; ask for each required one that is found nowhere."""
    metadata = chosen_here(services, state)
    parameters = state.get("parameters", {}) | given_parameters(metadata, state.get("given", {}))
    source = ""
    for parameter in metadata.required_inputs:
        if parameter.type == "file":
            value, source = _files(services, state, parameter, parameters.get(parameter.name))
        else:
            value = parameters.get(parameter.name)
        if value is None and parameter.required:
            value = ask_person(parameter)
        if value is not None:
            parameters[parameter.name] = value
    return {
        "parameters": parameters,
        "source": source,
        "workflow_version": metadata.version,
        "workflow_graph": workflow_fingerprint(services.registry, joined(metadata.name, metadata.version)),
    }


def given_earlier(services: Services, ids: Sequence[str]) -> str:
    """Where files come from that stand further up in the thread."""
    return f"From {told(map(services.artifacts.get_artifact, ids))}, given earlier in this thread."


def _pin(services: Services, state: OrchestratorState, kind: str) -> Pin | None:
    """What the channel keeps at hand; whoever may not read it there is asked for a file of their own."""
    person, channel = state.get("person", ""), state.get("channel", "")
    may_read = services.authorizer.allows(person, channel, "artifact.read")
    return services.pins.get(channel, kind) if may_read else None


def _files(
    services: Services, state: OrchestratorState, parameter: WorkflowInputParameter, said: Any
) -> tuple[list[str] | None, str]:
    """The artifacts for a file input and, unless they came with the message, where they come from."""
    if state.get("files"):
        return [file["artifact_id"] for file in state["files"]], ""
    if isinstance(said, list):  # those of a question that is gone back to: words give no list
        return said, given_earlier(services, said)
    pin = _pin(services, state, parameter.kind or "")
    if pin and said in pin.names:
        return pinned_inputs(services, state, pin)
    if said:
        identity = state.get("run_id", state["session_id"])
        named = NamedFile(said, state.get("person", ""), state.get("channel", ""))
        stored = services.files.store(named, parameter, state["session_id"], identity)
        return [stored["artifact_id"]], ""
    session = services.sessions.get_session(state["session_id"])
    remembered = session.global_context.get("inputs", {}).get(parameter.kind)
    if remembered:
        return remembered["ids"], given_earlier(services, remembered["ids"])
    return pinned_inputs(services, state, pin) if pin else (None, "")
