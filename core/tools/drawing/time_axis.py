"""The hours across a day's picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.tools.drawing.markup import muted, number
from core.tools.drawing.style import RULE
from core.tools.drawing.timeline import DAY

HOUR = 34.0
"""Pixels of an hour."""
_WIDTH = 24 * HOUR
_WRITTEN = range(0, 25, 3)
"""Hours that are written out."""
_FAINT = "#eef1f4"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A day from `left` on, in pixels."""

    left: float

    @property
    def right(self) -> float:
        """The end of the day."""
        return self.left + _WIDTH

    def x(self, minute: float) -> float:
        """Where a minute since midnight stands; 1,440 is the end of the day."""
        return self.left + _WIDTH * minute / DAY

    def draw(self, top: float, bottom: float) -> list[str]:
        """A line for each hour, and some hours written above and below."""
        between = [hour for hour in range(25) if hour not in _WRITTEN]
        parts = [self._lines(between, top, bottom, _FAINT), self._lines(_WRITTEN, top, bottom, RULE)]
        for hour in _WRITTEN:
            text = f"{hour:02}:00"
            parts += [muted(self.x(hour * 60), y, text, 11, "middle") for y in (top - 7, bottom + 16)]
        return parts

    def _lines(self, hours: Iterable[int], top: float, bottom: float, colour: str) -> str:
        data = "".join(f"M{number(self.x(hour * 60))} {number(top)}V{number(bottom)}" for hour in hours)
        return f'<path d="{data}" stroke="{colour}"/>'
