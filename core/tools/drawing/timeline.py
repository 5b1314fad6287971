"""What a day's picture shows: rows with times of day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAY = 24 * 60
"""Minutes of a day."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day in minutes since midnight; an end not after its start lies on the next day.

    Start and end at the same minute are the whole day.
    """

    start: int
    end: int

    @property
    def pieces(self) -> list[tuple[int, int]]:
        """The pieces within one day, in time order: one, or two where the span passes midnight."""
        start, end = self.start % DAY, self.end % DAY
        if start < end:
            return [(start, end)]
        return [(0, end), (start, DAY)] if end else [(start, DAY)]

    def __str__(self) -> str:
        return f"{clock(self.start)}\N{EN DASH}{clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the day: starts (`marks`, in minutes since midnight), windows (`spans`) and a short note.

    Minutes outside a day are taken as the time of day they stand for.
    """

    label: str
    marks: Sequence[int] = ()
    spans: Sequence[Span] = ()
    note: str = ""

    @property
    def moments(self) -> list[int]:
        """The marks within one day, in time order, each once."""
        return sorted({mark % DAY for mark in self.marks})

    @property
    def windows(self) -> list[Span]:
        """The spans, each once."""
        return list(dict.fromkeys(Span(span.start % DAY, span.end % DAY) for span in self.spans))


@dataclass(frozen=True, slots=True)
class Timeline:
    """A day to draw; the rows stand in the given order."""

    title: str
    rows: Sequence[Row]


def hourly(minutes: Iterable[int]) -> list[int]:
    """The marks of what starts at these minutes of every hour."""
    past = sorted({minute % 60 for minute in minutes})
    return [hour * 60 + minute for hour in range(24) for minute in past]


def joined(pieces: Iterable[tuple[int, int]], gap: int = 0) -> list[tuple[int, int]]:
    """The pieces in time order; those that overlap or lie at most `gap` minutes apart become one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def clock(minute: int) -> str:
    """A minute since midnight as it is written: ``07:05``."""
    hours, minutes = divmod(minute % DAY, 60)
    return f"{hours:02}:{minutes:02}"
