"""The buttons that the bot puts on its own posts: stop this, try this again, show how it went."""

from core.chat.card import Actions, Choice
from core.chat.inbound import Actor

CANCEL = "cancel"
RETRY = "retry"
STEPS = "steps"


def cancel_button(run_id: str) -> Actions:
    """Stops a run."""
    return Actions(action=CANCEL, choices=(Choice(label="Cancel", value=run_id),))


def retry_button(run_id: str) -> Actions:
    """Does again what a run did not bring to its end."""
    return Actions(action=RETRY, choices=(Choice(label="Try again", value=run_id),))


def steps_button(run_id: str) -> Actions:
    """Shows the steps of a run to whoever presses."""
    return Actions(action=STEPS, choices=(Choice(label="Show steps", value=run_id),))


def press_act(actor: Actor, action: str, value: str) -> str | None:
    """The act of a press that counts once for each person, however often; None for other buttons."""
    return f"{actor}:{action}:{value}" if action in (CANCEL, RETRY) else None
