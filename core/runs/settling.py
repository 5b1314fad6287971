"""The end of an open question: what came of it is written down, and its run is queued again."""

import sqlite3
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from core.chat.inbound import Inbound
from core.chat.question import Question
from core.runs import kept_outcomes


@dataclass(frozen=True, slots=True)
class Hold:
    """Whose the run is then; without an owner it is anybody's."""

    owner: str | None = None
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a question: an answer with its message, or that none came within the time ``expired``."""

    value: Any
    inbound: Inbound | None = None
    expired: str = ""
    hold: Hold = field(default_factory=Hold)

    @property
    def state(self) -> Literal["answered", "expired"]:
        """How the question stands from now on."""
        return "expired" if self.inbound is None else "answered"


def settle(connection: sqlite3.Connection, question: Question, settlement: Settlement) -> bool:
    """Close an open question; false if somebody was faster. One transaction holds all of it."""
    by = str(settlement.inbound.actor) if settlement.inbound else None
    closed = connection.execute(
        "UPDATE questions SET state = ?, answered_by = ? WHERE question_id = ? AND state = 'open'",
        (settlement.state, by, question.id),
    ).rowcount
    if closed != 1:
        return False
    hold = settlement.hold
    connection.execute(
        "UPDATE runs SET state = 'queued', owner = ?, lease_until = ? WHERE run_id = ? AND state = 'waiting'",
        (hold.owner, hold.until, question.run_id),
    )
    kept_outcomes.forget(connection, question.run_id)
    connection.execute(
        "UPDATE runs SET reply = ? WHERE run_id = ?", (_reply(question, settlement), question.run_id)
    )
    return True


def _reply(question: Question, settlement: Settlement) -> str:
    inbound = settlement.inbound
    reply = {
        "question_id": question.id,
        "inbound": inbound.model_dump(mode="json") if inbound else None,
        "value": settlement.value,
        "expired": settlement.expired,
    }
    return orjson.dumps(reply).decode()
