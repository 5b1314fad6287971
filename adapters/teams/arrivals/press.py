"""A pressed button of a card, with what was typed and chosen around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.reference import Reference
from adapters.teams.arrivals.shapes import Shape, Text
from adapters.teams.rendering.entered import entered
from adapters.teams.rendering.pressed import ANSWER, VERB
from core.chat.cleaning import tidy, wellformed
from core.chat.controls import press_act
from core.chat.inbound import Inbound

INVOKE = "adaptiveCard/action"

_NO_FIELDS = (VERB, ANSWER, "msteams")


@dataclass(frozen=True, slots=True)
class Press:
    """A press; ``inbound`` has its action and value: the button's own, or else what was typed as the answer.

    ``fields`` are the other inputs of the card by name; what was left empty is an empty text, and several
    choices are one text with commas, as Teams has it. ``card`` names the post that was pressed on, if Teams
    does. ``invoke``: the card waits for its answer, which is what it is replaced by.
    """

    inbound: Inbound
    reference: Reference
    card: str | None
    invoke: bool
    fields: Mapping[str, str] = field(default_factory=dict)


class _Meant(Shape):
    action: Text
    value: Text | None = None


class _Action(Shape):
    data: Any = None


class _Executed(Shape):
    action: _Action
    trigger: str | None = None


def is_press(value: Any) -> bool:
    """Whether a message is the press of a button."""
    return isinstance(value, dict) and isinstance(value.get(VERB), dict)


def submitted(delivery: Delivery) -> Press:
    """A press that comes as a message (Action.Submit); raises ValueError if nothing was pressed."""
    return _press(delivery, delivery.activity.value, invoke=False)


def executed(delivery: Delivery) -> Press | Ignored:
    """A press that waits for its answer (Action.Execute); raises ValueError if nothing was pressed."""
    executed = _Executed.model_validate(delivery.activity.value)
    if executed.trigger == "automatic":
        return Ignored(Reason.REFRESH, invoke=INVOKE)
    if not is_press(executed.action.data):
        return Ignored(Reason.OTHER_CARD, invoke=INVOKE)
    return _press(delivery, executed.action.data, invoke=True)


def _press(delivery: Delivery, data: Mapping[str, Any], *, invoke: bool) -> Press:
    meant = _Meant.model_validate(data[VERB])
    value = meant.value if meant.value is not None else _entered(data.get(ANSWER))
    held = {wellformed(name): _entered(each) for name, each in data.items() if name not in _NO_FIELDS}
    return Press(
        inbound=_inbound(delivery, meant.action, value),
        reference=delivery.reference,
        card=delivery.activity.reply_to_id,
        invoke=invoke,
        fields={name: each for name, each in held.items() if each is not None},
    )


def _inbound(delivery: Delivery, action: str, value: str | None) -> Inbound:
    """Stopping and trying again count once a person; any other press is one of its own."""
    once = press_act(delivery.actor, action, value) if value is not None else None
    return Inbound(
        id=delivery.act,
        act=once or delivery.act,
        kind="action",
        channel=delivery.channel,
        thread=delivery.thread,
        actor=delivery.actor,
        action=action,
        value=value,
    )


def _entered(value: Any) -> str | None:
    """What an input holds. A line is tidied; several lines may be code and stay as they are."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return entered(value)
    if not isinstance(value, str):
        return None
    text = wellformed(value)
    return text if "\n" in text else tidy(text)
