"""How often what got lost on the wire is tried again, and how long that waits."""

import asyncio

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.5
"""Each pause is twice as long as the one before."""

LONGEST_PAUSE_SECONDS = 60.0


async def pause(attempt: int, least: float = 0.0) -> None:
    """Wait after an attempt, the first of which is 0; ``least`` is what Slack asks for, in seconds."""
    await asyncio.sleep(min(max(least, FIRST_PAUSE_SECONDS * 2**attempt), LONGEST_PAUSE_SECONDS))
