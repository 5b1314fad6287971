"""The checks: each looks at all feeds and says what is wrong with some of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.sizes import in_words
from core.tools.telling import code, counted, joined

from .expectations import Expectation
from .feeds import DAY, Feed
from .state import Finding

PATIENCE = 2
"""Times as long as is usual after which a feed is stale: the file of a day may come on the next one."""

SMALL, LARGE = 0.5, 3.0
"""Shares of the usual size from which a file is taken for incomplete, or for holding more than it should."""

SHOWN = 5


def expected(feeds: Sequence[Feed], expectations: Iterable[Expectation], as_of: datetime) -> list[Finding]:
    """Feeds that somebody expects, and that are not there, too old or too small."""
    found = list[Finding]()
    for each in expectations:
        meant = [feed for feed in feeds if each.is_for(feed.name)]
        if not meant:
            found.append(
                Finding(feed=each.pattern, kind="absent", said="is expected, and no file of it is there.")
            )
        for feed in meant:
            age, size = feed.age(as_of), feed.newest.size
            if each.most is not None and age > each.most:
                said = f"{_newest(feed, age)}; at most {_span(each.most)} are expected."
                found.append(Finding(feed=feed.name, kind="stale", said=said))
            if size is not None and size < each.least_bytes:
                said = f"{_size(feed)}; at least {in_words(each.least_bytes)} are expected."
                found.append(Finding(feed=feed.name, kind="small", said=said))
    return found


def aged(feeds: Iterable[Feed], as_of: datetime) -> list[Finding]:
    """Feeds that have not come for longer than is usual for them."""
    return [
        Finding(
            feed=feed.name,
            kind="stale",
            said=f"{_newest(feed, feed.age(as_of))}; it usually comes every {_every(feed)}.",
        )
        for feed in feeds
        if feed.every is not None and feed.age(as_of) > PATIENCE * feed.every
    ]


def gapped(feeds: Iterable[Feed]) -> list[Finding]:
    """Daily feeds that have left days out."""
    found = list[Finding]()
    for feed in feeds:
        gaps = feed.gaps()
        if gaps:
            days = [f"{day:%Y-%m-%d}" for day in gaps[:SHOWN]]
            days += [f"{len(gaps) - SHOWN:,} more days"] if len(gaps) > SHOWN else []
            found.append(
                Finding(feed=feed.name, kind="gap", said=f"comes daily and has no file of {joined(days)}.")
            )
    return found


def sized(feeds: Iterable[Feed]) -> list[Finding]:
    """Newest files of a size that is not usual."""
    found = list[Finding]()
    for feed in feeds:
        size, usual = feed.newest.size, feed.usual_size
        if size == 0:
            found.append(
                Finding(
                    feed=feed.name, kind="empty", said=f"ends with {code(feed.newest.name)}, which is empty."
                )
            )
        elif size is not None and usual and not SMALL * usual <= size <= LARGE * usual:
            kind = "small" if size < usual else "large"
            found.append(
                Finding(feed=feed.name, kind=kind, said=f"{_size(feed)}; usual are {in_words(round(usual))}.")
            )
    return found


def _newest(feed: Feed, age: timedelta) -> str:
    free = ", weekends not counted" if feed.skips_weekends else ""
    return f"ends with {code(feed.newest.name)} and is {_span(age)} old{free}"


def _size(feed: Feed) -> str:
    return f"ends with {code(feed.newest.name)} of {in_words(feed.newest.size or 0)}"


def _every(feed: Feed) -> str:
    every = feed.every or DAY
    if feed.skips_weekends:
        return "weekday"
    return "day" if every == DAY else _span(every)


def _span(span: timedelta) -> str:
    """``3 days``, ``36 hours``, ``20 minutes``."""
    hours = span.total_seconds() / 3600
    if hours < 1:
        return counted(round(60 * hours), "minute")
    return counted(round(hours), "hour") if hours < 48 else counted(round(hours / 24), "day")
