"""A process dies while it writes down what a task did."""

from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import empty_checkpoint

from core.orchestrator.dynamodb_checkpoints import DynamoDBCheckpoints
from core.settings import Settings

ERROR = "__error__"
WRITES = [("left", 1), ("right", "two"), ("sides", ["three"])]


class Died(Exception):  # noqa: N818 - it is no error of the saver's
    """The process is gone."""


def die_before(saver: Any, call: int) -> None:
    """Let the saver's process die right before it puts something for the so-manieth time."""
    left = [call]

    def count(**_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Died

    saver.client.meta.events.register_first("before-call.dynamodb.PutItem", count, unique_id="dying")


async def test_a_task_is_done_when_all_its_writes_are_there_and_else_it_runs_again(aws: Settings) -> None:
    saver = await DynamoDBCheckpoints(aws).open()
    partly = 0
    for call in (0, 3, 6, 7, 8):
        start: RunnableConfig = {"configurable": {"thread_id": f"run_{call}", "checkpoint_ns": ""}}
        config = saver.put(start, empty_checkpoint(), {"source": "input", "step": -1, "parents": {}}, {})
        die_before(saver, call)
        try:
            saver.put_writes(config, WRITES, "task")
        except Died:
            partly += 1
        saver.client.meta.events.unregister("before-call.dynamodb.PutItem", unique_id="dying")
        found = saver.get_tuple(config)
        assert found is not None
        written = [(channel, value) for _, channel, value in found.pending_writes or []]
        assert written == (WRITES if call == 8 else [])
        saver.put_writes(config, WRITES, "task")
        assert [each.pending_writes for each in saver.list(config)] == [
            [("task", channel, value) for channel, value in WRITES]
        ]
    assert partly == 4


async def test_an_error_and_a_question_stand_by_themselves(aws: Settings) -> None:
    saver = await DynamoDBCheckpoints(aws).open()
    start: RunnableConfig = {"configurable": {"thread_id": "run_1", "checkpoint_ns": ""}}
    config = saver.put(start, empty_checkpoint(), {"source": "input", "step": -1, "parents": {}}, {})
    for text in ("first", "second"):
        saver.put_writes(config, [(ERROR, text)], "task")
    found = await saver.aget_tuple(config)
    assert found is not None
    assert found.pending_writes == [("task", ERROR, "second")]
