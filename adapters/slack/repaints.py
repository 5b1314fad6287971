"""Slack's budgets for changing posts in place."""

from aiolimiter import AsyncLimiter

from core.chat.repaints import Repaints

PER_MINUTE = 45
"""chat.update is Tier 3, 50 and more a minute for a workspace; a little stays free for buttons and forms."""

BURST = 5
"""Of these as many at once; the others are spread, so that no minute has more, wherever it begins."""

LEAST_SECONDS = 1.2
"""Between two changes of one post: people cannot read faster, and Slack slows down who tries."""


def workspace_repaints() -> Repaints:
    """The painter of one workspace."""
    return Repaints(LEAST_SECONDS, AsyncLimiter(BURST, 60 * BURST / (PER_MINUTE - BURST)))
