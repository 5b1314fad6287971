"""Feeds: files of one name but for the date in it, and what is usual for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median

from .listing import Entry
from .moments import feed_of

DAY = timedelta(days=1)
ENOUGH = 4
"""Files of a feed from which something is usual for it."""

WEEK = 5
"""Days from which it counts that none is at a weekend."""


@dataclass(frozen=True)
class Feed:
    """The files of a feed, oldest first; all of them have a moment."""

    name: str
    files: list[Entry]

    @property
    def newest(self) -> Entry:
        """The newest file."""
        return self.files[-1]

    @cached_property
    def moments(self) -> list[datetime]:
        """The different moments, oldest first."""
        return sorted({file.moment for file in self.files if file.moment})

    @cached_property
    def every(self) -> timedelta | None:
        """How far apart the files usually are; None where there are too few to say."""
        if len(self.moments) < ENOUGH:
            return None
        return timedelta(
            seconds=median((later - one).total_seconds() for one, later in pairwise(self.moments))
        )

    @cached_property
    def skips_weekends(self) -> bool:
        """Whether it comes every day but at weekends."""
        days = {moment.date() for moment in self.moments}
        return len(days) >= WEEK and self.every == DAY and all(day.weekday() < WEEK for day in days)

    def age(self, as_of: datetime) -> timedelta:
        """How old the newest file is; weekends do not count where nothing comes then."""
        newest = self.moments[-1]
        free = weekend_days(newest.date(), as_of.date()) if self.skips_weekends else 0
        return as_of - newest - free * DAY

    def gaps(self) -> list[date]:
        """The days for which a daily feed has no file, between its first and its last."""
        if self.every != DAY:
            return []
        there = {moment.date() for moment in self.moments}
        first, last = min(there), max(there)
        days = (first + number * DAY for number in range((last - first).days))
        return [
            day for day in days if day not in there and not (self.skips_weekends and day.weekday() >= WEEK)
        ]

    @property
    def usual_size(self) -> float | None:
        """The median size of all files but the newest; None where there are too few to say."""
        sizes = [file.size for file in self.files[:-1] if file.size is not None]
        return median(sizes) if len(sizes) >= ENOUGH - 1 else None


def feeds_of(entries: Iterable[Entry]) -> tuple[list[Feed], list[str]]:
    """The feeds, sorted by name, and the names of files of which no moment is known."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    without = list[str]()
    for entry in entries:
        if entry.moment is None:
            without.append(entry.name)
        else:
            found[feed_of(entry.name)].append(entry)
    return [
        Feed(name, sorted(files, key=lambda file: (str(file.moment), file.name)))
        for name, files in sorted(found.items())
    ], without


def weekend_days(first: date, last: date) -> int:
    """Saturdays and Sundays behind the first day, up to the last."""
    return sum((first + number * DAY).weekday() >= WEEK for number in range(1, (last - first).days + 1))
