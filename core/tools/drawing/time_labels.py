"""Times written on the line of a row, none over another."""

from dataclasses import dataclass, field

from core.tools.drawing.markup import Font, words

SIZE = 10.5
_DIGIT, _COLON = 0.58, 0.3
"""Widths in ems in sans-serif fonts, on the wide side: digits and dashes, and colons and blanks."""


def width_of(text: str) -> float:
    """Pixels that digits, dashes, colons and blanks take."""
    return SIZE * sum(_COLON if character in ": " else _DIGIT for character in text)


@dataclass
class TimeLabels:
    """What is written on one line, and which parts of it are taken; `middle` is the line's height."""

    middle: float
    parts: list[str] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)

    def keep_clear(self, left: float, right: float) -> None:
        """Nothing is written between these any more."""
        self.taken.append((left, right))

    def write(self, text: str, left: float, colour: str) -> bool:
        """Writes the text if nothing stands there."""
        right = left + width_of(text)
        free = all(right <= start or left >= end for start, end in self.taken)
        if free:
            self.taken.append((left - 2, right + 2))
            self.parts.append(words(left, self.middle + 3.8, text, Font(SIZE, colour)))
        return free

    def copy(self) -> "TimeLabels":
        """The same line, to try something on."""
        return TimeLabels(self.middle, [*self.parts], [*self.taken])
