"""The schedules of everybody."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from core.chat.inbound import Actor
from core.runs.schedule import Schedule
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS schedules (
    schedule_id TEXT PRIMARY KEY, channel TEXT NOT NULL, next_at REAL NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS schedules_by_time ON schedules (next_at);
"""

LATE = timedelta(hours=12)
"""What could not be asked in time, because nothing was running, is asked up to so much later; once."""


class ScheduleBook:
    """Blocking calls."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def add(self, schedule: Schedule) -> None:
        """Keep a schedule."""
        self._database.write("INSERT INTO schedules VALUES (?, ?, ?, ?)", _row(schedule))

    def of_channel(self, channel: str) -> list[Schedule]:
        """The schedules of a channel, the next one first."""
        rows = self._database.read(
            "SELECT record FROM schedules WHERE channel = ? ORDER BY next_at", (channel,)
        )
        return [Schedule.model_validate_json(row["record"]) for row in rows]

    def remove(self, schedule_id: str) -> bool:
        """Take a schedule away; false if there was none."""
        return self._database.write("DELETE FROM schedules WHERE schedule_id = ?", (schedule_id,)) == 1

    def forget(self, person: Actor) -> int:
        """Take the schedules of a person away; their number."""
        return self._database.write(
            "DELETE FROM schedules WHERE record ->> '$.person.id' = ? AND record ->> '$.person.tenant' = ? "
            "AND record ->> '$.person.platform' = ?",
            (person.id, person.tenant, person.platform),
        )

    def due(self) -> list[Schedule]:
        """What is to be asked now, the earliest first."""
        rows = self._database.read(
            "SELECT record FROM schedules WHERE next_at <= ? ORDER BY next_at", (self._clock(),)
        )
        return [Schedule.model_validate_json(row["record"]) for row in rows]

    def is_too_late(self, schedule: Schedule) -> bool:
        """Whether nobody waits for this time any more."""
        return schedule.next_at + LATE < self._now()

    def go_on(self, schedule: Schedule) -> None:
        """Wait for the next time after now; a schedule whose times are over, or that was removed, ends."""
        try:
            following = schedule.after(self._now())
        except StopIteration:
            self.remove(schedule.schedule_id)
            return
        self._database.write(
            "UPDATE schedules SET next_at = :next_at, record = :record WHERE schedule_id = :schedule_id",
            dict(zip(("schedule_id", "channel", "next_at", "record"), _row(following), strict=True)),
        )

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


def _row(schedule: Schedule) -> tuple[str, str, float, str]:
    return (
        schedule.schedule_id,
        str(schedule.channel),
        schedule.next_at.timestamp(),
        schedule.model_dump_json(),
    )
