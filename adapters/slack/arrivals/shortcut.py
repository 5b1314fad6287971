"""An entry of Slack's menus that somebody chose: on a message, or anywhere."""

from dataclasses import dataclass

from adapters.slack.arrivals.content import Content, content
from adapters.slack.arrivals.interaction import Interaction
from adapters.slack.arrivals.message import required
from adapters.slack.arrivals.shapes import MessageShape
from adapters.slack.arrivals.tenant import Origin
from core.chat.inbound import Actor, Inbound


@dataclass(frozen=True, slots=True)
class MessageShortcut:
    """A shortcut on a message; ``inbound`` has the message's files, its thread, and who chose the shortcut.

    ``inbound.text`` is empty: the words of the message (in ``content``) are its author's, and would be taken
    for an order of the person who chose. ``author`` is a person's or bot's id. ``ts`` names the message.
    """

    inbound: Inbound
    content: Content
    callback: str
    origin: Origin
    author: str
    ts: str
    response_url: str
    trigger_id: str


@dataclass(frozen=True, slots=True)
class GlobalShortcut:
    """A shortcut that belongs to no message."""

    actor: Actor
    origin: Origin
    callback: str
    trigger_id: str


def message_shortcut(interaction: Interaction) -> MessageShortcut:
    """A shortcut on a message; raises ValueError if there is none."""
    shape, message = interaction.shape, interaction.shape.message or MessageShape()
    brought = content(message, interaction.delivery)
    return MessageShortcut(
        inbound=_inbound(interaction, message, brought),
        content=brought,
        callback=shape.callback_id or "",
        origin=interaction.origin,
        author=message.user or message.bot_id or "",
        ts=required(message.ts or shape.message_ts),
        response_url=shape.response_url or "",
        trigger_id=shape.trigger_id or "",
    )


def global_shortcut(interaction: Interaction) -> GlobalShortcut:
    """A shortcut that belongs to no message."""
    shape = interaction.shape
    return GlobalShortcut(
        interaction.actor, interaction.origin, shape.callback_id or "", shape.trigger_id or ""
    )


def _inbound(interaction: Interaction, message: MessageShape, brought: Content) -> Inbound:
    shape = interaction.shape
    channel = interaction.delivery.channel(required(shape.channel.id if shape.channel else None))
    ts = required(message.ts or shape.message_ts)
    act = interaction.delivery.key(shape.user.id, required(shape.action_ts or shape.trigger_id), ts)
    return Inbound(
        id=act,
        act=act,
        channel=channel,
        thread=channel.thread(message.thread_ts or ts),
        actor=interaction.actor,
        files=brought.attached.files,
    )
