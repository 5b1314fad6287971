"""A pressed button, a choice from a menu, a typed answer: in a message, on the Home tab or in a form."""

from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.arrivals.entered import Entered, Value, entered, value_of
from adapters.slack.arrivals.interaction import Interaction, View
from adapters.slack.arrivals.shapes import ActionShape, ContainerShape, MessageShape
from adapters.slack.arrivals.tenant import Origin
from adapters.slack.rendering.action_id import ActionId
from adapters.slack.rendering.entry import FORM
from core.chat.controls import press_act
from core.chat.inbound import Inbound
from core.chat.thread_ref import ChannelRef, ThreadRef

Place = Literal["message", "ephemeral", "view"]


@dataclass(frozen=True, slots=True)
class Press:
    """A press; ``inbound`` has its action and value.

    On the Home tab and in a form there is no channel: ``inbound.channel`` is the person then, whom Slack
    takes as the conversation with the bot alone. A post that one person alone sees has a thread only if it
    stands in one. ``message_ts`` names the post that was pressed on. ``entered`` is everything that is filled
    in around the pressed element. ``form`` is set if the press answers nothing but asks for a form to answer
    in: it says what the form takes, and there is no value yet.
    """

    inbound: Inbound
    place: Place
    origin: Origin
    message_ts: str | None
    response_url: str
    trigger_id: str
    view: View | None
    entered: tuple[Entered, ...]
    form: str | None


def press(interaction: Interaction) -> Press:
    """The press; raises ValueError if nothing was pressed."""
    shape, view = interaction.shape, interaction.shape.view
    element, pressed = _pressed(interaction)
    value, opens_form = value_of(element), _opens_form(pressed.action_id)
    return Press(
        inbound=_inbound(interaction, pressed, None if opens_form else value),
        place=_place(interaction),
        origin=interaction.origin,
        message_ts=_message_ts(interaction),
        response_url=shape.response_url or "",
        trigger_id=shape.trigger_id or "",
        view=View.of(view) if view else None,
        entered=entered(view.state if view else shape.state, interaction.delivery.installation.tenant),
        form=str(value or "").removeprefix(FORM) if opens_form else None,
    )


def action_of(action_id: str) -> str:
    """The action that an element stands for: a card's elements have a number behind it, others have not."""
    known = _known(action_id)
    return known.action if known else action_id


def _opens_form(action_id: str) -> bool:
    known = _known(action_id)
    return known is not None and known.form


def _known(action_id: str) -> ActionId | None:
    """The id of an element of a card; None for one of another kind."""
    try:
        return ActionId.parse(action_id)
    except ValueError:
        return None


def _inbound(interaction: Interaction, pressed: ActionShape, value: Value) -> Inbound:
    action = action_of(pressed.action_id)
    once = press_act(interaction.actor, action, value) if isinstance(value, str) else None
    pressed_now = _act(interaction, pressed)
    return Inbound(
        id=pressed_now,
        act=once or pressed_now,
        kind="action",
        channel=_channel(interaction),
        thread=_thread(interaction),
        actor=interaction.actor,
        action=action,
        value=_plain(value),
    )


def _plain(value: Value) -> Any:
    """Several values as JSON has them: it comes back from the store like this."""
    return list(value) if isinstance(value, tuple) else value


def _pressed(interaction: Interaction) -> tuple[dict[str, Any], ActionShape]:
    element = (interaction.shape.actions or [{}])[0]
    return element, ActionShape.model_validate(element)


def _act(interaction: Interaction, pressed: ActionShape) -> str:
    """The same however often Slack delivers this press, and no other press's: people press again."""
    moment = pressed.action_ts or interaction.shape.trigger_id
    if moment is None:
        raise ValueError("the press has no name of its own")
    return interaction.delivery.key(interaction.shape.user.id, moment, pressed.action_id)


def _place(interaction: Interaction) -> Place:
    if interaction.shape.view is not None:
        return "view"
    return "ephemeral" if _container(interaction).is_ephemeral else "message"


def _channel(interaction: Interaction) -> ChannelRef:
    shape = interaction.shape
    channel = shape.channel.id if shape.channel else _container(interaction).channel_id
    return interaction.delivery.channel(channel or shape.user.id)


def _thread(interaction: Interaction) -> ThreadRef | None:
    message = interaction.shape.message or MessageShape()
    named = _container(interaction).thread_ts or message.thread_ts
    root = named or (_message_ts(interaction) if _place(interaction) == "message" else None)
    return _channel(interaction).thread(root) if root else None


def _message_ts(interaction: Interaction) -> str | None:
    message = interaction.shape.message or MessageShape()
    return _container(interaction).message_ts or message.ts


def _container(interaction: Interaction) -> ContainerShape:
    return interaction.shape.container or ContainerShape()
