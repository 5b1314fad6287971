"""Taking in what other processes change in the policy, while this one serves."""

import asyncio

import structlog

from core.access.policy_book import PolicyBook

logger = structlog.get_logger()

LOOK_SECONDS = 1.0


async def watch_policy(book: PolicyBook) -> None:
    """Look every second; what cannot be read now is read the next time."""
    while True:
        try:
            await asyncio.to_thread(book.refresh)
        except Exception:
            logger.warning("policy_not_refreshed", exc_info=True)
        await asyncio.sleep(LOOK_SECONDS)
