"""How long questions wait: a reminder once, and an end."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from core.chat.question import Question
from core.runs.approval_votes import ApprovalVotes, verdict
from core.runs.settling import Settlement, settle
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS question_reminders (
    question_id TEXT PRIMARY KEY, held_until REAL NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS question_mentions (question_id TEXT PRIMARY KEY, run_id TEXT NOT NULL);
"""

HELD_SECONDS = 600.0
"""How long nobody else posts a reminder that somebody is posting."""

_SECONDS = "coalesce((q.question ->> '$.approval.demand.hours') * 3600.0, :wait)"
"""How long a question waits: an approval says so itself."""

_WAITING = f"""
    SELECT q.question_id, q.question, {_SECONDS} AS seconds FROM questions q JOIN runs r USING (run_id)
    WHERE q.state = 'open' AND r.state = 'waiting'
      AND r.inbound ->> '$.channel.platform' IN (SELECT value FROM json_each(:platforms))
"""  # noqa: S608 - our own words

_CLAIM = """
    INSERT INTO question_reminders (question_id, held_until) VALUES (:id, :until)
    ON CONFLICT (question_id) DO UPDATE SET held_until = :until WHERE told = 0 AND held_until <= :now
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds after which a question is reminded of, and after which nobody waits for its answer any more."""

    reminder: float
    end: float


class QuestionPatience:
    """Blocking calls; safe for several threads and processes. Times are in seconds since 1970."""

    def __init__(self, database: Database, votes: ApprovalVotes, waits: Waits) -> None:
        self._database = database
        self._votes = votes
        self._waits = waits
        database.create(SCHEMA)

    def expire(self, now: float, platforms: Sequence[str]) -> list[str]:
        """End the questions on these platforms whose time is over; the ids of their runs, which go on."""
        query = f"{_WAITING} AND q.asked_at + {_SECONDS} <= :now"
        rows = self._database.read(query, self._values(now, platforms))
        questions = [(Question.model_validate_json(row["question"]), span(row["seconds"])) for row in rows]
        return [question.run_id for question, within in questions if self._ended(question, within)]

    def reminders(self, now: float, platforms: Sequence[str]) -> list[Question]:
        """The questions to be reminded of, which from now on are for the caller to post.

        One that the caller does not say to be ``told`` comes again some minutes later. A question that waits
        for less than twice the time until a reminder has its own at half-time.
        """
        query = f"{_WAITING} AND q.asked_at + min(:reminder, {_SECONDS} / 2) <= :now ORDER BY q.asked_at"
        rows = self._database.read(query, self._values(now, platforms))
        return [Question.model_validate_json(row["question"]) for row in rows if self._claimed(row, now)]

    def told(self, question_id: str) -> None:
        """The reminder stands."""
        self._database.write("UPDATE question_reminders SET told = 1 WHERE question_id = ?", (question_id,))

    def mentions(self, question_id: str, run_id: str) -> bool:
        """Whether this run is the one that mentions that a question is still open: the first that asks."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO question_mentions VALUES (?, ?)", (question_id, run_id))
            query = "SELECT run_id FROM question_mentions WHERE question_id = ?"
            return bool(connection.execute(query, (question_id,)).fetchone()["run_id"] == run_id)

    def _claimed(self, row: sqlite3.Row, now: float) -> bool:
        values = {"id": row["question_id"], "now": now, "until": now + HELD_SECONDS}
        return self._database.write(_CLAIM, values) == 1

    def _ended(self, question: Question, within: str) -> bool:
        with self._database.transaction() as connection:
            approval = question.approval is not None
            value = verdict(question, self._votes.of(question.id), expired=within) if approval else None
            return settle(connection, question, Settlement(value, expired=within))

    def _values(self, now: float, platforms: Sequence[str]) -> dict[str, object]:
        return {
            "now": now,
            "platforms": orjson.dumps(list(platforms)).decode(),
            "reminder": self._waits.reminder,
            "wait": self._waits.end,
        }


def span(seconds: float) -> str:
    """A time in words: days where they are whole, else hours, else minutes."""
    for name, size in (("day", 86_400), ("hour", 3_600)):
        if seconds >= size and seconds % size == 0:
            return _counted(seconds / size, name)
    return (
        _counted(seconds / 3_600, "hour") if seconds >= 3_600 else _counted(max(1, seconds // 60), "minute")
    )


def _counted(count: float, name: str) -> str:
    return f"{count:.3g} {name}{'' if count == 1 else 's'}"
