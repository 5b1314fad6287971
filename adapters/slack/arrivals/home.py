"""Somebody opens the bot's own space, or looks at something else while it is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.arrivals import rich_text
from adapters.slack.arrivals.event import Event
from adapters.slack.arrivals.shapes import Id, MaybeId, Shape, Stamp, Text
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody opened the App Home. ``channel`` is their conversation with the bot.

    ``looking_at`` are the channels that they had before them, the most relevant first. ``hash`` names what
    the Home tab showed them, if it showed anything.
    """

    actor: Actor
    channel: ChannelRef
    tab: Literal["home", "messages"]
    looking_at: tuple[ChannelRef, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class AssistantOpened:
    """Somebody opened a new conversation with the bot beside a channel (the older of Slack's two ways)."""

    actor: Actor
    thread: ThreadRef
    looking_at: tuple[ChannelRef, ...]


@dataclass(frozen=True, slots=True)
class ContextChanged:
    """Somebody went to another channel while the bot is open; Slack need not say who, or beside what."""

    actor: Actor | None
    thread: ThreadRef | None
    looking_at: tuple[ChannelRef, ...]


class _Shown(Shape):
    hash: Text | None = None


class _Home(Shape):
    user: Id
    channel: Id
    tab: str | None = None
    view: _Shown | None = None


class _Thread(Shape):
    user_id: Id
    channel_id: Id
    thread_ts: Stamp
    context: Any = None


class _Context(Shape):
    user: MaybeId = None


class _Viewed(Shape):
    channel_id: MaybeId = None


def home_opened(body: Mapping[str, Any], event: Event) -> HomeOpened:
    """The messages tab, or else the Home tab."""
    home = _Home.model_validate(body)
    delivery = event.delivery
    looking_at = _entities(body.get("context"), event)
    return HomeOpened(
        actor=delivery.actor(home.user),
        channel=delivery.channel(home.channel),
        tab="messages" if home.tab == "messages" else "home",
        looking_at=looking_at,
        hash=(home.view.hash if home.view else None) or "",
    )


def assistant_opened(body: Mapping[str, Any], event: Event) -> AssistantOpened:
    """A new conversation."""
    thread = _Thread.model_validate(body.get("assistant_thread"))
    return AssistantOpened(event.delivery.actor(thread.user_id), _ref(thread, event), _beside(thread, event))


def assistant_context_changed(body: Mapping[str, Any], event: Event) -> ContextChanged:
    """Another channel beside an open conversation."""
    thread = _Thread.model_validate(body.get("assistant_thread"))
    return ContextChanged(event.delivery.actor(thread.user_id), _ref(thread, event), _beside(thread, event))


def context_changed(body: Mapping[str, Any], event: Event) -> ContextChanged:
    """Another channel beside the messages tab."""
    user = _Context.model_validate(body).user
    actor = event.delivery.actor(user) if user else None
    return ContextChanged(actor, None, _entities(body.get("context"), event))


def _ref(thread: _Thread, event: Event) -> ThreadRef:
    return event.delivery.channel(thread.channel_id).thread(thread.thread_ts)


def _beside(thread: _Thread, event: Event) -> tuple[ChannelRef, ...]:
    viewed = _Viewed.model_validate(thread.context or {}).channel_id
    return (event.delivery.channel(viewed),) if viewed else ()


def _entities(context: Any, event: Event) -> tuple[ChannelRef, ...]:
    """The channels among what somebody looks at: named, or around a message."""
    entities = rich_text.objects(context.get("entities")) if isinstance(context, dict) else []
    values = (entity.get("value") for entity in entities if _names_channel(entity.get("type")))
    named = ({"channel_id": value} if isinstance(value, str) else value for value in values)
    channels = (_Viewed.model_validate(each).channel_id for each in named)
    return tuple(event.delivery.channel(channel) for channel in channels if channel)


def _names_channel(kind: Any) -> bool:
    return kind in ("slack#/types/channel_id", "slack#/types/message_context")
