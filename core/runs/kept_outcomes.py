"""How turns ended that their threads do not know yet: worked out once, tried to be told again and again."""

import sqlite3

import orjson
import structlog

from core.chat.question import Question
from core.contracts import WorkflowResponse
from core.runs.run import Outcome, RunState

logger = structlog.get_logger()

TOLD_FOR_SECONDS = 24 * 3600
"""How long telling is tried; an answer that comes a day late is news to nobody."""

LONGEST_PAUSE_SECONDS = 60.0

OWED_FOR_SECONDS = 7 * 24 * 3600
"""How long the card of a run that is over is put to rest, where that was not possible at its end."""


def keep(connection: sqlite3.Connection, run_id: str, outcome: Outcome, now: float) -> None:
    """Keep how a turn ended until it is told, in place of what was kept of the run before."""
    values = (run_id, _written(outcome), now)
    connection.execute("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", values)


def kept(connection: sqlite3.Connection, run_id: str) -> Outcome | None:
    """What is kept of a run; one that another release wrote differently has to be worked out anew."""
    row = connection.execute("SELECT outcome FROM outcomes WHERE run_id = ?", (run_id,)).fetchone()
    try:
        return _read(row["outcome"]) if row else None
    except (ValueError, KeyError):
        logger.warning("outcome_not_readable", run_id=run_id)
        return None


def kept_for(connection: sqlite3.Connection, run_id: str, now: float) -> float | None:
    """For how many seconds the outcome of a run has been kept; None if none is."""
    row = connection.execute("SELECT at FROM outcomes WHERE run_id = ?", (run_id,)).fetchone()
    return now - row["at"] if row else None


def forget(connection: sqlite3.Connection, run_id: str) -> None:
    """A turn was told, or goes on otherwise."""
    connection.execute("DELETE FROM outcomes WHERE run_id = ?", (run_id,))


def pause(seconds: float) -> float:
    """How long to wait with the next attempt at telling what has been kept for so many seconds."""
    return min(LONGEST_PAUSE_SECONDS, max(0.5, seconds / 2))


def _written(outcome: Outcome) -> bytes:
    return orjson.dumps(
        {
            "state": outcome.state,
            "response": outcome.response.model_dump(mode="json") if outcome.response else None,
            "question": outcome.question.model_dump(mode="json") if outcome.question else None,
        }
    )


def _read(text: bytes) -> Outcome:
    fields = orjson.loads(text)
    response, question = fields["response"], fields["question"]
    return Outcome(
        RunState(fields["state"]),
        WorkflowResponse.model_validate(response) if response else None,
        Question.model_validate(question) if question else None,
    )
