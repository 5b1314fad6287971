"""The form behind a question's "Answer" button: one field, and where its answer belongs."""

from typing import Any

from pydantic import BaseModel

from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.press import Press
from core.chat.inbound import Inbound
from core.chat.thread_ref import ThreadRef

CALLBACK = "answer"
FIELD = "answer"
TEXT_LENGTH = 3000
"""What Slack takes in a text field; a longer answer is typed in the thread."""


class _Purpose(BaseModel):
    """Kept in the form itself (``private_metadata``): which question it answers, and in which thread."""

    action: str
    thread: str


def answer_form(press: Press) -> dict[str, Any] | None:
    """The view to open for a press; None where there is no thread to answer in."""
    thread = press.inbound.thread
    if thread is None or press.form is None:
        return None
    purpose = _Purpose(action=press.inbound.action or "", thread=str(thread))
    numeric = {"type": "number_input", "is_decimal_allowed": True}
    text = {"type": "plain_text_input", "multiline": False, "max_length": TEXT_LENGTH}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": purpose.model_dump_json(),
        "title": _plain("Your answer"),
        "submit": _plain("Answer"),
        "close": _plain("Not now"),
        "blocks": [
            {
                "type": "input",
                "block_id": FIELD,
                "label": _plain("Answer"),
                "element": (numeric if press.form == "number" else text) | {"action_id": FIELD},
            }
        ],
    }


def answered(form: FormAnswer) -> Inbound:
    """A form that was sent, as the answer to its question; raises ValueError for another form."""
    purpose = _Purpose.model_validate_json(form.view.metadata)
    thread = ThreadRef.parse(purpose.thread)
    if thread.channel.tenant != form.actor.tenant:
        raise ValueError("the form belongs to another workspace")
    values = [each.value for each in form.entered if each.action == FIELD]
    return Inbound(
        id=form.id,
        act=form.act,
        kind="action",
        channel=thread.channel,
        thread=thread,
        actor=form.actor,
        action=purpose.action,
        value=values[0] if values else "",
    )


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
