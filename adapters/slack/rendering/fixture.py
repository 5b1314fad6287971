"""A block that stands as it is."""

from dataclasses import dataclass

from adapters.slack.rendering.measure import Element, weight


@dataclass(frozen=True, slots=True)
class Fixture:
    """One block that cannot be cut, and its words for people who do not see it."""

    element: Element
    text: str = ""

    @property
    def weight(self) -> int:
        """What it takes of a message."""
        return weight(self.element)

    def split(self, room: int) -> tuple[None, "Fixture"]:  # noqa: ARG002 - pieces are split alike
        """It goes elsewhere as a whole."""
        return None, self

    def block(self) -> Element:
        """The block."""
        return self.element
