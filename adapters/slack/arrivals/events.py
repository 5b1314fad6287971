"""Which event is read by what."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack.arrivals.changes import Deleted, Edited, changed, deleted
from adapters.slack.arrivals.delivery import Delivery
from adapters.slack.arrivals.event import Event
from adapters.slack.arrivals.home import (
    AssistantOpened,
    ContextChanged,
    HomeOpened,
    assistant_context_changed,
    assistant_opened,
    context_changed,
    home_opened,
)
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.lifecycle import (
    APP_EVENTS,
    CHANNEL_EVENTS,
    MEMBER_EVENTS,
    AppChange,
    ChannelChange,
    app_change,
    channel_change,
    member_change,
)
from adapters.slack.arrivals.message import Message, message
from adapters.slack.arrivals.shapes import ChangeShape, Id, MessageShape, Shape

Happening = (
    Message
    | Edited
    | Deleted
    | HomeOpened
    | AssistantOpened
    | ContextChanged
    | AppChange
    | ChannelChange
    | Ignored
)
"""What an event can be."""

_OPENED: dict[str, Callable[[Mapping[str, Any], Event], HomeOpened | AssistantOpened | ContextChanged]] = {
    "app_home_opened": home_opened,
    "app_context_changed": context_changed,
    "assistant_thread_started": assistant_opened,
    "assistant_thread_context_changed": assistant_context_changed,
}


class _Event(Shape):
    type: str


class _Envelope(Shape):
    event_id: Id
    event_time: int | None = None
    event: dict[str, Any]
    is_ext_shared_channel: bool | None = None


def happening(payload: Mapping[str, Any], delivery: Delivery) -> Happening:
    """An event of the Events API; raises ValueError for what is none."""
    envelope = _Envelope.model_validate(payload)
    shared, at = envelope.is_ext_shared_channel is True, envelope.event_time or 0
    event = Event(delivery, envelope.event_id, shared=shared, at=at)
    kind, body = _Event.model_validate(envelope.event).type, envelope.event
    if kind in ("message", "app_mention"):
        return _message(body, event, mention=kind == "app_mention")
    if kind in _OPENED:
        return _OPENED[kind](body, event)
    return _lifecycle(kind, body, event)


def _message(body: Mapping[str, Any], event: Event, *, mention: bool) -> Happening:
    if body.get("subtype") == "message_changed":
        return changed(ChangeShape.model_validate(body), event)
    if body.get("subtype") == "message_deleted":
        return deleted(ChangeShape.model_validate(body), event)
    return message(MessageShape.model_validate(body), event, mention=mention)


def _lifecycle(kind: str, body: Mapping[str, Any], event: Event) -> AppChange | ChannelChange | Ignored:
    if kind in APP_EVENTS:
        return app_change(APP_EVENTS[kind], body, event)
    if kind in CHANNEL_EVENTS:
        return channel_change(CHANNEL_EVENTS[kind], body, event)
    if kind in MEMBER_EVENTS:
        return member_change(MEMBER_EVENTS[kind], body, event)
    return Ignored.because(Reason.UNKNOWN_EVENT, kind)
