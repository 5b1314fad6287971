"""A slash command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.arrivals.content import typed
from adapters.slack.arrivals.delivery import Delivery, Scope, scope
from adapters.slack.arrivals.shapes import Id, Shape, Text
from core.chat.inbound import Inbound
from core.chat.said import Said

COMMAND = "/dataops"
"""How the rest of the house knows the command, whatever an admin called it in the workspace."""


_NAMELESS = {"directmessage": "im", "privategroup": "group"}
"""What Slack calls places whose name it does not tell, and what events call them."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; ``inbound`` has no thread: Slack has none for it.

    ``name`` is the command as it is called in this workspace. The bot need not be in the conversation; what
    is said through ``response_url`` arrives there in any case.
    """

    inbound: Inbound
    said: Said
    name: str
    scope: Scope
    response_url: str
    trigger_id: str


class _Fields(Shape):
    command: Text
    text: Text = ""
    user_id: Id
    user_name: Text | None = None
    channel_id: Id
    channel_name: Text | None = None
    trigger_id: Id
    response_url: Text = ""


def command(fields: Mapping[str, Any], delivery: Delivery) -> Command:
    """A command from the fields of its form; raises ValueError for what is none."""
    form = _Fields.model_validate(fields)
    words = typed(form.text, delivery)
    return Command(
        inbound=_inbound(form, words, delivery),
        said=words,
        name=form.command,
        scope=scope(_channel_type(form.channel_name or ""), form.channel_id),
        response_url=form.response_url,
        trigger_id=form.trigger_id,
    )


def _channel_type(name: str) -> str | None:
    return "mpim" if name.startswith("mpdm-") else _NAMELESS.get(name)


def _inbound(form: _Fields, words: Said, delivery: Delivery) -> Inbound:
    act = delivery.key(form.trigger_id)
    return Inbound(
        id=act,
        act=act,
        channel=delivery.channel(form.channel_id),
        actor=delivery.actor(form.user_id, form.user_name),
        text=f"{COMMAND} {words.text}".strip(),
        named=delivery.named(words),
    )
