"""Slack's deliveries: signed events acknowledged, beside a bare Bolt app that takes the same ones.

Each server is a process of its own and gets the same mentions, in turns; the others stand still meanwhile.
Ours checks the signature, reads the event and has it on the disk before it acknowledges: first alone, then
while the engine works at what came in.
"""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.accepting import Answer, Delivering, take_turns
from bench.child_server import ChildServer, child_server
from bench.row import Row
from bench.slack_office import add_channels, office_settings
from tests.adapters.slack.workspace import Delivery, Workspace, open_workspace
from tests.adapters.slack.workspace.message import by_person
from tests.adapters.slack.workspace.payload import ABSENT, fill

EVENTS = 200
"""In each round, for each server."""

WARM_UP = 50
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

                def due(number: int) -> list[Delivering]:
                    mentions = _mentions(slack, channels, EVENTS if number else WARM_UP)
                    return [partial(_answered, slack, mention) for mention in mentions]

                def point_at(url: str) -> None:
                    slack.app_url = url

                taken = await take_turns(servers, due, point_at)
    kinds = ("the door alone", "while it works")
    measured = [taken[kind].beside(taken["bare"], "acknowledged", kind, "events/s") for kind in kinds]
    return [row for rows in measured for row in rows]


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


async def _answered(slack: Workspace, delivery: Delivery) -> Answer:
    """How it was answered this time."""
    return (await slack.courier.deliver(replace(delivery)))[0].answer
