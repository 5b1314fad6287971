"""Teams' door keeps what every door must keep, seen from Teams' side."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from botframework.connector.auth import PasswordServiceClientCredentialFactory

from adapters.teams import pace, streamed_message
from adapters.teams.arrivals.reference import Reference, Scope
from adapters.teams.botbuilder_transport import BotBuilderTransport
from adapters.teams.door import TeamsDoor
from adapters.teams.file_hosts import FileHosts
from core.chat.conformance import (
    CHECKS,
    Check,
    Subject,
    a_dropped_stream_leaves_nothing,
    a_stream_becomes_one_post,
)
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database
from tests.adapters.teams.connector import Act, Connector, open_connector
from tests.adapters.teams.office import cloud_of


class Eyes:
    """What people see in a thread."""

    def __init__(self, teams: Connector) -> None:
        self._teams = teams

    def posts(self, thread: ThreadRef) -> list[str]:
        place = self._teams.world.conversations[thread.channel.channel]
        root = Act(place.id, thread.thread, thread.thread) if place.kind == "channel" else None
        return [post.text for post in self._teams.messages(place, root)]


@asynccontextmanager
async def opened(tmp_path: Path, teams: Connector, scope: Scope = "channel") -> AsyncIterator[Subject]:
    """The door in a channel of the fake, or in Ada's chat with the bot."""
    place = teams.channel if scope == "channel" else teams.chat
    database, cloud = Database(tmp_path / "teams.db"), cloud_of(teams)
    credentials = PasswordServiceClientCredentialFactory(teams.app_id, teams.app_password, teams.tenant.id)
    transport = BotBuilderTransport(teams.app_id, credentials, cloud.service_hosts, **cloud.addresses)
    door = TeamsDoor(transport, database, tmp_path / "uploads", FileHosts(loopback=True))
    channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=place.id)
    door.conversations.remember(
        channel,
        Reference(
            service_url=teams.tenant.service_url,
            tenant=teams.tenant.id,
            scope=scope,
            conversation=place.id,
            bot=f"28:{teams.app_id}",
            bot_name="DataOps",
            user="",
            locale="en-US",
        ),
    )
    actor = Actor(platform="teams", tenant=teams.tenant.id, id=teams.ada.aad)
    yield Subject(door=door, channel=channel, actor=actor, observer=Eyes(teams), folder=tmp_path)
    await door.settle()
    database.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_teams_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr(
        pace, "BUDGETS", ((1000, 1.0),)
    )  # the checks post more than Teams takes in their time
    async with open_connector() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
        async with opened(tmp_path, teams) as subject:
            await check(subject)


@pytest.mark.parametrize("check", [a_stream_becomes_one_post, a_dropped_stream_leaves_nothing])
async def test_teams_streams_where_one_person_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Check
) -> None:
    monkeypatch.setattr(pace, "BUDGETS", ((1000, 1.0),))
    monkeypatch.setattr(streamed_message, "LEAST_SECONDS", 0.0)
    async with open_connector() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
        async with opened(tmp_path, teams, "personal") as subject:
            assert subject.door.open(subject.channel).capabilities.stream
            await check(subject)
            assert teams.calls("stream")
