"""Who approved and who declined what: each person once, and the last vote that is needed decides."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from core.chat.approval import Approval, Decision, Vote
from core.chat.question import Question
from core.runs.run import Run
from core.runs.settling import Hold, Settlement, settle
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS approval_votes (
    question_id TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, decision TEXT NOT NULL,
    run_id TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (question_id, person));
"""

Same = Callable[[str, str], bool]
"""Whether two references are one person."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What became of a vote: it ``counted`` but is not enough, it ``decided``, came ``late`` or ``twice``."""

    state: Literal["counted", "decided", "late", "twice"]
    votes: Sequence[Vote]


class ApprovalVotes:
    """Blocking calls; safe for several threads and processes."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def vote(self, run: Run, question: Question, decision: Decision, same: Same) -> Ballot:
        """Count the vote of the person behind a run, which goes on where it decides.

        The rights are checked before. A run that says it again after a crash is told the same.
        """
        with self._database.transaction() as connection:
            votes = _votes(connection, question.id)
            if _is_of(connection, question.id, run.run_id):
                return Ballot("counted" if _is_open(connection, question.id) else "decided", votes)
            now = self._clock()
            approval = question.approval
            if approval is None or now >= approval.until.timestamp() or not _is_open(connection, question.id):
                return Ballot("late", votes)
            person = str(run.inbound.actor)
            if any(same(person, vote.person) for vote in votes):
                return Ballot("twice", votes)
            votes.append(_added(connection, run, question.id, decision, now))
            return _counted(connection, run, question, approval, votes)

    def forget_name(self, person: str) -> None:
        """Keep a person's votes without their name."""
        self._database.write("UPDATE approval_votes SET name = '' WHERE person = ?", (person,))

    def of(self, question_id: str) -> list[Vote]:
        """The votes so far, in the order in which they came."""
        rows = self._database.read(
            "SELECT * FROM approval_votes WHERE question_id = ? ORDER BY rowid", (question_id,)
        )
        return list(map(_vote, rows))


def verdict(question: Question, votes: Sequence[Vote], *, expired: str = "") -> dict[str, Any]:
    """What the workflow is told, for ``require_approval``."""
    counting = [vote for vote in votes if vote.decision == "decline"] or votes
    return {
        "demand": question.approval.demand.digest if question.approval else "",
        "decision": "expired" if expired else counting[-1].decision,
        "people": [vote.person for vote in counting],
        "names": [vote.name for vote in counting],
        "within": expired,
    }


def _counted(
    connection: sqlite3.Connection, run: Run, question: Question, approval: Approval, votes: Sequence[Vote]
) -> Ballot:
    """End the question if this vote was the one that was needed."""
    enough = votes[-1].decision == "decline" or len(votes) >= approval.demand.people
    if not enough:
        return Ballot("counted", votes)
    row = connection.execute("SELECT owner, lease_until FROM runs WHERE run_id = ?", (run.run_id,)).fetchone()
    hold = Hold(row["owner"], row["lease_until"]) if row else Hold()
    settle(connection, question, Settlement(verdict(question, votes), run.inbound, hold=hold))
    return Ballot("decided", votes)


def _added(
    connection: sqlite3.Connection, run: Run, question_id: str, decision: Decision, now: float
) -> Vote:
    actor = run.inbound.actor
    vote = Vote(
        person=str(actor),
        name=actor.name or actor.id,
        decision=decision,
        at=datetime.fromtimestamp(now, UTC),
    )
    connection.execute(
        "INSERT INTO approval_votes VALUES (?, ?, ?, ?, ?, ?)",
        (question_id, vote.person, vote.name, decision, run.run_id, now),
    )
    return vote


def _is_open(connection: sqlite3.Connection, question_id: str) -> bool:
    row = connection.execute("SELECT state FROM questions WHERE question_id = ?", (question_id,)).fetchone()
    return row is not None and row["state"] == "open"


def _is_of(connection: sqlite3.Connection, question_id: str, run_id: str) -> bool:
    """Whether this very run has voted already, before it was cut short."""
    query = "SELECT 1 FROM approval_votes WHERE question_id = ? AND run_id = ?"
    return connection.execute(query, (question_id, run_id)).fetchone() is not None


def _votes(connection: sqlite3.Connection, question_id: str) -> list[Vote]:
    query = "SELECT * FROM approval_votes WHERE question_id = ? ORDER BY rowid"
    return list(map(_vote, connection.execute(query, (question_id,)).fetchall()))


def _vote(row: sqlite3.Row) -> Vote:
    return Vote(
        person=row["person"],
        name=row["name"],
        decision=row["decision"],
        at=datetime.fromtimestamp(row["at"], UTC),
    )
