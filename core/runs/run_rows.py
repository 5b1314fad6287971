"""Rows of the run table as runs."""

import sqlite3
from collections.abc import Iterable, Iterator

import orjson
import structlog

from core.chat.inbound import Inbound
from core.chat.thread_ref import ThreadRef
from core.contracts import WorkflowResponse
from core.runs.run import Outcome, Reply, Run, RunState

logger = structlog.get_logger()


def readable(rows: Iterable[sqlite3.Row]) -> Iterator[Run]:
    """The rows as runs, without those that another release wrote differently."""
    for row in rows:
        try:
            yield run_of(row)
        except ValueError:
            logger.warning("run_not_readable", run_id=row["run_id"])


def run_of(row: sqlite3.Row) -> Run:
    """A row as a run; raises ValueError for one that another release wrote differently."""
    state = RunState(row["state"])
    response = WorkflowResponse.model_validate_json(row["response"]) if row["response"] else None
    return Run(
        run_id=row["run_id"],
        state=state,
        owner=row["owner"],
        attempt=row["attempt"],
        tries=row["tries"],
        inbound=Inbound.model_validate_json(row["inbound"]),
        thread=ThreadRef.parse(row["thread"]) if row["thread"] else None,
        reply=_reply(row["reply"]) if row["reply"] else None,
        worked=row["worked"],
        cancelled_by=row["cancelled_by"],
        outcome=Outcome(state, response) if state.final else None,
    )


def _reply(text: str) -> Reply:
    """A stored reply."""
    fields = orjson.loads(text)
    inbound = Inbound.model_validate(fields["inbound"]) if fields["inbound"] else None
    return Reply(fields["question_id"], inbound, fields["value"], fields.get("expired", ""))
