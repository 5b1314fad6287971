"""The way in: a payload as Slack delivered it becomes one of the house's own nouns."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack.arrivals.command import Command, command
from adapters.slack.arrivals.delivery import Delivery
from adapters.slack.arrivals.events import Happening, happening
from adapters.slack.arrivals.form_answer import FormAnswer, FormClosed, form_answer, form_closed
from adapters.slack.arrivals.handshake import Challenge, RateLimited, handshake
from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.interaction import Interaction
from adapters.slack.arrivals.press import Press, press
from adapters.slack.arrivals.shapes import InteractionShape, Shape
from adapters.slack.arrivals.shortcut import (
    GlobalShortcut,
    MessageShortcut,
    global_shortcut,
    message_shortcut,
)
from adapters.slack.arrivals.tenant import installation_of

Doing = Press | FormAnswer | FormClosed | MessageShortcut | GlobalShortcut
"""What somebody can do with the mouse."""

Arrival = Happening | Doing | Command | Challenge | RateLimited
"""Whatever comes in."""

_DOINGS: dict[str, Callable[[Interaction], Doing]] = {
    "block_actions": press,
    "view_submission": form_answer,
    "view_closed": form_closed,
    "message_action": message_shortcut,
    "shortcut": global_shortcut,
}


class _Payload(Shape):
    type: str


def arrival(payload: Mapping[str, Any], bot: Identity) -> Arrival:
    """What a delivery is.

    ``payload`` is the parsed JSON of an event or interaction, or the fields of a slash command's form.
    ``bot`` is who the bot is in ``installation_of(payload)``. It never raises: what is not as Slack documents
    it is ignored as malformed.
    """
    try:
        return handshake(payload) or _arrival(payload, bot)
    except ValueError as error:
        return Ignored.because(Reason.MALFORMED, type(error).__name__)


def _arrival(payload: Mapping[str, Any], bot: Identity) -> Arrival:
    installation = installation_of(payload)
    if installation is None:
        raise ValueError("it names no installation")
    delivery = Delivery(installation, bot)
    if "command" in payload:
        return command(payload, delivery)
    kind = _Payload.model_validate(payload).type
    if kind == "event_callback":
        return happening(payload, delivery)
    if kind in _DOINGS:
        return _DOINGS[kind](Interaction(delivery, InteractionShape.model_validate(payload)))
    return Ignored.because(Reason.UNKNOWN_INTERACTION, kind)
