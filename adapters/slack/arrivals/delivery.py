"""One delivery of Slack's, as far as all kinds of them are alike."""

from dataclasses import dataclass
from typing import Literal

from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.tenant import Installation
from core.chat.inbound import Actor
from core.chat.said import Said
from core.chat.thread_ref import ChannelRef

PLATFORM = "slack"

Scope = Literal["im", "mpim", "channel", "group"]
"""A conversation with the bot alone, one of a few people, a public and a private channel.

Where Slack does not say, anything but a conversation with the bot counts as a channel.
"""

_SCOPES: dict[str | None, Scope] = {
    "im": "im",
    "app_home": "im",
    "mpim": "mpim",
    "channel": "channel",
    "group": "group",
}

NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Delivery:
    """For whom something was delivered."""

    installation: Installation
    bot: Identity

    def channel(self, channel: str) -> ChannelRef:
        """A channel by Slack's id."""
        return ChannelRef(platform=PLATFORM, tenant=self.installation.tenant, channel=channel)

    def actor(self, user: str, *names: str | None) -> Actor:
        """A person by Slack's id; the first name that says something is taken."""
        name = next((each.strip() for each in names if each and each.strip()), "")
        return Actor(platform=PLATFORM, tenant=self.installation.tenant, id=user, name=name[:NAME_LENGTH])

    def named(self, words: Said) -> dict[str, str]:
        """Whom words stand for, as the rest of the house names them: like those who act."""
        return {each: str(self.channel(identity)) for each, identity in words.named.items()}

    def key(self, *parts: str) -> str:
        """An id of something that happened in this installation."""
        return ":".join((PLATFORM, self.installation.tenant, *parts))


def scope(channel_type: str | None, channel: str) -> Scope:
    """The kind of a conversation; without Slack's word for it, its id tells."""
    return _SCOPES.get(channel_type) or ("im" if channel.startswith("D") else "channel")
