"""The line "is working…" below a thread: kept alive while work goes on, and taken away with it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError

from adapters.slack.refusal import refusal
from adapters.slack.rendering.measure import clipped
from adapters.slack.workspace import Workspaces
from core.chat.errands import Errands
from core.chat.plain_text import printable
from core.chat.thread_ref import ThreadRef

logger = structlog.get_logger()

LONGEST = 100
"""Characters of a status; Slack documents no limit."""

LEAST_SECONDS = 3.0
"""Between two changes of one line: quick steps would only flicker."""

REFRESH_SECONDS = 60.0
"""Slack takes a line away after two minutes."""

PER_MINUTE = 30
"""Slack calls this method's limit special and names no number. What exceeds ours is left out."""

REFUSED = frozenset(
    {
        "missing_scope",
        "not_allowed",
        "no_permission",
        "access_denied",
        "unknown_method",
        "not_allowed_token_type",
        "team_access_not_granted",
    }
)
"""Slack's words for: never here."""


@dataclass(slots=True)
class _Line:
    """What a thread should show, and what Slack was told last, in seconds of the clock."""

    wanted: str = ""
    shown: str = ""
    told: float = float("-inf")
    telling: bool = False


def _of_the_loop() -> float:
    """The clock that the budget goes by, too."""
    return asyncio.get_running_loop().time()


class StatusLines:
    """The lines of one workspace. They are an extra: nothing waits for them, no failure disturbs the work."""

    def __init__(
        self, workspaces: Workspaces, errands: Errands, clock: Callable[[], float] = _of_the_loop
    ) -> None:
        self._workspaces = workspaces
        self._errands = errands
        self._clock = clock
        self._budget = AsyncLimiter(PER_MINUTE, 60)
        self._lines: dict[ThreadRef, _Line] = {}
        self._refused = False

    def show(self, thread: ThreadRef, activity: str | None) -> None:
        """Say what is being done in a thread, or (None) that nothing is any more.

        An empty text stands for work without a name. To be called again and again while work goes on.
        """
        if self._refused or (activity is None and thread not in self._lines):
            return
        line = self._lines.setdefault(thread, _Line())
        line.wanted = "" if activity is None else _status(activity)
        if line.telling:
            return
        if self._due(line) and self._budget.has_capacity():
            line.telling = True
            self._errands.begin(self._tell(thread, line))
        elif activity is None:
            del self._lines[thread]  # the next post takes the line away

    def _due(self, line: _Line) -> bool:
        """Whether Slack is to be told now; an end is told at once."""
        if not line.wanted:
            return True
        least = REFRESH_SECONDS if line.wanted == line.shown else LEAST_SECONDS
        return self._clock() - line.told >= least

    async def _tell(self, thread: ThreadRef, line: _Line) -> None:
        """Tell Slack; if the work ended in the meantime, that too."""
        try:
            while not self._refused:
                line.shown, line.told = line.wanted, self._clock()
                await self._set(thread, line.shown)
                if line.wanted or not line.shown:
                    break
        finally:
            line.telling = False
            if not line.wanted:
                self._lines.pop(thread, None)

    async def _set(self, thread: ThreadRef, status: str) -> None:
        await self._budget.acquire()
        workspace = await self._workspaces.of(thread.channel.tenant)
        try:
            await workspace.posting.assistant_threads_setStatus(
                channel_id=thread.channel.channel, thread_ts=thread.thread, status=status
            )
        except SlackApiError as error:
            self._refused = refusal(error) in REFUSED
            logger.info("status_not_set", reason=refusal(error), again=not self._refused)
        except (ClientError, TimeoutError) as error:
            logger.info("status_not_set", reason=type(error).__name__, again=True)


def _status(activity: str) -> str:
    """What stands behind the bot's name."""
    step = " ".join(printable(activity).split())
    return clipped(f"is working: {step}", LONGEST - 1) + "…" if step else "is working…"
