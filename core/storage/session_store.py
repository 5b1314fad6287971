"""Where sessions and their messages rest."""

from collections.abc import Callable
from typing import Protocol

from core.session import Message, Session
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    session_id TEXT PRIMARY KEY, thread TEXT UNIQUE, user_id TEXT NOT NULL, created_at TEXT NOT NULL,
    last_active TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id, created_at);
CREATE TABLE IF NOT EXISTS messages (
    position INTEGER PRIMARY KEY, message_id TEXT UNIQUE NOT NULL, session_id TEXT NOT NULL,
    record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS messages_by_session ON messages (session_id, position);
"""


class SessionStore(Protocol):
    """Sessions by id and by thread, and their messages in order."""

    def add(self, session: Session) -> Session:
        """Insert; if its thread has a session already, that one is returned instead."""
        ...

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""
        ...

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result."""
        ...

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        ...

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        ...


class SQLiteSessionStore:
    """Sessions in the embedded database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def add(self, session: Session) -> Session:
        """Insert; if its thread has a session already, that one is returned instead."""
        self._database.write(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (thread) DO NOTHING", _row(session)
        )
        if session.thread is None:
            return session
        rows = self._database.read("SELECT record FROM sessions WHERE thread = ?", (session.thread,))
        return Session.model_validate_json(rows[0]["record"])

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""
        rows = self._database.read("SELECT record FROM sessions WHERE session_id = ?", (session_id,))
        return Session.model_validate_json(rows[0]["record"]) if rows else None

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result."""
        with self._database.transaction() as connection:
            known = self.load(session_id)
            if known is None:
                return None
            session = changed(known)
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?)", _row(session))
        return session

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        self._database.write(
            "INSERT INTO messages (message_id, session_id, record) VALUES (?, ?, ?) "
            "ON CONFLICT (message_id) DO NOTHING",
            (message.message_id, session_id, message.model_dump_json()),
        )

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        rows = self._database.read(
            "SELECT record FROM messages WHERE session_id = ? ORDER BY position DESC LIMIT ?",
            (session_id, limit),
        )
        return [Message.model_validate_json(row["record"]) for row in reversed(rows)]


def _row(session: Session) -> tuple[str | None, ...]:
    """The columns of a session; messages have a table of their own."""
    return (
        session.session_id,
        session.thread,
        session.user_id,
        session.created_at.isoformat(),
        session.last_active.isoformat(),
        session.model_dump_json(exclude={"conversation_history"}),
    )
