"""What happens to the app and to the channels it is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from adapters.slack.arrivals.event import Event
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.shapes import ChannelShape, Id, MaybeId, Shape
from core.chat.thread_ref import ChannelRef

AppKind = Literal["installed", "uninstalled", "tokens_revoked", "access_granted", "access_revoked"]
ChannelKind = Literal[
    "joined", "left", "archived", "unarchived", "deleted", "renamed", "id_changed", "shared", "unshared"
]

APP_EVENTS: dict[str, AppKind] = {
    "app_installed": "installed",
    "app_uninstalled": "uninstalled",
    "app_uninstalled_team": "uninstalled",
    "tokens_revoked": "tokens_revoked",
    "team_access_granted": "access_granted",
    "team_access_revoked": "access_revoked",
}
CHANNEL_EVENTS: dict[str, ChannelKind] = {
    "channel_left": "left",
    "group_left": "left",
    "channel_archive": "archived",
    "group_archive": "archived",
    "channel_unarchive": "unarchived",
    "group_unarchive": "unarchived",
    "channel_deleted": "deleted",
    "group_deleted": "deleted",
    "channel_rename": "renamed",
    "group_rename": "renamed",
    "channel_id_changed": "id_changed",
    "channel_shared": "shared",
    "channel_unshared": "unshared",
}
MEMBER_EVENTS: dict[str, ChannelKind] = {"member_joined_channel": "joined", "member_left_channel": "left"}


@dataclass(frozen=True, slots=True)
class AppChange:
    """Something happened to the installation ``tenant``.

    ``at`` is when, in Unix seconds. ``bots`` and ``users`` are those whose tokens are gone; ``teams`` the
    workspaces of an organisation that the app may or may no longer be used in. ``enterprise`` is the
    organisation that the tenant is, or belongs to.
    """

    kind: AppKind
    tenant: str
    bots: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    enterprise: str | None = None
    at: int = 0

    @property
    def ends_access(self) -> bool:
        """Whether the bot's own token is said to be gone."""
        return self.kind == "uninstalled" or (self.kind == "tokens_revoked" and bool(self.bots))


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """Something happened to a channel, or to the bot in it (``joined``, ``left``).

    ``name`` is the new one of a renamed channel, ``before`` the old reference of one whose id changed.
    """

    kind: ChannelKind
    channel: ChannelRef
    name: str = ""
    before: ChannelRef | None = None


class _Tokens(Shape):
    bot: list[Id] | None = None
    oauth: list[Id] | None = None


class _App(Shape):
    tokens: _Tokens | None = None
    team_ids: list[Id] | None = None


class _Channel(Shape):
    channel: Id | ChannelShape | None = None
    old_channel_id: MaybeId = None
    new_channel_id: MaybeId = None


class _Member(Shape):
    user: Id
    channel: Id


def app_change(kind: AppKind, body: Mapping[str, Any], event: Event) -> AppChange:
    """A change of the installation."""
    app = _App.model_validate(body)
    tokens = app.tokens or _Tokens()
    return AppChange(
        kind,
        event.delivery.installation.tenant,
        bots=tuple(tokens.bot or ()),
        users=tuple(tokens.oauth or ()),
        teams=tuple(app.team_ids or ()),
        enterprise=event.delivery.installation.enterprise,
        at=event.at,
    )


def channel_change(kind: ChannelKind, body: Mapping[str, Any], event: Event) -> ChannelChange:
    """A change of a channel; raises ValueError if it names none."""
    shape = _Channel.model_validate(body)
    channel = shape.channel
    if isinstance(channel, BaseModel):
        return ChannelChange(kind, event.delivery.channel(channel.id), name=channel.name or "")
    now = channel or shape.new_channel_id
    if now is None:
        raise ValueError("no channel is named")
    before = event.delivery.channel(shape.old_channel_id) if shape.old_channel_id else None
    return ChannelChange(kind, event.delivery.channel(now), before=before)


def member_change(kind: ChannelKind, body: Mapping[str, Any], event: Event) -> ChannelChange | Ignored:
    """The bot came or went; other people may do so unnoticed."""
    member = _Member.model_validate(body)
    if member.user != event.delivery.bot.user:
        return Ignored(Reason.OTHER_MEMBER)
    return ChannelChange(kind, event.delivery.channel(member.channel))
