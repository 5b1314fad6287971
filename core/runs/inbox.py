"""The door of the run store: a message is written down before it is acknowledged, and counts once."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from core.chat.inbound import Inbound
from core.chat.question import Question
from core.errors import UserFacingError
from core.runs.question_records import QuestionRecords
from core.runs.run_store import AT_ONCE, Lease
from core.runs.settling import Hold, Settlement, settle
from core.runs.voting import as_vote, is_vote
from core.storage.database import Database

MAX_TEXT = 200_000
"""Characters of text in one message; longer texts belong into a file."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The run of a message. ``duplicate``: it had come in before. ``answers``: the question it answers."""

    run_id: str
    duplicate: bool = False
    answers: str | None = None


class Words(Protocol):
    """What the words of a message mean to the house. Neither may be slow."""

    def as_meant(self, inbound: Inbound) -> Inbound:
        """A message as what it stands for."""
        ...

    def bypass_lane(self, inbound: Inbound) -> bool:
        """Whether a message must not wait behind the thread's running work."""
        ...


class Inbox:
    """Takes messages in.

    ``may_name`` says which files may be named as the answer to a question for one. It must not be slow.
    """

    def __init__(
        self,
        database: Database,
        questions: QuestionRecords,
        words: Words,
        may_name: Callable[[Inbound, str], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._questions = questions
        self._words = words
        self._may_name = may_name
        self._clock = clock

    def receive(self, inbound: Inbound, lease: Lease | None = None) -> Receipt:
        """Write a message down and say which run it belongs to; with a lease, that process alone will run it.

        An answer to an open question belongs to the waiting run. Raises UserFacingError for a message that is
        too long; nothing is stored then.
        """
        if len(inbound.text) > MAX_TEXT:
            raise UserFacingError(
                f"That message is longer than {MAX_TEXT:,} characters; attach it as a file."
            )
        inbound = self._words.as_meant(inbound)
        asked = self._questions.open_in(inbound.thread) if inbound.thread else []
        inbound = as_vote(inbound, asked)
        at_once = self._words.bypass_lane(inbound) or is_vote(inbound, asked)
        answer = None if at_once else self._answer(inbound, asked)
        with self._database.transaction() as connection:
            known = self._known(connection, inbound)
            if known is not None:
                return Receipt(known, duplicate=True)
            if answer and self._accept(connection, inbound, *answer, lease):
                self._note(connection, inbound, answer[0].run_id)
                return Receipt(answer[0].run_id, answers=answer[0].id)
            if answer:
                inbound = inbound.model_copy(
                    update={"kind": "action", "action": answer[0].id}
                )  # told: too late
            run_id = f"run_{uuid4().hex[:16]}"
            self._note(connection, inbound, run_id)
            own = f"{AT_ONCE}{run_id}" if at_once else run_id
            lane = str(inbound.thread) if inbound.thread and not at_once else own
            self._queue(connection, inbound, run_id, lane, lease)
            return Receipt(run_id)

    def took_in(self, act: str) -> bool:
        """Whether this came in before, whatever became of it."""
        sql = "SELECT 1 FROM inbox WHERE event_id = ? OR act = ? LIMIT 1"
        return bool(self._database.read(sql, (act, act)))

    def _known(self, connection: sqlite3.Connection, inbound: Inbound) -> str | None:
        """The run of an earlier delivery; an act that was refused may be done again."""
        row = connection.execute(
            "SELECT i.run_id FROM inbox i LEFT JOIN runs r USING (run_id) "
            "WHERE i.event_id = ? OR i.act = ? AND r.state IS NOT 'refused'",
            (inbound.id, inbound.act),
        ).fetchone()
        return str(row["run_id"]) if row else None

    def _answer(self, inbound: Inbound, asked: Sequence[Question]) -> tuple[Question, Any] | None:
        """The open question that this message answers, and the value."""
        for question in asked:
            pressed = inbound.action in (None, question.id)
            if not pressed or not question.may_answer(inbound.actor):
                continue
            try:
                value = question.read(inbound)
            except ValueError:
                continue  # no answer to this question: the message is a run of its own
            if question.parameter.type != "file" or value is None or self._may_name(inbound, value):
                return question, value
        return None

    def _accept(
        self,
        connection: sqlite3.Connection,
        inbound: Inbound,
        question: Question,
        value: Any,
        lease: Lease | None,
    ) -> bool:
        """Close the question with this answer and queue its run again; false if somebody was faster."""
        settlement = Settlement(value, inbound, hold=Hold(*self._hold(lease)))
        return settle(connection, question, settlement)

    def _queue(
        self, connection: sqlite3.Connection, inbound: Inbound, run_id: str, lane: str, lease: Lease | None
    ) -> None:
        """A new run at the end of its lane."""
        thread = str(inbound.thread) if inbound.thread else None
        connection.execute(
            "INSERT INTO runs (run_id, lane, thread, state, owner, lease_until, inbound, created_at) "
            "VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)",
            (run_id, lane, thread, *self._hold(lease), inbound.model_dump_json(), self._clock()),
        )

    def _note(self, connection: sqlite3.Connection, inbound: Inbound, run_id: str) -> None:
        """Keep the message and its mark against repeats."""
        connection.execute(
            "INSERT OR REPLACE INTO inbox VALUES (?, ?, ?, ?)",
            (inbound.id, inbound.act, run_id, inbound.model_dump_json()),
        )

    def _hold(self, lease: Lease | None) -> tuple[str | None, float]:
        """Owner and end of the lease a new run starts with."""
        return (lease.owner, self._clock() + lease.seconds) if lease else (None, 0.0)
