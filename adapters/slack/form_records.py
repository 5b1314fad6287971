"""What the open forms are for: Slack and its clients get an opaque id only."""

import time
from collections.abc import Callable, Iterable

from pydantic import BaseModel, ConfigDict

from core.chat.door_database import DoorDatabase
from core.chat.thread_ref import ChannelRef, ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS slack_forms (form TEXT PRIMARY KEY, opened REAL NOT NULL, record TEXT NOT NULL);
"""

KEPT_SECONDS = 24 * 3600
"""Nobody sends a form that was opened yesterday; what it offered then may be gone."""


class OpenedForm(BaseModel):
    """A form that was opened for one person: in which channel, in place of which command (``text``).

    One for an answer has the id of its question instead (``action``), and the ``thread`` of that. ``offered``
    are the ids of the files to choose from. ``response_url`` is the command's.
    """

    model_config = ConfigDict(frozen=True)

    person: str
    channel: ChannelRef
    text: str = ""
    thread: ThreadRef | None = None
    action: str | None = None
    offered: tuple[str, ...] = ()
    response_url: str = ""


class FormRecords:
    """Opened forms by their id. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def keep(self, form: str, opened: OpenedForm) -> None:
        """Note what a form is for, and forget those that are too old."""
        now = self._clock()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM slack_forms WHERE opened < ?", (now - KEPT_SECONDS,))
            connection.execute(
                "INSERT INTO slack_forms VALUES (?, ?, ?)", (form, now, opened.model_dump_json())
            )

    def forget(self, channel: ChannelRef, people: Iterable[str]) -> None:
        """Keep nothing of the forms that these people opened in a channel."""
        with self._database.transaction() as connection:
            for person in people:
                connection.execute(
                    "DELETE FROM slack_forms WHERE record ->> '$.person' = ? "
                    "AND record ->> '$.channel.channel' = ? AND record ->> '$.channel.tenant' = ?",
                    (person, channel.channel, channel.tenant),
                )

    def find(self, form: str) -> OpenedForm | None:
        """What a form is for; None for one that is too old or was never opened."""
        oldest = self._clock() - KEPT_SECONDS
        sql = "SELECT record FROM slack_forms WHERE form = ? AND opened >= ?"
        rows = self._database.read(sql, (form, oldest))
        return OpenedForm.model_validate_json(rows[0]["record"]) if rows else None
