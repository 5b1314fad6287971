"""What happens to messages, to the app and to its conversations."""

from typing import Any

import pytest

from adapters.teams.arrivals.changes import Deleted, Edited, Restored
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.lifecycle import ChannelChange, Installed, Members, Removed, TeamChange
from adapters.teams.arrivals.message import Message
from tests.adapters.teams.arrivals.recorded import (
    ANN,
    CHANNEL,
    GROUP,
    MESSAGE,
    ROOT,
    TEAM,
    TENANT,
    arrived,
    recorded,
)


@pytest.mark.parametrize(
    ("name", "kind", "team", "upgrade"),
    [
        ("installed_personal", "personal", "", False),
        ("installed_team", "channel", TEAM, False),
        ("bot_added", "channel", TEAM, False),
        ("upgraded", "personal", "", True),
    ],
)
def test_the_bot_comes_into_a_conversation(name: str, kind: str, team: str, upgrade: bool) -> None:  # noqa: FBT001 - a column
    found = arrived(name)
    assert isinstance(found, Installed)
    assert (found.reference.scope, found.team, found.upgrade) == (kind, team, upgrade)
    assert found.actor is not None
    assert found.actor.id == ANN
    assert found.channel.channel == found.reference.conversation


@pytest.mark.parametrize("name", ["removed_personal", "bot_removed"])
def test_the_bot_is_taken_out(name: str) -> None:
    found = arrived(name)
    assert isinstance(found, Removed)
    assert found.channel.channel == recorded(name)["conversation"]["id"]
    assert not found.upgrade


def test_who_installs_need_not_be_told() -> None:
    found = arrived("installed_personal", sender=None)
    assert isinstance(found, Installed)
    assert (found.actor, found.reference.user) == (None, "")


@pytest.mark.parametrize("action", [None, "", "approve"])
def test_any_other_news_of_an_installation_is_ignored(action: str | None) -> None:
    found = arrived("installed_personal", action=action)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.UNKNOWN_EVENT


def test_people_come_and_go() -> None:
    came, left = arrived("members_added"), arrived("members_removed")
    assert isinstance(came, Members)
    assert isinstance(left, Members)
    assert [each.id for each in came.added] == ["b130c271-d2eb-45f9-83ab-9eb3fe3788bc"]
    assert ([each.id for each in left.removed], left.added, left.channel) == (["29:other"], (), GROUP)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("channel_renamed", ChannelChange("renamed", CHANNEL, "Night batch")),
        ("channel_deleted", ChannelChange("deleted", CHANNEL, "Night batch")),
        ("team_archived", TeamChange("archived", TENANT, TEAM, "Data")),
    ],
)
def test_channels_and_teams_change(name: str, change: object) -> None:
    assert arrived(name) == change


@pytest.mark.parametrize("name", ["channel_renamed", "team_archived"])
def test_a_change_of_nothing_is_malformed(name: str) -> None:
    data = {**recorded(name)["channelData"], "channel": None, "team": None}
    assert arrived(name, channelData=data) == Ignored(Reason.MALFORMED, "ValueError")


def test_an_edit_is_the_act_of_its_message() -> None:
    edited, said = arrived("edited"), arrived("message_group")
    assert isinstance(edited, Edited)
    assert isinstance(said, Message)
    assert edited.message.inbound.act == said.inbound.act
    assert (edited.message.inbound.text, edited.message.addressed) == ("upstream of GL_POT?", True)


def test_a_message_that_is_brought_back_is_no_edit() -> None:
    found = arrived("undeleted")
    assert isinstance(found, Restored)
    assert found.message.message == MESSAGE


@pytest.mark.parametrize("event", [None, "other"])
def test_any_other_change_of_a_message_is_ignored(event: str | None) -> None:
    data: dict[str, Any] = {"tenant": {"id": TENANT}, "eventType": event}
    found = arrived("edited", channelData=data)
    assert found == Ignored(Reason.UNKNOWN_EVENT, f"messageUpdate {event or ''}")


def test_a_deleted_message_names_its_act_and_its_thread() -> None:
    found = arrived("deleted")
    assert found == Deleted(CHANNEL, CHANNEL.thread(ROOT), MESSAGE, str(CHANNEL.thread(MESSAGE)))
    alone = arrived("deleted_personal")
    assert isinstance(alone, Deleted)
    assert (alone.thread, alone.message) == (None, MESSAGE)
