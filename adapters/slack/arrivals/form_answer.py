"""A form that was sent or closed."""

from dataclasses import dataclass

from adapters.slack.arrivals.entered import Entered, entered
from adapters.slack.arrivals.interaction import Interaction, View
from adapters.slack.arrivals.tenant import Origin
from core.chat.inbound import Actor


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """A form that somebody sent. ``view.metadata`` is where the bot wrote down what the form is for.

    ``id`` is the same for every delivery; ``act`` is the same for all that one opened form causes, so that a
    second click on its button counts no more. ``response_url`` is empty unless the form asks for a channel.
    """

    id: str
    act: str
    actor: Actor
    origin: Origin
    view: View
    entered: tuple[Entered, ...]
    trigger_id: str
    response_url: str


@dataclass(frozen=True, slots=True)
class FormClosed:
    """A form that somebody closed without sending it. ``all_of_them``: with those that lay below it."""

    actor: Actor
    view: View
    all_of_them: bool


def form_answer(interaction: Interaction) -> FormAnswer:
    """A form that was sent; raises ValueError if there is none."""
    shape, delivery = interaction.shape, interaction.delivery
    view = _view(interaction)
    act = delivery.key(view.id)
    return FormAnswer(
        id=f"{act}:{view.hash}",
        act=act,
        actor=interaction.actor,
        origin=interaction.origin,
        view=view,
        entered=entered(shape.view.state if shape.view else None, delivery.installation.tenant),
        trigger_id=shape.trigger_id or "",
        response_url=shape.response_urls[0].response_url if shape.response_urls else "",
    )


def form_closed(interaction: Interaction) -> FormClosed:
    """A form that was closed; raises ValueError if there is none."""
    return FormClosed(interaction.actor, _view(interaction), all_of_them=interaction.shape.is_cleared is True)


def _view(interaction: Interaction) -> View:
    if interaction.shape.view is None:
        raise ValueError("there is no form")
    return View.of(interaction.shape.view)
