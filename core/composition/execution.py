"""Running a composition as a library, without a conversation around it."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from core.base_workflow import BaseWorkflow
from core.checked_response import checked_response
from core.composition.checking import require_inputs
from core.errors import UserFacingError
from core.tools.workspace import current_workspace, working_in


def executed(workflow: BaseWorkflow, session_id: str, initial_input: Mapping[str, Any]) -> dict[str, Any]:
    """The response as plain data; raises UserFacingError where it needs something that is not there."""
    metadata = workflow.get_metadata()
    require_inputs(metadata, initial_input)
    graph, words = workflow.get_compiled_graph(), str(initial_input.get("query", ""))
    given = {"input": words, "query": words, "parameters": dict(initial_input), "session_id": session_id}
    run_id = f"run_{uuid4().hex[:16]}"
    workspace = replace(
        current_workspace(), session_id=session_id, run_id=run_id, workflow_name=metadata.name
    )
    began = time.monotonic()
    with working_in(workspace):
        output = graph.invoke(given)
    if "__interrupt__" in output:
        raise UserFacingError(
            f"{metadata.name} asks a question on its way, and nobody is there to answer; "
            "run it in a conversation."
        )
    return checked_response(metadata.name, output, time.monotonic() - began).model_dump(mode="json")
