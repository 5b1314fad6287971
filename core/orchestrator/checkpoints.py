"""Where the states of unfinished graphs rest, on one of LangGraph's own savers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.orchestrator.dynamodb_checkpoints import DynamoDBCheckpoints
from core.orchestrator.sqlite_checkpoints import Over, SQLiteCheckpoints
from core.settings import Settings

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver


class Checkpoints(Protocol):
    """One saver, opened when the first graph needs it: importing LangGraph takes seconds."""

    async def open(self) -> "BaseCheckpointSaver[Any]":
        """The saver; what runs that are over left behind is deleted. Once a process."""
        ...

    async def settle(self) -> None:
        """End what a cancelled step may have left half done."""
        ...

    async def forget(self, run_id: str) -> None:
        """Delete a run's checkpoints; nothing happens where none can be."""
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...


def checkpoints_of(settings: Settings, path: Path, over: Over) -> Checkpoints:
    """In DynamoDB where a table is named, else in the SQLite file of the runs.

    ``over`` says which of some runs have ended.
    """
    if settings.dataops_checkpoints_table is None:
        return SQLiteCheckpoints(path, over)
    return DynamoDBCheckpoints(settings)
