"""The buttons that the bot puts on its own posts: stop, try again, show how it went, say if it was useful."""

from core.chat.card import Actions, Choice
from core.chat.inbound import Actor

CANCEL = "cancel"
RETRY = "retry"
STEPS = "steps"
FEEDBACK = "feedback"
USEFUL, NOT_USEFUL = "useful", "not-useful"


def cancel_button(run_id: str) -> Actions:
    """Stops a run."""
    return Actions(action=CANCEL, choices=(Choice(label="Cancel", value=run_id),))


def retry_button(run_id: str) -> Actions:
    """Does again what a run did not bring to its end."""
    return Actions(action=RETRY, choices=(Choice(label="Try again", value=run_id),))


def steps_button(run_id: str) -> Actions:
    """Shows the steps of a run to whoever presses."""
    return Actions(action=STEPS, choices=(Choice(label="Show steps", value=run_id),))


def feedback_buttons(run_id: str) -> Actions:
    """Says of a run's answer whether it was useful; the value is the run and the opinion."""
    choices = (("Useful", USEFUL), ("Not useful", NOT_USEFUL))
    return Actions(
        action=FEEDBACK,
        choices=tuple(Choice(label=label, value=f"{run_id} {value}") for label, value in choices),
    )


def press_act(actor: Actor, action: str, value: str) -> str | None:
    """The act of a press that counts once for each person, however often; None for other buttons."""
    return f"{actor}:{action}:{value}" if action in (CANCEL, RETRY) else None
