"""Finding every input a workflow needs: in the words, the files, the thread, the channel, or by asking."""

from typing import Any

from core.contracts import WorkflowInputParameter
from core.orchestrator.named_files import store_named_file
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.tools.questions import ask_person


def collect_parameters(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Fill the declared inputs; ask for each required one that is found nowhere."""
    metadata = services.registry.get_metadata(state["selected_workflow"])
    parameters = dict(state.get("parameters", {}))
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
    return {"parameters": parameters, "source": source}


def _files(
    services: Services, state: OrchestratorState, parameter: WorkflowInputParameter, said: Any
) -> tuple[list[str] | None, str]:
    """The artifacts for a file input and, unless they came with the message, where they come from."""
    if state.get("files"):
        return [file["artifact_id"] for file in state["files"]], ""
    if said:
        identity = state.get("run_id", state["session_id"])
        named = store_named_file(services, parameter, said, state["session_id"], identity)
        return [named["artifact_id"]], ""
    session = services.sessions.get_session(state["session_id"])
    remembered = session.global_context.get("inputs", {}).get(parameter.kind)
    if remembered:
        return remembered["ids"], f"From {', '.join(remembered['names'])}, given earlier in this thread."
    pin = services.pins.get(state.get("channel", ""), parameter.kind or "")
    if pin:
        names = ", ".join(pin.names)
        return (
            pin.artifact_ids,
            f"From {names}, pinned to this channel on {pin.pinned_at:%Y-%m-%d %H:%M} UTC.",
        )
    return None, ""
