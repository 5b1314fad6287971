"""What comes back when somebody presses.

`Action.Execute` is answered in place and carries who pressed; clients that do not know it take the
`Action.Submit` in its `fallback`, which brings the same data as a message.
"""

from collections.abc import Mapping
from hashlib import sha256

from adapters.teams.rendering.limits import VALUE
from adapters.teams.rendering.measure import Element
from core.chat.cleaning import tidy
from core.chat.plain_text import printable

VERB = "dataops"
"""The verb of every action, and the key of its data. No input is called like that."""

ANSWER = "answer"
"""The input of a question. A card has one at most: two of one name are no card to Teams."""

FORM = "form"
"""The action of a form's button; its value is the identity of the form."""

_LONGEST = 200
"""A longer action is not ours: real ones are short and opaque."""


def button(title: str, data: Mapping[str, str], *, inputs: bool = False) -> Element:
    """A button that sends ``data``; with ``inputs`` also what is entered in the card."""
    sent: Element = {VERB: dict(data)}
    common: Element = {"title": title, "data": sent}
    if not inputs:
        common["associatedInputs"] = "none"
    fallback: Element = {"type": "Action.Submit", **common}
    return {"type": "Action.Execute", "verb": VERB, **common, "fallback": fallback}


def returns(value: str) -> bool:
    """Whether a value is short and comes back as it is: what inputs bring is tidied on its way in."""
    return 0 < len(value) <= VALUE and value.isprintable() and bool(value.strip()) and tidy(value) == value


def opaque(action: str) -> str:
    """The action, or a stand-in that answers to nothing for one that would not come back as it is."""
    if len(action) <= _LONGEST and action.isprintable() and printable(action) == action:
        return action
    return f"?{sha256(action.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
