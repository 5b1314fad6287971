"""Messages that were edited, deleted or brought back."""

from dataclasses import dataclass

from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.message import Message, message
from adapters.teams.arrivals.shapes import required
from adapters.teams.file_hosts import FileHosts
from core.chat.thread_ref import ChannelRef, ThreadRef


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed a message; ``message.inbound.act`` is the act that it was.

    Teams does not tell how it was before. Where that act is not known, the message did not concern the bot
    and may do so now. What came in stays as it was, and so does its run.
    """

    message: Message


@dataclass(frozen=True, slots=True)
class Restored:
    """A person brought back a message that was deleted; ``message.inbound.act`` is the act that it was."""

    message: Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone; ``act`` is the act that it was. ``thread`` is None in a chat, which has none."""

    channel: ChannelRef
    thread: ThreadRef | None
    message: str
    act: str


def updated(delivery: Delivery, hosts: FileHosts) -> Edited | Restored | Ignored:
    """An edit, or what undoes a deletion; raises ValueError for what is none."""
    event = delivery.data.event_type
    if event not in ("editMessage", "undeleteMessage"):
        return Ignored.because(Reason.UNKNOWN_EVENT, f"messageUpdate {event or ''}")
    found = message(delivery, hosts)
    if isinstance(found, Ignored):
        return found
    return Edited(found) if event == "editMessage" else Restored(found)


def deleted(delivery: Delivery) -> Deleted:
    """A message that was deleted; raises ValueError if it is not named."""
    own = required(delivery.activity.id)
    begun = delivery.channel.thread(own) if delivery.scope == "channel" else None
    return Deleted(delivery.channel, delivery.thread or begun, own, delivery.act)
