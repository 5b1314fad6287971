"""What happens to the app, to its channels and to the connection."""

from dataclasses import replace

import pytest

from adapters.slack.arrivals.handshake import Challenge, RateLimited
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.lifecycle import AppChange, ChannelChange
from core.chat.thread_ref import ChannelRef
from tests.adapters.slack.arrivals.recorded import BOT, CHANNEL, TEAM, arrived

AT, ORG_AT = 1724966800, 1606805974
"""The ``event_time`` of the recorded events."""


def channel(name: str) -> ChannelRef:
    return ChannelRef(platform="slack", tenant=TEAM, channel=name)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("app_uninstalled", AppChange("uninstalled", TEAM, at=AT)),
        ("tokens_revoked", AppChange("tokens_revoked", TEAM, bots=(BOT.user,), users=("U0ADMIN",), at=AT)),
        (
            "team_access_granted",
            AppChange("access_granted", "E111", teams=("T111", "T222"), enterprise="E111", at=ORG_AT),
        ),
        ("channel_left", ChannelChange("left", CHANNEL)),
        ("group_left", ChannelChange("left", channel("C0PRIVATE"))),
        ("member_left_channel", ChannelChange("left", CHANNEL)),
        ("member_joined_channel", ChannelChange("joined", CHANNEL)),
        ("channel_archive", ChannelChange("archived", CHANNEL)),
        ("channel_rename", ChannelChange("renamed", CHANNEL, name="night-batch")),
        (
            "channel_id_changed",
            ChannelChange("id_changed", channel("C012Y48650T"), before=channel("G012Y48650T")),
        ),
        ("member_joined_channel_other", Ignored(Reason.OTHER_MEMBER)),
        ("reaction_added", Ignored(Reason.UNKNOWN_EVENT, "reaction_added")),
        ("block_suggestion", Ignored(Reason.UNKNOWN_INTERACTION, "block_suggestion")),
        ("app_rate_limited", RateLimited(TEAM, 1518467820)),
        ("url_verification", Challenge("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")),
        ("ssl_check", Ignored(Reason.SSL_CHECK)),
    ],
)
def test_what_a_delivery_means(name: str, change: object) -> None:
    assert arrived(name) == change


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("channel_unarchive", "unarchived"),
        ("group_archive", "archived"),
        ("group_deleted", "deleted"),
        ("channel_shared", "shared"),
    ],
)
def test_other_changes_of_a_channel(kind: str, told: str) -> None:
    found = arrived("channel_archive", type=kind)
    assert isinstance(found, ChannelChange)
    assert found.kind == told


def test_an_organisation_can_take_workspaces_away_again() -> None:
    given = arrived("team_access_granted")
    assert isinstance(given, AppChange)
    taken = arrived("team_access_granted", type="team_access_revoked")
    assert taken == replace(given, kind="access_revoked")
    assert not given.ends_access


def test_a_change_of_no_channel_is_malformed() -> None:
    assert arrived("channel_archive", channel=None) == Ignored(Reason.MALFORMED, "ValueError")
