"""A message of a person."""

from dataclasses import dataclass

from adapters.slack.arrivals.authorship import nobodys, own_team
from adapters.slack.arrivals.content import Content, content
from adapters.slack.arrivals.delivery import Scope, scope
from adapters.slack.arrivals.event import Event
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.shapes import MessageShape
from adapters.slack.arrivals.tenant import Origin, origin
from core.chat.inbound import Inbound


@dataclass(frozen=True, slots=True)
class Message:
    """A message; ``inbound`` has its words and the files that can be fetched.

    ``addressed``: it names the bot or stands in a conversation with the bot alone. Any other message concerns
    the bot only in a thread that it takes part in. ``reply``: it is not the first of its thread. ``ts`` names
    it within its channel. ``edited``: it was changed before it came in; it counts all the same, and once,
    because its act is that of the message and not of the change.
    """

    inbound: Inbound
    content: Content
    addressed: bool
    scope: Scope
    origin: Origin
    ts: str
    reply: bool
    edited: bool


def message(shape: MessageShape, event: Event, *, mention: bool) -> Message | Ignored:
    """A message, unless it is nobody's. ``mention``: Slack says that it names the bot."""
    ignored = nobodys(shape, event.delivery)
    if ignored is not None:
        return ignored
    brought = content(shape, event.delivery)
    found = _message(shape, event, brought, mention=mention)
    return Ignored(Reason.EMPTY) if brought.empty and not found.addressed else found


def _message(shape: MessageShape, event: Event, brought: Content, *, mention: bool) -> Message:
    delivery, ts = event.delivery, required(shape.ts)
    kind = scope(shape.channel_type, required(shape.channel))
    return Message(
        inbound=_inbound(shape, event, brought),
        content=brought,
        addressed=mention or brought.said.mentioned or kind == "im",
        scope=kind,
        origin=origin(delivery.installation, own_team(shape), shared=event.shared),
        ts=ts,
        reply=shape.thread_ts not in (None, ts),
        edited=bool(shape.edited),
    )


def _inbound(shape: MessageShape, event: Event, brought: Content) -> Inbound:
    channel, ts = event.delivery.channel(required(shape.channel)), required(shape.ts)
    profile = shape.user_profile
    names = (profile.display_name, profile.real_name, profile.name) if profile else ()
    return Inbound(
        id=f"{channel.platform}:{event.id}",
        act=str(channel.thread(ts)),
        channel=channel,
        thread=channel.thread(shape.thread_ts or ts),
        actor=event.delivery.actor(required(shape.user), *names),
        text=brought.said.text,
        files=brought.attached.files,
        named=event.delivery.named(brought.said),
    )


def required(value: str | None) -> str:
    """A part without which a delivery makes no sense; raises ValueError."""
    if value is None:
        raise ValueError("a part of the payload is missing")
    return value
