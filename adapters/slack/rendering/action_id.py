"""The id of something to press: which action it means, and whether it opens a form."""

from dataclasses import dataclass
from hashlib import sha256

from adapters.slack.rendering.limits import ACTION_ID
from core.chat.plain_text import printable

_LONGEST = ACTION_ID - 20
"""Room is left for the number. A longer action is not ours: real ones are short and opaque."""

_FORM = "form"


@dataclass(frozen=True, slots=True)
class ActionId:
    """``str`` gives Block Kit's `action_id`: `<action>|<number>`, unlike any other of the message.

    ``form`` marks the button that opens a form for a typed answer: `<action>|form<number>`.
    """

    action: str
    number: int
    form: bool = False

    def __str__(self) -> str:
        return f"{_short(self.action)}|{_FORM if self.form else ''}{self.number}"

    @classmethod
    def parse(cls, text: str) -> "ActionId":
        """The inverse of ``str``; raises ValueError for anything else."""
        action, bar, number = text.rpartition("|")
        digits = number.removeprefix(_FORM)
        if not bar or not (digits.isascii() and digits.isdigit()):
            raise ValueError("it is no id of a card's button")
        return cls(action, int(digits), form=digits != number)


def _short(action: str) -> str:
    """The action, or a stand-in that answers to nothing for one that Slack would not keep as it is."""
    if len(action) <= _LONGEST and action.isprintable() and printable(action) == action:
        return action
    return f"?{sha256(action.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
