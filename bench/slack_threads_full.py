"""A thousand Slack threads at once, two messages each, beside the same questions at the console's door."""

import asyncio

from bench.row import Row
from bench.slack_threads import measure

THREADS = 1_000


def run() -> list[Row]:
    """Answers a second, and seconds to the last one."""
    return asyncio.run(measure(THREADS))
