"""What people say of answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    run_id TEXT NOT NULL, person TEXT NOT NULL, useful INTEGER NOT NULL, why TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (run_id, person));
CREATE INDEX IF NOT EXISTS feedback_by_time ON feedback (at);
"""

LONGEST = 2_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of a run's answer; the last word counts. ``at`` is in UTC."""

    run_id: str
    person: str
    useful: bool
    why: str
    at: datetime


class FeedbackBook:
    """One word a person and run. Blocking calls."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def give(self, run_id: str, person: str, *, useful: bool, why: str = "") -> None:
        """Keep what somebody says; a reason stays until another one is given for the same opinion."""
        self._database.write(
            "INSERT INTO feedback VALUES (:run_id, :person, :useful, :why, :at) "
            "ON CONFLICT (run_id, person) DO UPDATE SET at = :at, useful = :useful, "
            "why = CASE WHEN :why = '' AND useful = :useful THEN why ELSE :why END",
            {
                "run_id": run_id,
                "person": person,
                "useful": useful,
                "why": why[:LONGEST],
                "at": self._clock(),
            },
        )

    def count_of(self, person: str) -> int:
        """How often a person said what they think."""
        return int(self._database.read("SELECT count(*) FROM feedback WHERE person = ?", (person,))[0][0])

    def forget(self, person: str) -> int:
        """Keep nothing of what a person said; how often they did."""
        return self._database.write("DELETE FROM feedback WHERE person = ?", (person,))

    def since(self, moment: datetime) -> list[Feedback]:
        """What was said from a moment on, the newest first."""
        rows = self._database.read(
            "SELECT * FROM feedback WHERE at >= ? ORDER BY at DESC", (moment.timestamp(),)
        )
        return [
            Feedback(
                row["run_id"],
                row["person"],
                bool(row["useful"]),
                row["why"],
                datetime.fromtimestamp(row["at"], UTC),
            )
            for row in rows
        ]
