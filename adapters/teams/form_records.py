"""What the open forms are for, and how far each has come: Teams and its clients get an opaque id only."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from core.chat.card import Card
from core.chat.door_database import DoorDatabase
from core.chat.inbound import Inbound

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_forms (
    form TEXT PRIMARY KEY, act TEXT NOT NULL UNIQUE, at REAL NOT NULL, state TEXT NOT NULL,
    command TEXT NOT NULL, sent TEXT);
"""

KEPT_SECONDS = 7 * 24 * 3600
"""Whoever sends a form after a week is told to give the command again."""


class FormState(StrEnum):
    """Where a form stands. ``ANNOUNCED``, ``PASSED_ON`` and ``SENT`` have something left to be done."""

    ANNOUNCED = "announced"
    """Written down, and maybe not posted."""

    OPEN = "open"

    PASSED_ON = "passed on"
    """It could not be posted: its command is taken as it is."""

    SENT = "sent"
    """It was filled in, and maybe its card still has a button."""

    OVER = "over"


class SentForm(BaseModel):
    """What a form became: the command with its values, and the card that stands in its place."""

    model_config = ConfigDict(frozen=True)

    command: Inbound
    closed: Card


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form that stands in for the command that somebody gave; ``sent`` once it was filled in."""

    form: str
    state: FormState
    command: Inbound
    sent: SentForm | None = None


class FormRecords:
    """Forms by their id. Each is sent once at most. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def keep(self, command: Inbound) -> OpenedForm:
        """Announce the form for a command; for one that came in before, its form as it stands."""
        self._database.write(
            "INSERT OR IGNORE INTO teams_forms VALUES (?, ?, ?, ?, ?, NULL)",
            (uuid4().hex, command.act, self._clock(), FormState.ANNOUNCED, command.model_dump_json()),
        )
        return _opened(self._database.read("SELECT * FROM teams_forms WHERE act = ?", (command.act,))[0])

    def find(self, form: str) -> OpenedForm | None:
        """A form; None for one that is too old or none of ours."""
        oldest = self._clock() - KEPT_SECONDS
        rows = self._database.read("SELECT * FROM teams_forms WHERE form = ? AND at >= ?", (form, oldest))
        return _opened(rows[0]) if rows else None

    def holds(self, act: str) -> bool:
        """Whether a form was announced for a command."""
        return bool(self._database.read("SELECT 1 FROM teams_forms WHERE act = ?", (act,)))

    def posted(self, form: str) -> None:
        """Note that it stands."""
        self._turn(form, FormState.OPEN, FormState.ANNOUNCED)

    def pass_on(self, form: str) -> bool:
        """Give up a form that could not be posted; false if it was sent all the same."""
        return self._turn(form, FormState.PASSED_ON, FormState.ANNOUNCED)

    def send(self, form: str, sent: SentForm) -> OpenedForm | None:
        """Send a form, if nobody was faster: as it stands then, with what was sent first."""
        self._database.write(
            "UPDATE teams_forms SET state = ?, sent = ? WHERE form = ? AND state IN (?, ?)",
            (FormState.SENT, sent.model_dump_json(), form, FormState.ANNOUNCED, FormState.OPEN),
        )
        return self.find(form)

    def over(self, form: str) -> None:
        """Nothing is left to be done about it."""
        self._turn(form, FormState.OVER, FormState.PASSED_ON, FormState.SENT)

    def unfinished(self) -> list[OpenedForm]:
        """Those that a process which ended has left something to be done about, oldest first."""
        states = (FormState.ANNOUNCED, FormState.PASSED_ON, FormState.SENT)
        rows = self._database.read("SELECT * FROM teams_forms WHERE state IN (?, ?, ?) ORDER BY at", states)
        return [_opened(row) for row in rows]

    def forget(self, acts: Iterable[str]) -> None:
        """Keep nothing of the forms that stand in for what people did."""
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM teams_forms WHERE act = ?", [(act,) for act in acts])

    def sweep(self) -> None:
        """Remove what is too old."""
        self._database.write("DELETE FROM teams_forms WHERE at < ?", (self._clock() - KEPT_SECONDS,))

    def _turn(self, form: str, to: FormState, *before: FormState) -> bool:
        """Change the state of a form that is in one of others; whether it was."""
        places = ", ".join("?" * len(before))
        sql = f"UPDATE teams_forms SET state = ? WHERE form = ? AND state IN ({places})"  # noqa: S608 - marks only
        return self._database.write(sql, (to, form, *before)) == 1


def _opened(row: sqlite3.Row) -> OpenedForm:
    sent = SentForm.model_validate_json(row["sent"]) if row["sent"] else None
    command = Inbound.model_validate_json(row["command"])
    return OpenedForm(row["form"], FormState(row["state"]), command, sent)
