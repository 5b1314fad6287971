"""Finding every input a workflow needs: in the words, the files, the thread, the channel, or by asking."""

from typing import Any

from core.artifact import ArtifactMetadata, ArtifactType
from core.contracts import WorkflowInputParameter
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef, OrchestratorState
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
            value = _asked(services, state, parameter)
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
        return _stored(services, state, parameter, said), ""
    session = services.sessions.get_session(state["session_id"])
    remembered = session.global_context.get("inputs", {}).get(parameter.kind)
    if remembered:
        return remembered["ids"], f"From {', '.join(remembered['names'])}, given earlier in this thread."
    pin = services.pins.get(state.get("channel", ""), parameter.kind or "")
    if pin:
        names = ", ".join(pin.names)
        return pin.artifact_ids, f"From {names}, pinned to this channel on {pin.pinned_at:%Y-%m-%d %H:%M} UTC."
    return None, ""


def _asked(services: Services, state: OrchestratorState, parameter: WorkflowInputParameter) -> Any:
    """What a person answers; the run waits here."""
    answer = ask_person(parameter)
    if parameter.type != "file":
        return answer
    if isinstance(answer, dict):
        files: list[FileRef] = answer["files"]
        return [file["artifact_id"] for file in files]
    return _stored(services, state, parameter, answer)


def _stored(
    services: Services, state: OrchestratorState, parameter: WorkflowInputParameter, said: str
) -> list[str]:
    """A file that the words name, copied into the artifacts if it may be read."""
    path = services.paths.resolve(said)
    stored = services.artifacts.store_artifact(
        path,
        ArtifactMetadata(
            session_id=state["session_id"],
            workflow_name=state["selected_workflow"],
            artifact_type=ArtifactType.CONTEXT,
            name=path.name,
            kind=parameter.kind or "file",
            created_by="collect_parameters",
            identity=f"{state.get('run_id', state['session_id'])}/input/{path}",
        ),
    )
    return [stored]
