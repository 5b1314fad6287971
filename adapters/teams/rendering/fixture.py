"""Elements that stand together as they are."""

from dataclasses import dataclass

from adapters.teams.rendering.measure import Element, clipped, weight
from adapters.teams.rendering.rich_text import SMALL_PRINT, block
from core.chat.plain_text import printable
from core.chat.prose import Run

NOTE = 1_000
"""Characters of a line in small print: ours."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """Elements that are not cut, and their words for people who do not see them.

    ``uncounted`` are the bytes of a picture, which Teams leaves out (docs, format-your-bot-messages).
    """

    parts: tuple[Element, ...]
    text: str = ""
    uncounted: int = 0

    @property
    def weight(self) -> int:
        """Their bytes."""
        return sum(map(weight, self.parts)) - self.uncounted

    def elements(self) -> list[Element]:
        """What is sent of it."""
        return [*self.parts]

    def split(self, room: int) -> tuple[None, "Fixture"]:  # noqa: ARG002 - pieces are split alike
        """It goes elsewhere as a whole."""
        return None, self


def note(text: str) -> Fixture:
    """A line in small print."""
    said = one_line(text, NOTE)
    return Fixture((block([Run(said)], SMALL_PRINT),), said)


def one_line(text: str, room: int) -> str:
    """A text on one line, or its beginning."""
    return clipped(" ".join(printable(text).split()), room)
