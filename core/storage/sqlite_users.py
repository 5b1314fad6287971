"""Records of people in the embedded database."""

from datetime import datetime

from core.storage.database import Database
from core.storage.timestamps import as_text
from core.user_record import UserRecord

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (user_id TEXT PRIMARY KEY, last_seen TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS users_by_time ON users (last_seen);
"""


class SQLiteUsers:
    """Keeps the protocol of ``UserRecords``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def add(self, user: UserRecord) -> UserRecord:
        """Join the record with what is known of the person, with nobody in between; the result."""
        with self._database.transaction() as connection:
            joined = user.joined(self.get(user.user_id))
            connection.execute(
                "INSERT OR REPLACE INTO users VALUES (?, ?, ?)",
                (joined.user_id, as_text(joined.last_seen), joined.model_dump_json()),
            )
        return joined

    def get(self, user_id: str) -> UserRecord | None:
        """One record, if it exists."""
        found = self._found("WHERE user_id = ?", user_id)
        return found[0] if found else None

    def since(self, moment: datetime) -> list[UserRecord]:
        """The people seen from a moment on, the latest first."""
        return self._found("WHERE last_seen >= ? ORDER BY last_seen DESC", as_text(moment))

    def forget_person(self, user_id: str) -> int:
        """Remove a person; how many records there were."""
        return self._database.write("DELETE FROM users WHERE user_id = ?", (user_id,))

    def delete_before(self, moment: datetime) -> int:
        """Remove the people last seen before; how many there were."""
        return self._database.write("DELETE FROM users WHERE last_seen < ?", (as_text(moment),))

    def _found(self, where: str, value: str) -> list[UserRecord]:
        rows = self._database.read(f"SELECT record FROM users {where}", (value,))  # noqa: S608 - the text is written in this module
        return [UserRecord.model_validate_json(row["record"]) for row in rows]
