"""Ten minutes of long work in thirty Slack threads, on a clock that runs fast, beside what Slack allows.

The steps of each thread change every second; the fake workspace counts what arrives. ValueError is raised
where one of Slack's limits is broken.
"""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from adapters.slack.channel_paces import BURST
from adapters.slack.client import API_URL
from adapters.slack.door import SlackDoor
from adapters.slack.surface import SlackSurface
from adapters.slack.workspace import OneWorkspace
from bench.fast_loop import LoopClock, run_fast
from bench.row import Row
from bench.slack_budgets import busiest_minute, check_budgets, fullest_burst
from bench.slack_office import add_channels
from core.chat.card import Card
from core.chat.progress import Progress, working_card
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database
from core.telemetry import configure_logging, log_file
from tests.adapters.slack.workspace import Workspace, open_workspace
from tests.adapters.slack.workspace.meter import TIER_3

SPEED = 30
"""Seconds of the simulation in one of the machine's."""

SECONDS = 600
LAST_SECONDS = 90
"""By then every card has been left in its last state."""

THREADS = 30
CHANNELS = 6
STEPS = 10

_SECOND = re.compile(r"second (\d+)")


def run() -> list[Row]:
    """Peaks of calls, and the seconds by which a card was behind; baselines are Slack's limits."""
    return run_fast(_run(), SPEED)


async def _run() -> list[Row]:
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_file(folder) as log:
            configure_logging("ERROR", "text", log)
            async with open_workspace(strict=True, clock=LoopClock(loop.time)) as slack:
                works = await _work(slack, folder)
    check_budgets(slack)
    return _rows(slack, works)


async def _work(slack: Workspace, folder: Path) -> "list[_Work]":
    """Work in all threads, to the last change of a card."""
    database = Database(folder / "web.db")
    door = SlackDoor(OneWorkspace(slack.bot_token, slack.api_url), database, folder / "uploads", API_URL)
    channels = add_channels(slack, CHANNELS)
    try:
        places = [await _ask(slack, channels[number % CHANNELS]) for number in range(THREADS)]
        works = [_Work(slack, door.open(place), place) for place in places]
        await asyncio.gather(*(work.go() for work in works))
        await asyncio.sleep(LAST_SECONDS)
        await door.settle()
    finally:
        database.close()
    return works


async def _ask(slack: Workspace, channel: str) -> ThreadRef:
    """The thread of a message that nobody hears of: the work is begun here."""
    slack.envelopes.subscriptions.clear()
    said = await slack.say(slack.ada, channel, "load everything")
    return ChannelRef(platform="slack", tenant=slack.team, channel=channel).thread(said.ts)


@dataclass
class _Work:
    """A thread with work in it; ``began`` are the moments at which each second of it began."""

    slack: Workspace
    surface: SlackSurface
    place: ThreadRef
    began: list[float] = field(default_factory=list)
    card: str = ""

    async def go(self) -> None:
        ref = await self.surface.say(working_card(), key=f"{self.place.thread}:progress")
        self.card = ref.id
        progress = Progress(self.surface, ref, clock=self.slack.clock)
        for second in range(SECONDS):
            self._change(progress, second)
            await asyncio.sleep(1.0)
        await progress.close("Done")
        await self.surface.say(Card(kind="answer", title="Loaded."), key=f"{self.place.thread}:answer")

    def _change(self, progress: Progress, second: int) -> None:
        """One step ends, the next one begins."""
        self.began.append(self.slack.clock())
        if second:
            self._show(progress, second - 1, "done")
        self._show(progress, second, "running")

    def _show(self, progress: Progress, second: int, state: Literal["running", "done"]) -> None:
        number = second % STEPS
        progress.step(str(number), f"Load part {number}", state, f"second {second}")

    def behind(self) -> float:
        """The seconds by which what the card showed was old at most, just before it was changed."""
        oldest, shown = 0.0, 0
        for paint in self.slack.calls("chat.update", self.place.channel.channel):
            if paint.args["ts"] == self.card:
                oldest = max(oldest, paint.at - self.began[shown])
                shown = max(int(second) for second in _SECOND.findall(str(paint.args)))
        if shown != SECONDS - 1:
            raise ValueError(f"the last change of a card was lost: it shows second {shown}")
        return oldest


def _rows(slack: Workspace, works: Sequence[_Work]) -> list[Row]:
    updates = busiest_minute(call.at for call in slack.calls("chat.update"))
    lines = slack.calls("assistant.threads.setStatus")
    channels = {work.place.channel.channel for work in works}
    busiest = max(busiest_minute(line.at for line in lines if line.channel == each) for each in channels)
    oldest = max(work.behind() for work in works)
    return [
        Row("changes of cards in the busiest minute (Tier 3)", updates, "calls", TIER_3.calls),
        Row("status lines in a channel's busiest minute (as messages)", busiest, "calls", 60.0),
        Row("messages at once in a channel (limit of the door)", fullest_burst(slack), "posts", BURST),
        Row("oldest state on a card (all of Tier 3)", oldest, "s", THREADS * TIER_3.seconds / TIER_3.calls),
    ]
