"""How to give an answer that is not chosen."""

from adapters.teams.rendering.fixture import Fixture, note, one_line
from adapters.teams.rendering.limits import TYPED
from adapters.teams.rendering.links import link
from adapters.teams.rendering.measure import Element
from adapters.teams.rendering.place import Place
from adapters.teams.rendering.pressed import ANSWER, button, opaque
from core.chat.card import Entry

NEEDED = "Please fill this in."
"""What Teams says beside an empty field: ours and nobody else's, for it is read as Markdown."""

_EXAMPLE = 200
"""Characters of an example: ours."""


def entry_pieces(block: Entry, place: Place, *, may_ask: bool) -> list[Fixture]:
    """A field, and that a reply will do as well; a file can only be attached."""
    if block.takes == "file":
        return _file(block, place)
    kind = "a number" if block.takes == "number" else "your answer"
    reply = note(f"Or reply with {kind}." if may_ask else f"Reply with {kind}.")
    return [asked(_field(block), block.action), reply] if may_ask else [reply]


def asked(field: Element, action: str) -> Fixture:
    """An input that must be filled in, with the button that sends it."""
    needed: Element = {"id": ANSWER, "isRequired": True, "errorMessage": NEEDED}
    send = button("Answer", {"action": opaque(action)}, inputs=True)
    return Fixture((field | needed, {"type": "ActionSet", "actions": [send]}))


def _field(block: Entry) -> Element:
    """The place for an answer."""
    example = one_line(block.example, _EXAMPLE)
    field: Element = {"type": "Input.Text", "label": "Your answer", "maxLength": TYPED}
    if block.takes == "number":
        field = {"type": "Input.Number", "label": "Your number"}
    return field | ({"placeholder": f"For example: {example}"} if example else {})


def _file(block: Entry, place: Place) -> list[Fixture]:
    """Where to send the file: nothing that is attached elsewhere reaches a bot."""
    named = f" ({', '.join(block.suffixes)})" if block.suffixes else ""
    if place.personal:
        return [note(f"Attach the file to a message here{named}.")]
    told = note(f"Send me the file in our personal chat{named}: what is attached here does not reach me.")
    return [told, link("Open our chat", place.chat)] if place.chat else [told]
