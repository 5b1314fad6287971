"""The form behind a question's "Answer" button: one field, and where its answer belongs."""

from typing import Any

from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.press import Press
from adapters.slack.form_records import OpenedForm
from core.chat.inbound import Inbound

CALLBACK = "answer"
FIELD = "answer"
TEXT_LENGTH = 3000
"""What Slack takes in a text field; a longer answer is typed in the thread."""


def answer_view(takes: str, identity: str) -> dict[str, Any]:
    """The view to open; ``identity`` is all that Slack is told of what it is for."""
    numeric = {"type": "number_input", "is_decimal_allowed": True}
    text = {"type": "plain_text_input", "multiline": False, "max_length": TEXT_LENGTH}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": identity,
        "title": _plain("Your answer"),
        "submit": _plain("Answer"),
        "close": _plain("Not now"),
        "blocks": [
            {
                "type": "input",
                "block_id": FIELD,
                "label": _plain("Answer"),
                "element": (numeric if takes == "number" else text) | {"action_id": FIELD},
            }
        ],
    }


def opened_for(press: Press) -> OpenedForm:
    """What a form is for that opens for a press: which question it answers, and in which thread."""
    inbound = press.inbound
    return OpenedForm(
        person=str(inbound.actor), channel=inbound.channel, thread=inbound.thread, action=inbound.action
    )


def answered(form: FormAnswer, opened: OpenedForm) -> Inbound:
    """A form that was sent, as the answer to its question."""
    values = [each.value for each in form.entered if each.action == FIELD]
    return Inbound(
        id=form.id,
        act=form.act,
        kind="action",
        channel=opened.channel,
        thread=opened.thread,
        actor=form.actor,
        action=opened.action,
        value=values[0] if values else "",
    )


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
