"""How to give an answer that is not chosen."""

from collections.abc import Iterator

from adapters.slack.rendering.action_id import ActionId
from adapters.slack.rendering.choices import plain
from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import CONTEXT_TEXT
from adapters.slack.rendering.measure import Element, clipped
from core.chat.card import Entry
from core.chat.plain_text import printable

FORM = "form:"
"""What the value of a button that opens a form begins with; what the form takes follows."""


def entry_pieces(block: Entry, numbers: Iterator[int]) -> list[Fixture]:
    """A button that opens a form, and that a reply will do as well; a file can only be attached."""
    if block.takes == "file":
        named = f" ({', '.join(block.suffixes)})" if block.suffixes else ""
        return [note(f"Attach the file to a reply in this thread{named}.")]
    kind = "a number" if block.takes == "number" else "your answer"
    return [_opener(block, next(numbers)), note(f"Or reply in this thread with {kind}.")]


def note(text: str) -> Fixture:
    """A line in small print."""
    said = clipped(" ".join(printable(text).split()), CONTEXT_TEXT)
    return Fixture({"type": "context", "elements": [plain(said)]}, said)


def _opener(block: Entry, number: int) -> Fixture:
    action_id = str(ActionId(block.action, number, form=True))
    button: Element = {
        "type": "button",
        "action_id": action_id,
        "text": plain("Answer"),
        "value": f"{FORM}{block.takes}",
    }
    return Fixture({"type": "actions", "elements": [button]})
