"""A message of a person."""

from dataclasses import dataclass

from adapters.teams.arrivals.attached import Source
from adapters.teams.arrivals.content import Content, content
from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.mentions import Mentions
from adapters.teams.arrivals.reference import Reference, Scope
from adapters.teams.arrivals.shapes import required
from adapters.teams.file_hosts import FileHosts
from core.chat.inbound import Inbound


@dataclass(frozen=True, slots=True)
class Message:
    """A message; ``inbound`` has its words and the files that can be fetched.

    ``addressed``: it names the bot, is for the bot's eyes only, or stands in a conversation with the bot
    alone. ``inbound.thread`` is None in a conversation that has no threads. ``reply``: it is not the first of
    its channel's thread. ``targeted``: nobody else in the conversation sees it, as with a command from Teams'
    slash menu. ``message`` names it within its conversation.
    """

    inbound: Inbound
    content: Content
    reference: Reference
    message: str
    addressed: bool
    reply: bool
    targeted: bool

    @property
    def scope(self) -> Scope:
        """The kind of its conversation."""
        return self.reference.scope

    @property
    def unseen(self) -> bool:
        """Whether it stands among others' messages, and these do not see it."""
        return self.targeted and self.scope != "personal"


def message(delivery: Delivery, hosts: FileHosts) -> Message | Ignored:
    """A message, unless it says nothing to anybody; raises ValueError for what is none."""
    activity = delivery.activity
    mentions = Mentions.of(activity.entities, activity.recipient.id)
    shared = delivery.scope != "personal"
    source = Source(delivery.act, activity.service_url, hosts, shared=shared)
    brought = content(activity.text or "", activity.attachments or (), mentions, source)
    found = _message(delivery, brought, mentions)
    return Ignored(Reason.EMPTY) if brought.empty and not found.addressed else found


def _message(delivery: Delivery, brought: Content, mentions: Mentions) -> Message:
    activity, own = delivery.activity, required(delivery.activity.id)
    targeted = activity.recipient.is_targeted is True
    return Message(
        inbound=_inbound(delivery, brought),
        content=brought,
        reference=delivery.reference,
        message=own,
        addressed=mentions.bot or targeted or delivery.scope == "personal",
        reply=delivery.scope == "channel" and delivery.root not in (None, own),
        targeted=targeted,
    )


def _inbound(delivery: Delivery, brought: Content) -> Inbound:
    """In a channel, a post without a thread begins one."""
    own = required(delivery.activity.id)
    begun = delivery.channel.thread(own) if delivery.scope == "channel" else None
    return Inbound(
        id=delivery.act,
        act=delivery.act,
        channel=delivery.channel,
        thread=delivery.thread or begun,
        actor=delivery.actor,
        text=brought.said.text,
        files=brought.attached.files,
        named=delivery.named(brought.said),
    )
