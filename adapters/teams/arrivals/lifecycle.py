"""What happens to the app, and to the conversations it is in."""

from dataclasses import dataclass
from typing import Literal

from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.reference import Reference
from adapters.teams.arrivals.shapes import Account, Named, required
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef

ChannelKind = Literal["created", "renamed", "deleted", "restored", "shared", "unshared"]
TeamKind = Literal["renamed", "deleted", "restored", "archived", "unarchived"]

_CHANNEL_EVENTS: dict[str, ChannelKind] = {
    "channelCreated": "created",
    "channelRenamed": "renamed",
    "channelDeleted": "deleted",
    "channelRestored": "restored",
    "channelShared": "shared",
    "channelUnshared": "unshared",
}
_TEAM_EVENTS: dict[str, TeamKind] = {
    "teamRenamed": "renamed",
    "teamDeleted": "deleted",
    "teamHardDeleted": "deleted",
    "teamRestored": "restored",
    "teamArchived": "archived",
    "teamUnarchived": "unarchived",
}


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot came into a conversation; Teams tells it twice, as an installation and as a new member.

    ``channel`` of a team is the one that was chosen for it, or the team's first. ``actor`` is who did it, if
    Teams tells; ``team`` the team's id. ``upgrade``: it was there before, in an older version.
    """

    channel: ChannelRef
    actor: Actor | None
    reference: Reference
    team: str
    upgrade: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was taken out of a conversation: nothing can be said there any more.

    ``upgrade``: a newer version takes its place.
    """

    channel: ChannelRef
    actor: Actor | None
    team: str
    upgrade: bool


@dataclass(frozen=True, slots=True)
class Members:
    """People came into a conversation, or left it."""

    channel: ChannelRef
    reference: Reference
    added: tuple[Actor, ...]
    removed: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """Something happened to a channel of a team that the bot is in; ``name`` is what it is called now."""

    kind: ChannelKind
    channel: ChannelRef
    name: str


@dataclass(frozen=True, slots=True)
class TeamChange:
    """Something happened to a team that the bot is in; ``name`` is what it is called now, if Teams tells."""

    kind: TeamKind
    tenant: str
    team: str
    name: str


def installation(delivery: Delivery) -> Installed | Removed | Ignored:
    """An update of the installation."""
    action, _, upgrade = (delivery.activity.action or "").partition("-")
    if action == "add":
        return _installed(delivery, upgrade=upgrade == "upgrade")
    if action == "remove":
        return _removed(delivery, upgrade=upgrade == "upgrade")
    return Ignored.because(Reason.UNKNOWN_EVENT, f"installationUpdate {action}")


def conversation_update(
    delivery: Delivery,
) -> Installed | Removed | Members | ChannelChange | TeamChange | Ignored:
    """A change of a conversation; raises ValueError for one of a channel or team that is not named."""
    event = delivery.data.event_type or ""
    if event in _CHANNEL_EVENTS:
        named = delivery.data.channel or Named()
        return ChannelChange(
            _CHANNEL_EVENTS[event], delivery.channel_of(required(named.id)), named.name or ""
        )
    if event in _TEAM_EVENTS:
        team = delivery.data.team or Named()
        return TeamChange(_TEAM_EVENTS[event], delivery.tenant, required(team.id), team.name or "")
    return _members(delivery, event)


def _members(delivery: Delivery, event: str) -> Installed | Removed | Members | Ignored:
    activity = delivery.activity
    added, removed = activity.members_added or [], activity.members_removed or []
    bot = activity.recipient.id
    if any(each.id == bot for each in added):
        return _installed(delivery, upgrade=False)
    if any(each.id == bot for each in removed):
        return _removed(delivery, upgrade=False)
    if not added and not removed:
        return Ignored.because(Reason.UNKNOWN_EVENT, f"conversationUpdate {event}")
    return Members(delivery.channel, delivery.reference, _people(delivery, added), _people(delivery, removed))


def _installed(delivery: Delivery, *, upgrade: bool) -> Installed:
    return Installed(delivery.channel, _doer(delivery), delivery.reference, _team(delivery), upgrade)


def _removed(delivery: Delivery, *, upgrade: bool) -> Removed:
    return Removed(delivery.channel, _doer(delivery), _team(delivery), upgrade)


def _doer(delivery: Delivery) -> Actor | None:
    return delivery.actor if delivery.activity.sender else None


def _team(delivery: Delivery) -> str:
    return (delivery.data.team or Named()).id or ""


def _people(delivery: Delivery, accounts: list[Account]) -> tuple[Actor, ...]:
    return tuple(map(delivery.actor_of, accounts))
