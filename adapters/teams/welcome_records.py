"""Where the bot was added, and whether it has said its welcome there."""

from dataclasses import dataclass
from uuid import uuid4

from core.chat.door_database import DoorDatabase
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_welcomes (
    place TEXT PRIMARY KEY, id TEXT NOT NULL, channel TEXT NOT NULL, person TEXT,
    said INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A welcome that is not said yet. ``person`` is who added the bot, if that is known."""

    id: str
    channel: ChannelRef
    person: Actor | None


class WelcomeRecords:
    """One a chat, and one a team. Blocking calls."""

    def __init__(self, database: DoorDatabase) -> None:
        self._database = database
        database.create(SCHEMA)

    def begin(self, place: str, channel: ChannelRef, person: Actor | None) -> Due | None:
        """Note that the bot was added; None if that is known. ``place`` names the chat, or the team."""
        due = Due(uuid4().hex, channel, person)
        known = None if person is None else person.model_dump_json()
        fresh = self._database.write(
            "INSERT OR IGNORE INTO teams_welcomes (place, id, channel, person) VALUES (?, ?, ?, ?)",
            (place, due.id, str(channel), known),
        )
        return due if fresh else None

    def due(self) -> list[Due]:
        """What was not said when the process ended."""
        rows = self._database.read("SELECT * FROM teams_welcomes WHERE said = 0")
        return [
            Due(
                row["id"],
                ChannelRef.parse(row["channel"]),
                Actor.model_validate_json(row["person"]) if row["person"] else None,
            )
            for row in rows
        ]

    def said(self, due: Due) -> None:
        """It was said, or could not be."""
        self._database.write("UPDATE teams_welcomes SET said = 1 WHERE id = ?", (due.id,))

    def forget(self, place: str) -> None:
        """The bot was removed: whoever adds it again is welcomed again."""
        self._database.write("DELETE FROM teams_welcomes WHERE place = ?", (place,))
