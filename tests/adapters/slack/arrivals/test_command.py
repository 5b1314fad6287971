"""Slash commands."""

from typing import Any

import pytest

from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.ignored import Ignored, Reason
from tests.adapters.slack.arrivals.recorded import CHANNEL, arrived


def command(name: str = "slash_command", **changed: Any) -> Command:
    found = arrived(name, **changed)
    assert isinstance(found, Command)
    return found


def test_a_command_says_what_was_typed_where_and_by_whom() -> None:
    found = command()
    assert found.inbound.text == '/dataops upstream GL_* in #night-batch for @bob & "me"'
    assert (found.inbound.channel, found.inbound.thread) == (CHANNEL, None)
    assert (found.inbound.actor.id, found.inbound.actor.name) == ("U061F7AUR", "ann")
    assert found.response_url.startswith("https://hooks.slack.com/commands/")
    assert found.inbound.act == found.inbound.id == f"slack:T024BE7LD:{found.trigger_id}"


def test_two_commands_of_the_same_words_are_two_acts() -> None:
    assert command().inbound.act != command(trigger_id="2.3.4").inbound.act


def test_the_command_may_be_called_otherwise_in_a_workspace() -> None:
    found = command("slash_command_im")
    assert (found.name, found.inbound.text) == ("/dataops-dev", "/dataops")


@pytest.mark.parametrize(
    ("channel", "name", "scope"),
    [
        ("C1", "night-batch", "channel"),
        ("C1", "privategroup", "group"),
        ("D1", "directmessage", "im"),
        ("D1", None, "im"),
        ("G1", "mpdm-ann--bob-1", "mpim"),
        ("C1", "im", "channel"),
    ],
)
def test_the_kind_of_place(channel: str, name: str | None, scope: str) -> None:
    assert command(channel_id=channel, channel_name=name).scope == scope


@pytest.mark.parametrize(
    "text", ["match *_LOAD and GL_*", "match *LOAD*", "_GL_", "~x~", "a < b && b > c", "what's `GL_LOAD`"]
)
def test_signs_stand_for_themselves(text: str) -> None:
    assert command(text=text).said.text == text.replace("`", "")


@pytest.mark.parametrize("missing", ["user_id", "channel_id", "trigger_id"])
def test_a_command_without_one_of_its_parts_is_malformed(missing: str) -> None:
    assert arrived("slash_command", **{missing: None}) == Ignored(Reason.MALFORMED, "ValidationError")
