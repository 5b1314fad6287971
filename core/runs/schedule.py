"""What is asked by itself again and again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict

from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef

LEAST = timedelta(minutes=15)
"""Between two times: what is wanted more often is monitoring, and other tools do that."""


class Schedule(BaseModel):
    """A message that somebody has asked in their name at times, in a channel.

    ``cron`` has five fields as in Debian's cron, read in ``timezone`` (an IANA name). ``next_at`` is in UTC.
    """

    model_config = ConfigDict(frozen=True)

    schedule_id: str
    person: Actor
    channel: ChannelRef
    text: str
    cron: str
    timezone: str
    next_at: datetime

    def inbound(self) -> Inbound:
        """The message that is due; however often it is handed in, it counts once."""
        act = f"schedule:{self.schedule_id}:{self.next_at.timestamp():.0f}"
        return Inbound(id=act, act=act, channel=self.channel, actor=self.person, text=self.text)

    def after(self, moment: datetime) -> "Schedule":
        """The schedule with its next time after a moment."""
        return self.model_copy(update={"next_at": next(times(self.cron, self.timezone, moment))})

    @property
    def told(self) -> str:
        """When, in words."""
        return f"{CronSim(self.cron, datetime.now(UTC)).explain()} ({self.timezone})"


def times(cron: str, timezone: str, after: datetime) -> Iterator[datetime]:
    """The times of a cron expression after a moment, in UTC; raises ValueError for what is none."""
    try:
        found = CronSim(cron, after.astimezone(ZoneInfo(timezone)))
    except CronSimError as error:
        raise ValueError(f"'{cron}' is no time: {error}") from error
    return (each.astimezone(UTC) for each in found)


def check_times(cron: str, timezone: str) -> None:
    """Raise ValueError, with a sentence, for times that never come or come too often."""
    coming = list(islice(times(cron, timezone, datetime.now(UTC)), 50))
    if not coming:
        raise ValueError("That time never comes.")
    gaps = (later - earlier for earlier, later in pairwise(coming))
    if any(gap < LEAST for gap in gaps):
        raise ValueError(f"Ask for it every {LEAST.seconds // 60} minutes at most.")
