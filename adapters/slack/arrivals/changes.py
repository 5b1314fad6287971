"""Messages that were edited or deleted."""

from dataclasses import dataclass

from adapters.slack.arrivals.authorship import is_own
from adapters.slack.arrivals.content import content
from adapters.slack.arrivals.event import Event
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.message import Message, message, required
from adapters.slack.arrivals.shapes import ChangeShape, MessageShape
from core.chat.thread_ref import ThreadRef


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed the words or files of a message that was for the bot before, or still is not.

    What came in stays as it was, and so does its run; whoever wants something else says it anew.
    """

    message: Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone; ``act`` is the act that it was. ``own``: the bot's, a progress card perhaps."""

    thread: ThreadRef
    ts: str
    act: str
    own: bool


def changed(shape: ChangeShape, event: Event) -> Message | Edited | Deleted | Ignored:
    """An edit. One that names the bot for the first time is a message: before, it was none of ours."""
    after, before = (_placed(each, shape) for each in (shape.message, shape.previous_message))
    if after.subtype == "tombstone":
        return deleted(shape, event)
    delivery = event.delivery
    found = message(after.model_copy(update={"edited": True}), event, mention=False)
    if isinstance(found, Ignored):
        return found
    old = content(before, delivery)
    if (old.said, old.attached) == (found.content.said, found.content.attached):
        return Ignored(Reason.UNCHANGED)
    return found if found.content.said.mentioned and not old.said.mentioned else Edited(found)


def deleted(shape: ChangeShape, event: Event) -> Deleted:
    """A message that was deleted, or of which only the thread is left."""
    before = _placed(shape.previous_message or shape.message or MessageShape(), shape)
    ts = required(shape.deleted_ts or before.ts)
    channel = event.delivery.channel(shape.channel)
    return Deleted(
        thread=channel.thread(before.thread_ts or ts),
        ts=ts,
        act=str(channel.thread(ts)),
        own=is_own(before, event.delivery),
    )


def _placed(shape: MessageShape | None, change: ChangeShape) -> MessageShape:
    """A message within a change, with the channel that is told outside it."""
    place = {"channel": change.channel, "channel_type": change.channel_type}
    return (shape or MessageShape()).model_copy(update=place)
