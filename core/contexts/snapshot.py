"""What a thread's context was at a moment, and what is known about it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

ID = r"snapshot_[0-9a-f]{32}"


class SnapshotContent(BaseModel):
    """A context: references and what was declared, never what was said.

    ``orchestrator_state`` is what the thread shares between workflows: its inputs by kind, the questions, the
    sum of the conversation. ``workflow_states`` holds for each workflow the inputs and results that it
    declares, nothing from inside. ``message_ids`` are the latest messages that had been said: their texts
    stay in the session alone, where retention and forgetting reach them.
    """

    orchestrator_state: dict[str, Any] = Field(default_factory=dict)
    workflow_states: dict[str, Any] = Field(default_factory=dict)
    artifact_refs: list[str] = Field(default_factory=list)
    message_ids: list[str] = Field(default_factory=list)


class SnapshotRecord(BaseModel):
    """What is known about a snapshot; sizes in bytes. One without a label is no checkpoint."""

    model_config = ConfigDict(frozen=True)

    snapshot_id: str = Field(default_factory=lambda: f"snapshot_{uuid4().hex}", pattern=f"^{ID}$")
    session_id: str
    created_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    label: str = ""
    created_by: str = ""
    compressed: bool = False
    original_size: int = 0
    compressed_size: int = 0

    @property
    def name(self) -> str:
        """How people call it."""
        return self.label or self.snapshot_id


class ContextSnapshot(SnapshotRecord, SnapshotContent):
    """The whole of a snapshot."""
