"""What a turn does in the name of the person who asked."""

from core.access.audit import Act
from core.orchestrator.state import OrchestratorState


def act(state: OrchestratorState, permission: str, subject: str = "") -> Act:
    """An act of whoever asked, where they asked; a library's caller is nobody in particular."""
    return Act(
        person=state.get("person", ""),
        channel=state.get("channel", ""),
        permission=permission,
        subject=subject,
        run_id=state.get("run_id", ""),
    )
