"""Questions whether files may be put into somebody's OneDrive, and how far each has come."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from core.chat.door_database import DoorDatabase
from core.chat.forgotten import Forgotten
from core.chat.thread_ref import ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_file_consents (
    id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, thread TEXT NOT NULL, name TEXT NOT NULL,
    at REAL NOT NULL, state TEXT NOT NULL, files TEXT, decision TEXT);
"""

KEPT_SECONDS = 7 * 24 * 3600
"""Whoever agrees after a week is told to ask again."""


class ConsentState(StrEnum):
    """Where a question stands. ``TAKEN`` and ``DECIDED`` have something left to be done."""

    ANNOUNCED = "announced"
    """Written down, and maybe not posted: whoever hands the files over does it again."""

    OPEN = "open"

    TAKEN = "taken"
    """Somebody agreed, and maybe the files were not put there."""

    DECIDED = "decided"
    """It is known what came of it, and maybe its card still has buttons."""

    OVER = "over"


class OfferedFile(BaseModel):
    """A version of an artifact, under the name that it is offered by.

    Its content is looked for when somebody agrees: a path on this machine may be gone by then.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    artifact_id: str
    version: int


class OfferedFiles(BaseModel):
    """What is asked about, and how many bytes it has as one file."""

    model_config = ConfigDict(frozen=True)

    files: tuple[OfferedFile, ...]
    size: int


class PutFile(BaseModel):
    """Where a file lies now, in Teams' words."""

    model_config = ConfigDict(frozen=True)

    name: str
    unique_id: str
    file_type: str
    content_url: str


class Decision(BaseModel):
    """What came of a question: the sentence in its place, and the file if it was put there."""

    model_config = ConfigDict(frozen=True)

    sentence: str
    put: PutFile | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A question in a chat with one person; ``key`` is that of its post.

    ``offered`` is None when it is over, or of a release that wrote paths down; ``decision`` is None as long
    as it is open.
    """

    id: str
    key: str
    thread: ThreadRef
    name: str
    state: ConsentState
    offered: OfferedFiles | None
    decision: Decision | None


class Consents:
    """Questions by their id, which is all that Teams is told; each counts once. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def keep(self, key: str, thread: ThreadRef, name: str, offered: OfferedFiles) -> Consent:
        """Announce a question; for files that are handed over once more, theirs as it stands."""
        row = (uuid4().hex, key, str(thread), name, self._clock(), ConsentState.ANNOUNCED)
        self._database.write(
            "INSERT OR IGNORE INTO teams_file_consents VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (*row, offered.model_dump_json()),
        )
        return _consent(self._database.read("SELECT * FROM teams_file_consents WHERE key = ?", (key,))[0])

    def find(self, consent: str) -> Consent | None:
        """A question; None for one that is too old or none of ours."""
        sql = "SELECT * FROM teams_file_consents WHERE id = ? AND at >= ?"
        rows = self._database.read(sql, (consent, self._clock() - KEPT_SECONDS))
        return _consent(rows[0]) if rows else None

    def posted(self, consent: str) -> None:
        """Note that it stands."""
        self._turn(consent, ConsentState.OPEN, ConsentState.ANNOUNCED)

    def take(self, consent: str) -> None:
        """Note that somebody agreed."""
        self._turn(consent, ConsentState.TAKEN, ConsentState.ANNOUNCED, ConsentState.OPEN)

    def reopen(self, consent: str) -> None:
        """Note that it is asked once more: nobody knows whether the files were put there."""
        self._turn(consent, ConsentState.OPEN, ConsentState.TAKEN)

    def decide(self, consent: str, decision: Decision) -> Consent | None:
        """Note what came of it, if nothing came of it before; the question as it stands then."""
        self._database.write(
            "UPDATE teams_file_consents SET state = ?, decision = ? WHERE id = ? AND decision IS NULL",
            (ConsentState.DECIDED, decision.model_dump_json(), consent),
        )
        return self.find(consent)

    def over(self, consent: str) -> None:
        """Nothing is left to be done about it, and no more is kept than the sentence in its place."""
        self._database.write(
            "UPDATE teams_file_consents SET state = ?, files = NULL, "
            "decision = json_remove(decision, '$.put') WHERE id = ? AND state = ?",
            (ConsentState.OVER, consent, ConsentState.DECIDED),
        )

    def unfinished(self) -> list[Consent]:
        """Those that a process which ended has left something to be done about, oldest first."""
        states = (ConsentState.TAKEN, ConsentState.DECIDED)
        sql = "SELECT * FROM teams_file_consents WHERE state IN (?, ?) ORDER BY at"
        return [_consent(row) for row in self._database.read(sql, states)]

    def drop(self, forgotten: Forgotten) -> None:
        """Keep nothing of what was asked in a thread."""
        sql = "SELECT key FROM teams_file_consents WHERE thread = ?"
        for row in self._database.read(sql, (str(forgotten.thread),)):
            if forgotten.holds(row["key"]):
                self._database.write("DELETE FROM teams_file_consents WHERE key = ?", (row["key"],))

    def sweep(self) -> None:
        """Remove what is too old."""
        oldest = self._clock() - KEPT_SECONDS
        self._database.write("DELETE FROM teams_file_consents WHERE at < ?", (oldest,))

    def _turn(self, consent: str, to: ConsentState, *before: ConsentState) -> None:
        """Change the state of a question that is in one of others."""
        places = ", ".join("?" * len(before))
        sql = f"UPDATE teams_file_consents SET state = ? WHERE id = ? AND state IN ({places})"  # noqa: S608 - marks only
        self._database.write(sql, (to, consent, *before))


def _consent(row: sqlite3.Row) -> Consent:
    offered = _offered(row["files"]) if row["files"] else None
    decision = Decision.model_validate_json(row["decision"]) if row["decision"] else None
    thread, state = ThreadRef.parse(row["thread"]), ConsentState(row["state"])
    return Consent(row["id"], row["key"], thread, row["name"], state, offered, decision)


def _offered(written: str) -> OfferedFiles | None:
    try:
        return OfferedFiles.model_validate_json(written)
    except ValidationError:
        return None
