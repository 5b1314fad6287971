"""Runs, leases and open questions, in SQLite: what is written here is not lost."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import orjson
import structlog

from core.chat.controls import RETRY
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef
from core.errors import LeaseLost
from core.runs import kept_outcomes, owed_records
from core.runs.failure import not_told
from core.runs.run import Outcome, Run, RunState
from core.runs.run_rows import readable, run_of
from core.runs.schema import SCHEMA
from core.storage.database import Database

logger = structlog.get_logger()

AT_ONCE = "at once:"
"""How the lane of a run begins that waits behind nothing: stopping work must work while everything works."""

_CLAIM = """
    UPDATE runs SET state = 'running', owner = :owner, lease_until = :until,
        attempt = attempt + 1, tries = tries + 1
    WHERE run_id = (
        SELECT r.run_id FROM runs r
        WHERE r.state IN ('queued', 'running')
          AND (r.lease_until < :now AND (r.state = 'queued' OR r.owner IS NOT :owner)
               OR r.owner = :owner AND r.state = 'queued')
          AND (:lane IS NULL OR r.lane = :lane)
          AND (r.lane LIKE :beginning) = :at_once
          AND (r.run_id IN (SELECT run_id FROM outcomes) OR NOT EXISTS (
            SELECT 1 FROM runs e WHERE e.lane = r.lane AND e.run_id <> r.run_id
              AND (e.state = 'running' OR e.state = 'queued' AND e.position < r.position
                   AND e.run_id NOT IN (SELECT run_id FROM outcomes))))
        ORDER BY r.position LIMIT 1)
    RETURNING *"""
"""Take the oldest run that nobody holds and that nothing in its lane stands before.

A process whose own lease ran out while it was busy does not begin the same run beside itself. A run that has
only to be told holds up nobody while it waits for that, and waits behind nobody.
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """A process's hold on its runs: ``seconds`` without a sign of life and others may take over."""

    owner: str
    seconds: float


class RunStore:
    """The run table. A write of a claimed run checks owner and attempt; a lost lease raises LeaseLost."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)
        database.create(owed_records.SCHEMA)

    def claim(self, lease: Lease, lane: str | None = None, *, at_once: bool = False) -> Run | None:
        """Take the next run (of one lane, or of any); None if there is nothing to take now.

        With ``at_once`` it is one of those that wait behind nothing.

        A run that cannot be read (another release wrote it, say) is marked failed; it must not stop others.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            row = connection.execute(
                _CLAIM,
                {
                    "owner": lease.owner,
                    "now": now,
                    "until": now + lease.seconds,
                    "lane": lane,
                    "beginning": f"{AT_ONCE}%",
                    "at_once": at_once,
                },
            ).fetchone()
            try:
                return _claimed(connection, row) if row else None
            except ValueError:
                logger.exception("run_not_readable", run_id=row["run_id"])
                connection.execute(
                    "UPDATE runs SET state = 'failed', owner = NULL WHERE run_id = ?", (row["run_id"],)
                )
                return None

    def heartbeat(self, lease: Lease, working: Sequence[str]) -> set[str]:
        """Renew the leases of the runs this owner works on or keeps queued; those it still holds."""
        self._database.write(
            "UPDATE runs SET lease_until = ? WHERE owner = ? AND (state = 'queued' OR state = 'running' "
            "AND run_id IN (SELECT value FROM json_each(?)))",
            (self._clock() + lease.seconds, lease.owner, orjson.dumps(list(working)).decode()),
        )
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE owner = ? AND state IN ('queued', 'running')", (lease.owner,)
        )
        return {row["run_id"] for row in rows}

    def get(self, run_id: str) -> Run | None:
        """One run, if it exists."""
        rows = self._database.read("SELECT * FROM runs WHERE run_id = ?", (run_id,))
        return run_of(rows[0]) if rows else None

    def tried_again(self, run: Run, besides: str) -> bool:
        """Whether somebody had a run of this thread tried again already, and was not refused."""
        rows = self._database.read(
            "SELECT 1 FROM runs WHERE thread = ? AND run_id <> ? AND state <> 'refused' "
            "AND inbound ->> '$.action' = ? AND inbound ->> '$.value' = ? LIMIT 1",
            (str(run.thread), besides, RETRY, run.run_id),
        )
        return bool(rows)

    def takes_part(self, thread: ThreadRef) -> bool:
        """Whether somebody has spoken to the bot in a thread, and was not refused."""
        rows = self._database.read(
            "SELECT 1 FROM runs WHERE thread = ? AND state <> 'refused' LIMIT 1", (str(thread),)
        )
        return bool(rows)

    def lane(self, run_id: str) -> str:
        """The lane of a run."""
        return str(self._database.read("SELECT lane FROM runs WHERE run_id = ?", (run_id,))[0][0])

    def unfinished(self) -> list[str]:
        """The ids of the runs that still have work to do, oldest first."""
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE state IN ('queued', 'running') ORDER BY position"
        )
        return [row["run_id"] for row in rows]

    def over(self, run_ids: Sequence[str]) -> list[str]:
        """Those of the runs that have ended."""
        known = [self.get(run_id) for run_id in run_ids]
        return [run.run_id for run in known if run is not None and run.state.final]

    def bind(self, run: Run, thread: ThreadRef) -> None:
        """Give a run its thread, once; from now on the thread's lane is the run's."""
        self._fenced(run, "thread = ?, lane = ?", (str(thread), str(thread)))

    def keep(self, run: Run, outcome: Outcome, worked: float) -> None:
        """Write down how a turn ended, before it is told: nothing is worked out twice.

        Telling has tries of its own. A question is open from now on: an answer that comes at once finds it.
        """
        with self._database.transaction() as connection:
            self._update(connection, run, "worked = ?, tries = 0", (worked,))
            self._owe(connection, run.run_id, outcome)
            if outcome.question is not None:
                self._ask(connection, run, outcome.question)

    def _ask(self, connection: sqlite3.Connection, run: Run, question: Question) -> None:
        self._update(connection, run, "reply = NULL", ())
        connection.execute(
            "INSERT OR IGNORE INTO questions SELECT ?, run_id, thread, 'open', ?, NULL, ? "
            "FROM runs WHERE run_id = ?",
            (question.id, question.model_dump_json(), self._clock(), run.run_id),
        )

    def park(self, run: Run, worked: float) -> None:
        """Free the lane until the question is answered; if it is by now, or cancelled, queue it again."""
        with self._database.transaction() as connection:
            self._update(
                connection,
                run,
                "state = CASE WHEN reply IS NULL AND cancelled_by IS NULL THEN 'waiting' ELSE 'queued' END, "
                "owner = NULL, lease_until = 0, tries = 0, worked = ?",
                (worked,),
            )
            kept_outcomes.forget(connection, run.run_id)

    def finish(self, run: Run, outcome: Outcome) -> None:
        """Write the end of a run that was told; a question that came while it was cancelled ends with it."""
        with self._database.transaction() as connection:
            self._finish(connection, run, outcome)
            kept_outcomes.forget(connection, run.run_id)

    def _finish(self, connection: sqlite3.Connection, run: Run, outcome: Outcome) -> None:
        response = outcome.response.model_dump_json() if outcome.response else None
        self._update(
            connection,
            run,
            "state = ?, owner = NULL, lease_until = 0, finished_at = ?, response = ?",
            (outcome.state, self._clock(), response),
        )
        _close_question(connection, run.run_id)

    def release(self, run: Run, tries: int) -> None:
        """Let a run be tried again after a growing pause.

        After so many tries it has failed, or, where it has only to be told, after ``TOLD_FOR_SECONDS``. Of
        that its thread is still to be told.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            untold = kept_outcomes.kept_for(connection, run.run_id, now)
            if run.tries >= tries if untold is None else untold >= kept_outcomes.TOLD_FOR_SECONDS:
                outcome = not_told(run)
                self._finish(connection, run, outcome)
                self._owe(connection, run.run_id, outcome)
            elif untold is None:
                until = now + 0.25 * 2**run.tries
                self._update(connection, run, "state = 'queued', owner = NULL, lease_until = ?", (until,))
            else:  # the tries are those of the work, and the process has not died of telling either
                until = now + kept_outcomes.pause(untold)
                again = "state = 'queued', owner = NULL, lease_until = ?, tries = 0"
                self._update(connection, run, again, (until,))

    def hand_back(self, lease: Lease) -> None:
        """Let go of whatever this owner holds: its process ends in peace, which is no failed try."""
        self._database.write(
            "UPDATE runs SET tries = max(0, tries - (state = 'running')), state = 'queued', owner = NULL, "
            "lease_until = 0 WHERE owner = ? AND state IN ('queued', 'running')",
            (lease.owner,),
        )

    def owed(self, seconds: float) -> list[Run]:
        """Runs that are over, and whose threads could not be told so for so many seconds.

        ``kept`` is what to tell. Nobody else gets them for as long again, unless they are ``told`` by then.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM outcomes WHERE run_id IN (SELECT run_id FROM runs WHERE finished_at < ?)",
                (now - kept_outcomes.OWED_FOR_SECONDS,),
            )
            rows = connection.execute(
                "UPDATE outcomes SET at = ? WHERE at <= ? "
                "AND run_id IN (SELECT run_id FROM runs WHERE finished_at IS NOT NULL) RETURNING run_id",
                (now, now - seconds),
            ).fetchall()
            query = "SELECT * FROM runs WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY position"
            ids = orjson.dumps([row["run_id"] for row in rows]).decode()
            runs = list(readable(connection.execute(query, (ids,)).fetchall()))
            return [replace(run, kept=kept_outcomes.kept(connection, run.run_id)) for run in runs]

    def owe(self, run_id: str, outcome: Outcome) -> None:
        """How a run ended, which is over, is still to be told."""
        with self._database.transaction() as connection:
            self._owe(connection, run_id, outcome)

    def _owe(self, connection: sqlite3.Connection, run_id: str, outcome: Outcome) -> None:
        """It is to be told, and to be written into the records."""
        kept_outcomes.keep(connection, run_id, outcome, self._clock())
        owed_records.owe(connection, run_id, self._clock())

    def told(self, run_id: str) -> None:
        """The thread knows how a run ended."""
        with self._database.transaction() as connection:
            kept_outcomes.forget(connection, run_id)

    def check(self, run: Run) -> None:
        """Raise LeaseLost if another process holds the run by now."""
        rows = self._database.read("SELECT owner, attempt, state FROM runs WHERE run_id = ?", (run.run_id,))
        if not rows or tuple(rows[0]) != (run.owner, run.attempt, RunState.RUNNING):
            raise LeaseLost(run.run_id)

    def cancelled(self, lease: Lease) -> list[str]:
        """The running runs of this owner that somebody wants to be stopped."""
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE owner = ? AND state = 'running' AND cancelled_by IS NOT NULL",
            (lease.owner,),
        )
        return [row["run_id"] for row in rows]

    def queued(
        self,
        lease: Lease,
        anybodys: bool,  # noqa: FBT001 - called through to_thread
        besides: Sequence[str] = (),
    ) -> list[tuple[Run, int]]:
        """The queued runs of this owner (and those of nobody) besides some; how many stand before each.

        Without those that wait behind nothing.
        """
        rows = self._database.read(
            "SELECT r.*, (SELECT count(*) FROM runs e WHERE e.lane = r.lane AND e.position < r.position "
            "AND e.state IN ('queued', 'running') AND e.run_id NOT IN (SELECT run_id FROM outcomes)) "
            "AS ahead FROM runs r "
            "WHERE r.state = 'queued' AND (r.owner = ? OR ? AND r.owner IS NULL) "
            "AND r.run_id NOT IN (SELECT run_id FROM outcomes) "
            "AND r.run_id NOT IN (SELECT value FROM json_each(?)) AND r.lane NOT LIKE ? ORDER BY r.position",
            (lease.owner, anybodys, orjson.dumps(list(besides)).decode(), f"{AT_ONCE}%"),
        )
        return [(run_of(row), row["ahead"]) for row in rows]

    def cancel(self, run_id: str, by: str) -> RunState | None:
        """Cancel a run: at once if it only queues or waits, else its owner is told. The state it was in."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT state FROM runs WHERE run_id = ?", (run_id,)).fetchone()
            if row is None or RunState(row["state"]).final:
                return RunState(row["state"]) if row else None
            idle = row["state"] != RunState.RUNNING
            connection.execute(
                "UPDATE runs SET cancelled_by = ?, state = CASE WHEN ? THEN 'cancelled' ELSE state END, "
                "finished_at = CASE WHEN ? THEN ? END WHERE run_id = ?",
                (by, idle, idle, self._clock(), run_id),
            )
            _close_question(connection, run_id)
            kept_outcomes.forget(connection, run_id)
        return RunState(row["state"])

    def _fenced(self, run: Run, assignments: str, values: tuple[object, ...]) -> None:
        """One update of a claimed run."""
        with self._database.transaction() as connection:
            self._update(connection, run, assignments, values)

    def _update(
        self, connection: sqlite3.Connection, run: Run, assignments: str, values: tuple[object, ...]
    ) -> None:
        """Change a run only while this attempt holds it."""
        changed = connection.execute(
            f"UPDATE runs SET {assignments} "  # noqa: S608 - assignments are written in this module
            "WHERE run_id = ? AND owner = ? AND attempt = ? AND state = 'running'",
            (*values, run.run_id, run.owner, run.attempt),
        ).rowcount
        if changed != 1:
            raise LeaseLost(run.run_id)


def _close_question(connection: sqlite3.Connection, run_id: str) -> None:
    """Take no more answers for a run."""
    connection.execute(
        "UPDATE questions SET state = 'cancelled' WHERE run_id = ? AND state = 'open'", (run_id,)
    )


def _claimed(connection: sqlite3.Connection, row: sqlite3.Row) -> Run:
    """A row as a run, with what was kept of an earlier attempt."""
    return replace(run_of(row), kept=kept_outcomes.kept(connection, row["run_id"]))
