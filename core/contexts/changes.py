"""What was done to a thread's context."""

from pydantic import BaseModel, ConfigDict

from core.contexts.snapshot import SnapshotRecord


class Restored(BaseModel):
    """A context as it was. ``undo`` is the checkpoint of the one before it.

    ``missing_artifacts`` are files that are gone meanwhile; the context goes on without them.
    ``messages_since`` counts what was said since, of the latest messages; it stays in the history.
    """

    model_config = ConfigDict(frozen=True)

    snapshot: SnapshotRecord
    undo: str
    missing_artifacts: list[str]
    messages_since: int


class Inherited(BaseModel):
    """What a session took over. ``undo`` is the checkpoint of its context before, if it had one.

    ``missing_artifacts`` are files that are gone meanwhile, ``refused_artifacts`` those that had to stay.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    parts: list[str]
    artifacts: list[str]
    missing_artifacts: list[str]
    refused_artifacts: list[str]
    undo: str | None
