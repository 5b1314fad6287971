"""The way a drawing reads: to the right, or down where a chain would make the picture too wide."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol, TypeAlias, TypeVar

Point: TypeAlias = tuple[float, float]

VIEW = (1600.0, 1100.0)
"""The pixels a picture is looked at in without scrolling: an opened picture on a common screen."""
PATIENCE = 0.8
"""How much smaller a picture to the right may come out: it is what people expect of a chain."""


class Flow(Enum):
    """To the right or down. Layouts are made to the right and turned at their diagonal."""

    RIGHT = "right"
    DOWN = "down"

    def turn(self, pair: Point) -> Point:
        """A point or a size, from drawing to the right to this flow and back."""
        return pair if self is Flow.RIGHT else (pair[1], pair[0])

    @property
    def earlier(self) -> str:
        """Where what comes first stands."""
        return "further left" if self is Flow.RIGHT else "further up"

    @property
    def back(self) -> str:
        """Where an arrow against the flow runs."""
        return "back to the left" if self is Flow.RIGHT else "back up"


class Sized(Protocol):
    """Anything with a size in pixels."""

    @property
    def width(self) -> float:
        """Pixels across."""

    @property
    def height(self) -> float:
        """Pixels down."""


Laid = TypeVar("Laid", bound=Sized)


def best_fit(lay_out: Callable[[Flow], Laid]) -> Laid:
    """The layout that can be read at the larger scale; to the right if that is nearly as good."""
    right = lay_out(Flow.RIGHT)
    if _scale(right) == 1:
        return right
    down = lay_out(Flow.DOWN)
    return right if _scale(right) >= PATIENCE * _scale(down) else down


def _scale(laid: Sized) -> float:
    return min(1.0, VIEW[0] / max(1.0, laid.width), VIEW[1] / max(1.0, laid.height))
