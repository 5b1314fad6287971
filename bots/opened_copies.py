"""Letting go of files that were decrypted for somebody, soon after nobody reads them any more."""

import asyncio

import structlog

from core.artifact_store import ArtifactStore

logger = structlog.get_logger()

LOOK_SECONDS = 60.0


async def drop_opened_copies(artifacts: ArtifactStore) -> None:
    """Look every minute, until cancelled; what fails is tried again with the next look."""
    while True:
        try:
            await asyncio.to_thread(artifacts.drop_opened)
        except Exception:
            logger.warning("opened_copies_not_dropped", exc_info=True)
        await asyncio.sleep(LOOK_SECONDS)
