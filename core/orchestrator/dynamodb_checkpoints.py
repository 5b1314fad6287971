"""Checkpoints in DynamoDB, large ones in S3."""

import asyncio
from typing import TYPE_CHECKING

from core.settings import Settings

if TYPE_CHECKING:
    from langgraph_checkpoint_aws import DynamoDBSaver

PREFIX = "checkpoints"
"""How keys of large checkpoints begin in the bucket."""

DAY = 24 * 3600


class DynamoDBCheckpoints:
    """The saver of langgraph-checkpoint-aws.

    A run's checkpoints are deleted when it ends. What a process that died leaves behind goes by itself
    a day after nobody waits for an answer any more: the saver adds a rule for that to the bucket's lifecycle.
    Without a bucket a state may have 350 KB.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._saver: DynamoDBSaver | None = None

    async def open(self) -> "DynamoDBSaver":
        """The saver."""
        self._saver = await asyncio.to_thread(self._opened)
        return self._saver

    def _opened(self) -> "DynamoDBSaver":
        from botocore.config import Config

        from core.orchestrator.whole_writes import WholeWrites

        settings = self._settings
        config = Config(
            connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4}
        )
        bucket = settings.artifact_bucket
        return WholeWrites(
            table_name=str(settings.dataops_checkpoints_table),
            region_name=settings.aws_region,
            boto_config=config,
            ttl_seconds=int((settings.dataops_question_days + 1) * DAY),
            s3_offload_config={"bucket_name": bucket, "key_prefix": PREFIX} if bucket else None,
        )

    async def settle(self) -> None:
        """Nothing is half done: each write is one call."""

    async def forget(self, run_id: str) -> None:
        """Delete a run's checkpoints."""
        if self._saver is not None:
            await self._saver.adelete_thread(run_id)

    async def close(self) -> None:
        """Nothing is open."""
