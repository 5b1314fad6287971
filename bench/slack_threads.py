"""Two hundred Slack threads at once, two messages each, beside the same questions at the console's door.

A service in a process of its own answers into a fake workspace. ValueError is raised where a message is not
answered exactly once, the answers of a thread stand in another order than its messages, or a limit is broken.
"""

import asyncio
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.at_the_console import at_the_console
from bench.child_server import child_server
from bench.fast_loop import LoopClock
from bench.row import Row
from bench.slack_budgets import check_budgets
from bench.slack_office import add_channels, office_settings
from core.telemetry import configure_logging, log_file
from tests.adapters.slack.workspace import Act, Workspace, open_workspace
from tests.sample_workflows import write_greeter

THREADS = 200
IN_A_CHANNEL = 4
"""Slack takes about one message a second in a channel, and each question gets two: card and answer."""

PATIENCE = 60.0
"""Seconds without any further answer after which the others count as lost."""

_ANSWER = re.compile(r"Partition report for report the partition skew of TABLE_(\d+)_(\d)")


def run() -> list[Row]:
    """Answers a second, and seconds to the last one."""
    return asyncio.run(measure(THREADS))


async def measure(threads: int) -> list[Row]:
    """The same of any number of threads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_workspace(strict=True, clock=_clock()) as slack:
            seconds = await _in_slack(slack, folder / "slack", threads)
        with log_file(folder) as log:
            configure_logging("ERROR", "text", log)
            plain = await at_the_console(folder / "console", threads, _question)
    answers = 2 * threads
    return [
        Row(f"{answers:,} answers in {threads:,} threads: speed", answers / seconds, "/s", answers / plain),
        Row(f"{answers:,} answers in {threads:,} threads: to the last one", seconds, "s", plain),
    ]


def _clock() -> LoopClock:
    return LoopClock(asyncio.get_running_loop().time)


def _question(thread: int, message: int) -> str:
    return f"report the partition skew of TABLE_{thread}_{message}"


async def _in_slack(slack: Workspace, folder: Path, threads: int) -> float:
    """Ask in all threads at once; the seconds until the last answer stood."""
    channels = add_channels(slack, -(-threads // IN_A_CHANNEL))
    settings = office_settings(slack, channels, folder)
    write_greeter(folder / "workflows")
    async with child_server("bench.slack_service", ("--working",), settings) as service:
        slack.app_url = service.url
        began = slack.clock()
        asked = [_ask(slack, channels[number % len(channels)], number) for number in range(threads)]
        talks = await asyncio.gather(*asked)
        await _all_answered(slack, 2 * threads)
        ended = max(answer.at for answer in _answers(slack))
    for number, talk in enumerate(talks):
        _check(slack, number, talk)
    check_budgets(slack)
    return ended - began


async def _ask(slack: Workspace, channel: str, number: int) -> Act:
    """A thread: a mention, and once that is acknowledged a reply that names nobody."""
    said = await slack.mention(slack.ada, channel, _question(number, 1))
    more = await slack.say(slack.ada, channel, _question(number, 2), thread_ts=said.ts)
    if (said.status, more.status) != (200, 200):
        raise ValueError(f"a message was not acknowledged: {said.status}, {more.status}")
    return said


@dataclass(frozen=True, slots=True)
class _Answer:
    """A post that answers a message of a thread."""

    at: float
    thread: int
    message: int


def _answers(slack: Workspace) -> list[_Answer]:
    """The answers that were posted, in their order."""
    posts = [call for call in slack.calls("chat.postMessage") if call.outcome == "ok"]
    found = [(call.at, _ANSWER.search(str(call.args["text"]))) for call in posts]
    return [_Answer(at, int(each[1]), int(each[2])) for at, each in found if each]


async def _all_answered(slack: Workspace, wanted: int) -> None:
    """Wait for so many answers; raises ValueError if they do not come."""
    known, loop = 0, asyncio.get_running_loop()
    heard = loop.time()
    while known < wanted:
        await asyncio.sleep(0.5)
        now = len(_answers(slack))
        if now > known:
            known, heard = now, loop.time()
        elif loop.time() - heard > PATIENCE:
            raise ValueError(f"only {known} of {wanted} messages were answered")


def _check(slack: Workspace, number: int, talk: Act) -> None:
    """Raise ValueError if a thread does not hold one answer to each message, in their order."""
    shown = [post.fallback for post in slack.messages(talk.channel, talk.ts) if post.bot_id]
    answered = [match.groups() for match in map(_ANSWER.search, shown) if match]
    if answered != [(str(number), "1"), (str(number), "2")]:
        raise ValueError(f"thread {number} was answered otherwise: {answered}")
