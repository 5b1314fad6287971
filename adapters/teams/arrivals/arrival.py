"""The way in: an activity as Teams delivered it becomes one of the house's own nouns."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.teams.arrivals import file_consent, message_action, press
from adapters.teams.arrivals.changes import Deleted, Edited, Restored, deleted, updated
from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.file_consent import FileConsent
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.lifecycle import (
    ChannelChange,
    Installed,
    Members,
    Removed,
    TeamChange,
    conversation_update,
    installation,
)
from adapters.teams.arrivals.message import Message, message
from adapters.teams.arrivals.message_action import MessageAction
from adapters.teams.arrivals.press import Press
from adapters.teams.arrivals.shapes import Activity
from adapters.teams.file_hosts import FileHosts

Change = Edited | Restored | Deleted
"""What becomes of messages."""

Event = Installed | Removed | Members | ChannelChange | TeamChange
"""What becomes of the app and its conversations."""

Arrival = Message | Press | FileConsent | MessageAction | Change | Event | Ignored
"""Whatever comes in."""

CHANNEL = "msteams"
"""What Teams calls itself, among the places that Azure connects bots to."""

_BOTS = ("bot", "skill", "agenticAppInstance", "agenticUser")
_SILENT = {"messageReaction": Reason.REACTION, "typing": Reason.TYPING}

_EVENTS: dict[str, Callable[[Delivery], Arrival]] = {
    "messageDelete": deleted,
    "installationUpdate": installation,
    "conversationUpdate": conversation_update,
}
_INVOKES: dict[str, Callable[[Delivery, FileHosts], Arrival]] = {
    press.INVOKE: lambda delivery, _: press.executed(delivery),
    file_consent.INVOKE: lambda delivery, _: file_consent.file_consent(delivery),
    message_action.FETCH: message_action.message_action,
    message_action.SUBMIT: message_action.message_action,
}


def arrival(payload: Mapping[str, Any], hosts: FileHosts) -> Arrival:
    """What an activity is.

    ``payload`` is its parsed JSON, ``hosts`` are those that files may come from. The bot is whom it is
    delivered to. It never raises: what is not as Teams documents it is ignored as malformed.
    """
    try:
        return _arrival(Activity.model_validate(payload), hosts)
    except ValueError as error:
        return Ignored.because(Reason.MALFORMED, type(error).__name__, invoke=_invoke(payload))


def _invoke(payload: Any) -> str:
    """The name of an invoke, however malformed the rest of it is."""
    told = payload if isinstance(payload, dict) else {}
    name = told.get("name") if told.get("type") == "invoke" else ""
    return name if isinstance(name, str) else ""


def _arrival(activity: Activity, hosts: FileHosts) -> Arrival:
    if activity.channel_id != CHANNEL:
        return Ignored.because(Reason.OTHER_PLATFORM, activity.channel_id, invoke=_name(activity))
    if activity.type in _SILENT:
        return Ignored(_SILENT[activity.type])
    delivery = Delivery.of(activity)
    if activity.type in _EVENTS:
        return _EVENTS[activity.type](delivery)
    if _is_bot(activity):
        return Ignored.because(Reason.BOT, _sender(activity), invoke=_name(activity))
    return _done(delivery, hosts)


def _done(delivery: Delivery, hosts: FileHosts) -> Arrival:
    """What a person did."""
    activity = delivery.activity
    if activity.type == "message" and isinstance(activity.value, dict) and not activity.text:
        pressed = press.is_press(activity.value)
        return press.submitted(delivery) if pressed else Ignored(Reason.OTHER_CARD)
    if activity.type == "message":
        return message(delivery, hosts)
    if activity.type == "messageUpdate":
        return updated(delivery, hosts)
    if activity.type == "invoke":
        return _invoked(delivery, hosts)
    return Ignored.because(Reason.UNKNOWN_EVENT, activity.name or activity.type)


def _invoked(delivery: Delivery, hosts: FileHosts) -> Arrival:
    name = _name(delivery.activity)
    known = _INVOKES.get(name)
    return known(delivery, hosts) if known else Ignored.because(Reason.UNKNOWN_INVOKE, name, invoke=name)


def _name(activity: Activity) -> str:
    """The name of an invoke; nothing for anything else."""
    return (activity.name or "") if activity.type == "invoke" else ""


def _is_bot(activity: Activity) -> bool:
    """Whether a bot did it: itself, another one, or an application. Bots' ids begin with 28."""
    role = activity.sender.role if activity.sender else None
    who = _sender(activity)
    return role in _BOTS or who.startswith("28:") or who == activity.recipient.id


def _sender(activity: Activity) -> str:
    return activity.sender.id if activity.sender else ""
