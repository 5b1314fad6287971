"""Two hundred Teams threads at once, two messages each, beside the same questions at the console's door.

A service in a process of its own answers into a fake tenant that keeps Teams' rates. ValueError is raised
where a message is not answered exactly once, the answers of a thread stand in another order than its
messages, or a conversation is spoken to faster than Teams allows.
"""

import asyncio
import re
import tempfile
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bench.at_the_console import at_the_console
from bench.child_server import child_server
from bench.fast_loop import LoopClock
from bench.row import Row
from bench.teams_office import add_channels, office_settings
from core.telemetry import configure_logging, log_file
from tests.adapters.teams.connector import Act, Connector, Conversation, open_connector
from tests.adapters.teams.connector.meter import LIMITS
from tests.sample_workflows import write_greeter

THREADS = 200
IN_A_CHANNEL = 4
"""Teams takes two messages a second in a channel over half a minute; each question gets two, and changes."""

PATIENCE = 60.0
"""Seconds without any further answer after which the others count as lost."""

_ANSWER = re.compile(r"Partition report for report the partition skew of TABLE_(\d+)_(\d)")


@dataclass(frozen=True, slots=True)
class _Burst:
    """Seconds to the last answer, how many calls were made, and how many of them Teams refused for now."""

    seconds: float
    calls: int
    refused: int


def run() -> list[Row]:
    """Answers a second, seconds to the last one, and the calls that came too fast for the whole tenant."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock = LoopClock(asyncio.get_running_loop().time)
        async with open_connector(strict=True, clock=clock) as teams:
            burst = await _in_teams(teams, folder / "teams")
        with log_file(folder) as log:
            configure_logging("ERROR", "text", log)
            plain = await at_the_console(folder / "console", THREADS, _question)
    answers = 2 * THREADS
    return [
        Row(
            f"{answers:,} answers in {THREADS:,} threads: speed",
            answers / burst.seconds,
            "/s",
            answers / plain,
        ),
        Row(f"{answers:,} answers in {THREADS:,} threads: to the last one", burst.seconds, "s", plain),
        Row("refused for now, of all calls", burst.refused, "calls", burst.calls),
    ]


def _question(thread: int, message: int) -> str:
    return f"report the partition skew of TABLE_{thread}_{message}"


async def _in_teams(teams: Connector, folder: Path) -> _Burst:
    """Ask in all threads at once, until the last answer stands."""
    channels = add_channels(teams, THREADS // IN_A_CHANNEL)
    settings = office_settings(teams, channels, folder)
    write_greeter(folder / "workflows")
    async with child_server("bench.teams_service", ("--working",), settings) as service:
        teams.app_url = service.url
        began = teams.clock()
        asked = [_ask(teams, channels[number % len(channels)], number) for number in range(THREADS)]
        talks = await asyncio.gather(*asked)
        ended = await _all_answered(teams, talks)
    for number, talk in enumerate(talks):
        _check(teams, number, talk)
    _check_pace(teams)
    refused = sum(call.outcome == "Throttled" for call in teams.calls())
    return _Burst(ended - began, len(teams.calls()), refused)


async def _ask(teams: Connector, channel: Conversation, number: int) -> Act:
    """A thread: a post that names the bot, and once that is accepted a reply that does."""
    said = await teams.say(teams.ada, channel, _question(number, 1), mention=True)
    more = await teams.say(teams.ada, channel, _question(number, 2), mention=True, reply_to=said)
    if (said.status, more.status) != (200, 200):
        raise ValueError(f"a message was not accepted: {said.status}, {more.status}")
    return said


def _answers(teams: Connector, talk: Act) -> list[tuple[str, str]]:
    """What is answered in a thread: the numbers of thread and message, in the order of the answers."""
    place = teams.world.conversations[talk.conversation]
    texts = [post.text for post in teams.answers(place, talk)]
    return [(found[1], found[2]) for found in map(_ANSWER.search, texts) if found]


async def _all_answered(teams: Connector, talks: list[Act]) -> float:
    """Wait for every answer; the moment of the last. Raises ValueError if they do not come."""
    wanted, known, heard = 2 * len(talks), 0, teams.clock()
    while known < wanted:
        await asyncio.sleep(0.5)
        now = sum(len(_answers(teams, talk)) for talk in talks)
        if now > known:
            known, heard = now, teams.clock()
        elif teams.clock() - heard > PATIENCE:
            raise ValueError(f"only {known} of {wanted} messages were answered")
    return max(
        message.at
        for talk in talks
        for message in teams.world.conversations[talk.conversation].messages.values()
    )


def _check(teams: Connector, number: int, talk: Act) -> None:
    """Raise ValueError if a thread does not hold one answer to each message, in their order."""
    answered = _answers(teams, talk)
    if answered != [(str(number), "1"), (str(number), "2")]:
        raise ValueError(f"thread {number} was answered otherwise: {answered}")


def _check_pace(teams: Connector) -> None:
    """Raise ValueError if calls came too fast for a conversation, those that were refused included."""
    times: defaultdict[str | None, list[float]] = defaultdict(list)
    for call in teams.calls():
        times[call.channel].append(call.at)
    for limit in LIMITS["send"]:
        most = max(_most(each, limit.seconds) for each in times.values())
        if most > limit.calls:
            raise ValueError(f"{most} calls in {limit.seconds:g} s were too many for a conversation")


def _most(times: list[float], seconds: float) -> int:
    """The most calls in any stretch of so many seconds."""
    return max(1 + number - bisect_left(times, at - seconds) for number, at in enumerate(times))
