"""Questions to people: those that are open, and what became of the others."""

import sqlite3
from datetime import UTC, datetime

from core.chat.inbound import Actor
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef
from core.chat.wanted_file import WantedFile
from core.runs.schema import SCHEMA
from core.storage.database import Database


class QuestionRecords:
    """Looks into the table of questions and changes nothing there. Blocking calls."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def open_in(self, thread: ThreadRef) -> list[Question]:
        """The open questions of a thread, newest first."""
        rows = self._database.read(
            "SELECT question FROM questions WHERE thread = ? AND state = 'open' ORDER BY asked_at DESC",
            (str(thread),),
        )
        return [Question.model_validate_json(row["question"]) for row in rows]

    def wanted_by(self, actor: Actor) -> list[WantedFile]:
        """The files that a person was asked for and has not brought, the latest first."""
        rows = self._database.read(
            "SELECT thread, question, asked_at FROM questions WHERE state = 'open' "
            "AND question ->> '$.parameter.type' = 'file' ORDER BY asked_at DESC, rowid DESC"
        )
        return [wanted for wanted in map(_wanted, rows) if wanted.question.may_answer(actor)]

    def open_of(self, run_id: str) -> Question | None:
        """The question that a run waits with."""
        rows = self._database.read(
            "SELECT question FROM questions WHERE run_id = ? AND state = 'open'", (run_id,)
        )
        return Question.model_validate_json(rows[0]["question"]) if rows else None

    def latest_of(self, run_id: str) -> tuple[Question, str] | None:
        """The latest question of a run and its state: ``open``, ``answered``, ``cancelled``, ``expired``."""
        rows = self._database.read(
            "SELECT question, state FROM questions WHERE run_id = ? "
            "ORDER BY asked_at DESC, rowid DESC LIMIT 1",
            (run_id,),
        )
        return (Question.model_validate_json(rows[0]["question"]), rows[0]["state"]) if rows else None

    def get(self, question_id: str) -> tuple[Question, str, str | None] | None:
        """A question with its state and who answered it."""
        rows = self._database.read("SELECT * FROM questions WHERE question_id = ?", (question_id,))
        if not rows:
            return None
        return Question.model_validate_json(rows[0]["question"]), rows[0]["state"], rows[0]["answered_by"]


def _wanted(row: sqlite3.Row) -> WantedFile:
    """An open question for a file."""
    asked_at = datetime.fromtimestamp(row["asked_at"], UTC)
    return WantedFile(ThreadRef.parse(row["thread"]), Question.model_validate_json(row["question"]), asked_at)
