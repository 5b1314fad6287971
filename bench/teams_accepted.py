"""Teams' deliveries: signed activities accepted, beside a bare botbuilder echo bot that takes the same ones.

Each server is a process of its own and gets the same mentions, in turns; the others stand still meanwhile.
Ours checks the token, reads the activity and has it on the disk before it answers: first alone, then while
the engine works at what came in. The echo bot answers inside of the request, as botbuilder's
bots do; how much of its time that is, a second one shows that says nothing.
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
from bench.teams_office import add_channels, office_settings
from tests.adapters.teams.connector import Connector, Conversation, Delivery, open_connector
from tests.adapters.teams.connector.writing import written

ACTIVITIES = 100
"""In each round, for each server."""

CHANNELS = 50

UNIT = "activities/s"

_QUESTION = "what can you do?"


def run() -> list[Row]:
    """Activities a second (median of the rounds), and the milliseconds until one is accepted."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        async with open_connector() as teams:
            channels = add_channels(teams, CHANNELS)
            async with AsyncExitStack() as stack:
                servers = await _start(teams, channels, Path(name), stack)

                def due(_: int) -> list[Delivering]:
                    places = [channels[number % CHANNELS] for number in range(ACTIVITIES)]
                    return [partial(_answered, teams, _mention(teams, place)) for place in places]

                def point_at(url: str) -> None:
                    teams.app_url = url

                taken = await take_turns(servers, due, point_at)
    alone, works, echo = taken["the door alone"], taken["while it works"], taken["echo"]
    return [
        *alone.beside(echo, "accepted", "the door alone", UNIT),
        *works.beside(echo, "accepted", "while it works", UNIT),
        *alone.beside(taken["silent"], "accepted", "the door alone, beside a silent bot", UNIT),
    ]


async def _start(
    teams: Connector, channels: Sequence[Conversation], folder: Path, stack: AsyncExitStack
) -> dict[str, ChildServer]:
    """The servers, all started."""
    settings = {name: office_settings(teams, channels, folder / name) for name in ("alone", "works")}
    wanted: Mapping[str, tuple[str, Sequence[str], Mapping[str, str]]] = {
        "echo": ("bench.bare_botbuilder", (), settings["alone"]),
        "silent": ("bench.bare_botbuilder", ("--silent",), settings["alone"]),
        "the door alone": ("bench.teams_service", (), settings["alone"]),
        "while it works": ("bench.teams_service", ("--working",), settings["works"]),
    }
    return {name: await stack.enter_async_context(child_server(*child)) for name, child in wanted.items()}


def _mention(teams: Connector, channel: Conversation) -> Delivery:
    """A mention of the bot by a known person, the beginning of a thread; signed already."""
    content = written(teams.world.bot, _QUESTION)
    message = teams.world.post(channel, teams.ada.id, content)
    html = {"contentType": "text/html", "content": content["html"]}
    more = {"id": message.id, "text": content["text"], "attachments": [html]}
    activity = teams.envelopes.said("message", teams.ada, channel, message.root, more)
    activity["entities"] = content["mentions"] + activity["entities"]
    return Delivery(activity, teams.signer.headers(activity["serviceUrl"]))


async def _answered(teams: Connector, delivery: Delivery) -> Answer:
    """How it was answered this time."""
    return (await teams.courier.deliver(replace(delivery)))[0].answer
