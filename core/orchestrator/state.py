"""What one turn of the orchestrator knows: references and short values, never files or the conversation."""

from typing import Any

from typing_extensions import TypedDict


class FileRef(TypedDict):
    """A file that was stored as an artifact."""

    artifact_id: str
    name: str


class OrchestratorState(TypedDict, total=False):
    """In: ``session_id``, ``user_query`` and, from a door, who asks where. Out: ``final_response`` and more.

    ``person`` and ``channel`` are strings as the access policy knows them. ``given`` are values that the
    person put in a form, by input name; they win over what the words say. ``remembered`` is what the thread
    knows of the workflow asked last, by input name, ``doubtful`` the names between which an input is open.
    ``intent`` is a dumped Intent,
    ``workflow_result`` a dumped WorkflowResponse. ``source`` says in words where inputs came from that
    nobody attached to this message. ``workflow_graph`` is the fingerprint of the graph that is to be run,
    ``workflow_version`` the version of its workflow.
    """

    session_id: str
    user_query: str
    run_id: str
    person: str
    channel: str
    files: list[FileRef]
    given: dict[str, Any]
    remembered: dict[str, Any]
    doubtful: dict[str, list[str]]
    detected_intent: str
    selected_workflow: str
    intent: dict[str, Any]
    parameters: dict[str, Any]
    source: str
    workflow_graph: str
    workflow_version: str
    workflow_result: dict[str, Any]
    final_response: str
