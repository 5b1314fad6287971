"""A task's writes in DynamoDB count when all of them are there.

The saver sends them one after the other, each in two parts. A process that dies in between leaves some of
them, and LangGraph would take the task for done and go on without the rest.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import WRITES_IDX_MAP, CheckpointTuple
from langgraph_checkpoint_aws import DynamoDBSaver

WHOLE = "__whole__"
"""The channel of a last write, which says that the others stand; the saver's own go alone and need none."""


class WholeWrites(DynamoDBSaver):  # type: ignore[misc]  # it has no types
    """The saver, with a mark behind each task's writes."""

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Write the mark last; what replaces itself, such as a question, has none."""
        if writes and not all(channel in WRITES_IDX_MAP for channel, _ in writes):
            writes = [*writes, (WHOLE, len(writes))]
        super().put_writes(config, writes, task_id, task_path)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """A checkpoint without what is there in part only: those tasks run again."""
        found = super().get_tuple(config)
        return None if found is None else _whole(found)

    def list(self, *given: Any, **more: Any) -> Iterator[CheckpointTuple]:
        """The same for several."""
        return map(_whole, super().list(*given, **more))


def _whole(found: CheckpointTuple) -> CheckpointTuple:
    writes = found.pending_writes or []
    done = {task for task, channel, _ in writes if channel == WHOLE}
    kept = [
        (task, channel, value)
        for task, channel, value in writes
        if channel != WHOLE and (task in done or channel in WRITES_IDX_MAP)
    ]
    return found._replace(pending_writes=kept)
