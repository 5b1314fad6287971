"""How much is kept of runs, and how long: what was said is forgotten on demand, old runs go whole."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

import orjson

from core.chat.inbound import Actor
from core.chat.thread_ref import ThreadRef
from core.runs import approval_votes, feedback, owed_records, patience, step_records
from core.runs.schema import SCHEMA
from core.storage.database import Database

AT_ONCE = 500
"""Runs that are removed in one transaction: others want to write, too."""

_ROOMS = (step_records, feedback, patience, approval_votes, owed_records)

_OVER = "r.state NOT IN ('queued', 'running', 'waiting')"
_MEANT = "(SELECT value FROM json_each(?))"
_NOTHING_SAID = (
    "json_set(inbound, '$.text', '', '$.files', json('[]'), '$.parameters', json('{}'), "
    "'$.named', json('{}'), '$.actor.name', '', '$.value', NULL)"
)
_SAID = (
    "r.response IS NOT NULL OR r.reply IS NOT NULL OR r.inbound ->> '$.text' <> '' "
    "OR json_array_length(r.inbound, '$.files') > 0 OR r.inbound ->> '$.parameters' <> '{}'"
)
"""Whether a row still holds what somebody said, or an answer. A pressed button's id is neither."""

_BESIDE = (
    "questions",
    "outcomes",
    "owed_records",
    "posts",
    "run_steps",
    "feedback",
    "question_mentions",
    "approval_votes",
)
"""Tables with rows by run; what stands there belongs to the run."""


class RunRetention:
    """Works on the run table and those beside it. Blocking calls."""

    def __init__(self, database: Database) -> None:
        self._database = database
        for schema in (SCHEMA, *(each.SCHEMA for each in _ROOMS)):
            database.create(schema)

    def of_thread(self, thread: ThreadRef) -> list[str]:
        """The runs of a thread, by their ids, the oldest first."""
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE thread = ? ORDER BY position", (str(thread),)
        )
        return [row["run_id"] for row in rows]

    def of_person(self, person: Actor) -> list[str]:
        """The runs of a person, by their ids, the oldest first."""
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE json_valid(inbound) AND inbound ->> '$.actor.id' = ? "
            "AND inbound ->> '$.actor.tenant' = ? AND inbound ->> '$.actor.platform' = ? ORDER BY position",
            (person.id, person.tenant, person.platform),
        )
        return [row["run_id"] for row in rows]

    def blank(self, run_id: str) -> None:
        """Keep nothing of what was said in a message, but that there was one; its run goes on."""
        with self._database.transaction() as connection:
            _blank(connection, orjson.dumps([run_id]).decode())

    def forget(self, run_ids: Sequence[str]) -> int:
        """Keep nothing of these runs but that there were some; the number of those that held anything.

        Runs that are not over stay as they are. Marks against repeated deliveries stay.
        """
        with self._database.transaction() as connection:
            rows = connection.execute(
                f"SELECT r.run_id, ({_SAID}) AS said FROM runs r WHERE {_OVER} AND r.run_id IN {_MEANT}",  # noqa: S608 - our own words
                (orjson.dumps(list(run_ids)).decode(),),
            ).fetchall()
            over = orjson.dumps([row["run_id"] for row in rows]).decode()
            _blank(connection, over)
            connection.execute(
                f"UPDATE runs SET response = NULL, reply = NULL WHERE run_id IN {_MEANT}",  # noqa: S608 - our own words
                (over,),
            )
            _remove_beside(connection, over)
        return sum(bool(row["said"]) for row in rows)

    def left(self, run_ids: Sequence[str]) -> int:
        """How many of these runs still hold something that was said or answered."""
        rows = self._database.read(
            f"SELECT count(*) FROM runs r WHERE r.run_id IN {_MEANT} AND ({_SAID})",  # noqa: S608 - our own words
            (orjson.dumps(list(run_ids)).decode(),),
        )
        return int(rows[0][0])

    def delete_before(self, moment: datetime) -> int:
        """Remove runs that were over by then, with all that belongs to them; their number."""
        removed = 0
        while True:
            with self._database.transaction() as connection:
                rows = connection.execute(
                    f"SELECT run_id FROM runs r WHERE {_OVER} AND coalesce(finished_at, created_at) < ? "  # noqa: S608 - our own words
                    "ORDER BY position LIMIT ?",
                    (moment.timestamp(), AT_ONCE),
                ).fetchall()
                over = orjson.dumps([row["run_id"] for row in rows]).decode()
                _remove_beside(connection, over)
                for table in ("inbox", "runs"):
                    connection.execute(f"DELETE FROM {table} WHERE run_id IN {_MEANT}", (over,))  # noqa: S608 - our own words
            removed += len(rows)
            if len(rows) < AT_ONCE:
                return removed


def _blank(connection: sqlite3.Connection, run_ids: str) -> None:
    for table in ("runs", "inbox"):
        connection.execute(
            f"UPDATE {table} SET inbound = {_NOTHING_SAID} WHERE run_id IN {_MEANT} AND json_valid(inbound)",  # noqa: S608 - our own words
            (run_ids,),
        )


def _remove_beside(connection: sqlite3.Connection, run_ids: str) -> None:
    """Remove what stands in other tables, reminders first: they know their question only."""
    connection.execute(
        f"DELETE FROM question_reminders WHERE question_id IN "  # noqa: S608 - our own words
        f"(SELECT question_id FROM questions WHERE run_id IN {_MEANT})",
        (run_ids,),
    )
    for table in _BESIDE:
        connection.execute(f"DELETE FROM {table} WHERE run_id IN {_MEANT}", (run_ids,))  # noqa: S608 - our own words
