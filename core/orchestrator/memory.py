"""What a thread remembers for follow-ups: its latest inputs of each kind, and what was asked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from core.orchestrator.asked import Asked, asked_in, kept
from core.orchestrator.services import Services


def remember_inputs(
    services: Services, session_id: str, artifact_ids: Sequence[str], kind: str | None = None
) -> None:
    """Keep these files as the thread's latest of a kind: the given one, else each file's own if known."""
    inputs: dict[str, dict[str, Any]] = {}
    for artifact_id in artifact_ids:
        artifact = services.artifacts.get_artifact(artifact_id)
        kept_as = kind or artifact.kind
        if kept_as != "file":
            empty: dict[str, Any] = {"ids": [], "names": [], "at": datetime.now(UTC).isoformat()}
            kept = inputs.setdefault(kept_as, empty)
            kept["ids"].append(artifact_id)
            kept["names"].append(artifact.name)
    if inputs:
        context = services.sessions.get_session(session_id).global_context
        merged = context.get("inputs", {}) | inputs
        services.sessions.update_session(session_id, {"global_context": {"inputs": merged}})


def remember_question(services: Services, session_id: str, question: Asked) -> None:
    """Keep what was asked, also if it came to no answer."""
    session = services.sessions.get_session(session_id)
    latest = question.model_copy(update={"at": datetime.now(UTC).isoformat()})
    asked = [each.model_dump() for each in kept(asked_in(session), latest)]
    services.sessions.update_session(session_id, {"global_context": {"asked": asked}})
