"""Slack's deliveries: signed events acknowledged, beside a bare Bolt app that takes the same ones.

Each server is a process of its own and gets the same mentions, in turns; the others stand still meanwhile.
Ours checks the signature, reads the event and has it on the disk before it acknowledges: first alone, then
while the engine works at what came in.
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles

from bench.child_server import ChildServer, child_server
from bench.row import Row
from bench.slack_office import add_channels, office_settings
from tests.adapters.slack.workspace import Delivery, Workspace, open_workspace
from tests.adapters.slack.workspace.message import by_person
from tests.adapters.slack.workspace.payload import ABSENT, fill

ROUNDS = 10
EVENTS = 200
"""In each round, for each server."""

WARM_UP = 50
AT_ONCE = 50
CHANNELS = 50

_QUESTION = "what can you do?"


def run() -> list[Row]:
    """Events a second (median of the rounds), and the milliseconds of an acknowledgement."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        async with open_workspace() as slack:
            channels = add_channels(slack, CHANNELS)
            async with AsyncExitStack() as stack:
                servers = await _start(slack, channels, Path(name), stack)
                taken = await _take_turns(slack, channels, servers)
    bare = taken["bare"]
    return [row for kind in ("the door alone", "while it works") for row in _rows(kind, taken[kind], bare)]


async def _start(
    slack: Workspace, channels: Sequence[str], folder: Path, stack: AsyncExitStack
) -> dict[str, ChildServer]:
    """The servers, all started."""
    settings = {name: office_settings(slack, channels, folder / name) for name in ("alone", "works")}
    wanted: Mapping[str, tuple[str, Sequence[str], Mapping[str, str]]] = {
        "bare": ("bench.bare_bolt", (), settings["alone"]),
        "the door alone": ("bench.slack_service", (), settings["alone"]),
        "while it works": ("bench.slack_service", ("--working",), settings["works"]),
    }
    return {name: await stack.enter_async_context(child_server(*child)) for name, child in wanted.items()}


@dataclass(slots=True)
class _Taken:
    """What one server took: events a second of each round, milliseconds of each event."""

    speeds: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


async def _take_turns(
    slack: Workspace, channels: Sequence[str], servers: Mapping[str, ChildServer]
) -> dict[str, _Taken]:
    taken = {name: _Taken() for name in servers}
    for number in range(1 + ROUNDS):
        due = _mentions(slack, channels, EVENTS if number else WARM_UP)
        for name, server in servers.items():
            with server.turn() as slack.app_url:
                speed, times = await _deliver(slack, due)
            if number:
                taken[name].speeds.append(speed)
                taken[name].times += times
    return taken


def _mentions(slack: Workspace, channels: Sequence[str], count: int) -> list[Delivery]:
    """So many mentions of the bot by a known person, each the beginning of a thread."""
    return [_mention(slack, channels[number % len(channels)]) for number in range(count)]


def _mention(slack: Workspace, channel: str) -> Delivery:
    place, person = slack.world.channels[channel], slack.world.people[slack.ada]
    text = f"<@{slack.install.bot_user}> {_QUESTION}"
    message = by_person(slack.world, person, place, text, thread_ts=None, files=[])
    absent = ("user_team", "source_team", "user_profile", "thread_ts", "parent_user_id", "files", "upload")
    event = fill(
        "events/app_mention",
        **message | {"type": "app_mention", "channel": channel, "event_ts": message["ts"]},
        **dict.fromkeys((*absent, "display_as_bot"), ABSENT),
    )
    return slack.envelopes.event(event, slack.install, place)[0]


async def _deliver(slack: Workspace, due: Sequence[Delivery]) -> tuple[float, list[float]]:
    """Events a second, and the milliseconds of each; raises ValueError if one was not acknowledged."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(delivery: Delivery) -> Delivery:
        async with places:
            return (await slack.courier.deliver(replace(delivery)))[0]

    began = time.perf_counter()
    answers = [each.answer for each in await asyncio.gather(*map(one, due))]
    speed = len(due) / (time.perf_counter() - began)
    refused = [answer.failure or answer.status for answer in answers if answer.status != 200]
    if refused:
        raise ValueError(f"{len(refused)} of {len(due)} events were not acknowledged: {refused[0]}")
    return speed, [answer.seconds * 1e3 for answer in answers]


def _rows(kind: str, ours: _Taken, bare: _Taken) -> list[Row]:
    points, least = quantiles(ours.times, n=100), quantiles(bare.times, n=100)
    return [
        Row(f"acknowledged, {kind}", median(ours.speeds), "events/s", median(bare.speeds)),
        Row(f"acknowledged, {kind} (p50)", points[49], "ms", least[49]),
        Row(f"acknowledged, {kind} (p99)", points[98], "ms", least[98]),
    ]
