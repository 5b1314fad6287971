"""What became of runs: those of a person, and the latest of a thread."""

from collections.abc import Collection, Sequence

import orjson

from core.chat.controls import RETRY
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ThreadRef
from core.runs.run import Run, RunState
from core.runs.run_rows import readable, run_of
from core.storage.database import Database


class RunHistory:
    """Looks into the run table and changes nothing there. Blocking calls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest_unfinished(self, thread: ThreadRef, besides: str) -> Run | None:
        """The latest run of a thread that can still be cancelled, besides the given one."""
        rows = self._database.read(
            "SELECT * FROM runs WHERE thread = ? AND run_id <> ? "
            "AND state IN ('queued', 'running', 'waiting') ORDER BY position DESC LIMIT 1",
            (str(thread), besides),
        )
        return run_of(rows[0]) if rows else None

    def unfinished_threads(self) -> list[str]:
        """The threads in which a run waits, or is worked on."""
        rows = self._database.read(
            "SELECT DISTINCT thread FROM runs WHERE state IN ('queued', 'running', 'waiting')"
        )
        return [str(row["thread"]) for row in rows]

    def unfinished_of(self, person: Actor) -> list[Run]:
        """The runs of a person that wait, or are worked on; the newest first."""
        rows = self._database.read(
            "SELECT * FROM runs WHERE json_valid(inbound) AND inbound ->> '$.actor.id' = ? "
            "AND inbound ->> '$.actor.tenant' = ? AND inbound ->> '$.actor.platform' = ? "
            "AND state IN ('queued', 'running', 'waiting') ORDER BY position DESC",
            (person.id, person.tenant, person.platform),
        )
        return list(readable(rows))

    def took_part(self, thread: ThreadRef, people: Collection[str]) -> bool:
        """Whether one of these references of a person has said something in a thread, and was not refused."""
        rows = self._database.read(
            "SELECT DISTINCT inbound ->> '$.actor' AS actor FROM runs "
            "WHERE thread = ? AND json_valid(inbound) AND state <> 'refused'",
            (str(thread),),
        )
        return any(str(Actor.model_validate_json(row["actor"])) in people for row in rows)

    def latest_answered(self, thread: ThreadRef) -> str | None:
        """The latest run of a thread that a workflow answered."""
        rows = self._database.read(
            "SELECT run_id FROM runs WHERE thread = ? AND state = 'answered' AND response IS NOT NULL "
            "AND response ->> '$.metadata.workflow_name' <> 'orchestrator' ORDER BY position DESC LIMIT 1",
            (str(thread),),
        )
        return str(rows[0]["run_id"]) if rows else None

    def latest_unsuccessful(self, thread: ThreadRef) -> str | None:
        """The latest run of a thread that failed, expired or was cancelled, and was not tried again."""
        rows = self._database.read(
            "SELECT run_id FROM runs r WHERE thread = ? AND state IN ('failed', 'cancelled', 'expired') "
            "AND NOT EXISTS (SELECT 1 FROM runs again WHERE again.thread = r.thread "
            "AND again.state <> 'refused' AND again.inbound ->> '$.action' = ? "
            "AND again.inbound ->> '$.value' = r.run_id) ORDER BY position DESC LIMIT 1",
            (str(thread), RETRY),
        )
        return str(rows[0]["run_id"]) if rows else None

    def runs_of(self, person: Actor, limit: int, *, with_files: bool = False) -> list[Run]:
        """The latest runs of a person, newest first; what else a button does is none.

        ``with_files``: only those whose answer had some.
        """
        files = "AND json_array_length(response, '$.artifacts') > 0" if with_files else ""
        rows = self._database.read(
            f"SELECT * FROM runs WHERE json_valid(inbound) AND inbound ->> '$.actor.id' = ? "  # noqa: S608 - both texts are written in this module
            f"AND inbound ->> '$.actor.tenant' = ? AND inbound ->> '$.actor.platform' = ? "
            f"AND (inbound ->> '$.kind' = 'message' OR inbound ->> '$.action' = ?) {files} "
            "ORDER BY position DESC LIMIT ?",
            (person.id, person.tenant, person.platform, RETRY, limit),
        )
        return list(readable(rows))

    def states(self, run_ids: Sequence[str]) -> dict[str, RunState]:
        """How these runs stand, as far as they are known."""
        rows = self._database.read(
            "SELECT run_id, state FROM runs WHERE run_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(run_ids)).decode(),),
        )
        return {row["run_id"]: RunState(row["state"]) for row in rows}

    def asked(self, run: Run) -> Inbound:
        """The message that a run works on; of one that tries again, the first one's."""
        first: Run | None = run
        while first is not None and first.inbound.action == RETRY:
            run, first = first, self._get(str(first.inbound.value))
        return (first or run).inbound

    def _get(self, run_id: str) -> Run | None:
        rows = self._database.read("SELECT * FROM runs WHERE run_id = ?", (run_id,))
        return run_of(rows[0]) if rows else None
