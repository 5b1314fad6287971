"""Sessions and their messages in the embedded database."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from core.session import Message, Session
from core.storage.database import Database
from core.storage.session_store import Placed, Trace
from core.storage.sqlite_owner import owner_of
from core.storage.timestamps import as_text

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    session_id TEXT PRIMARY KEY, thread TEXT UNIQUE, user_id TEXT NOT NULL, created_at TEXT NOT NULL,
    last_active TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX IF NOT EXISTS sessions_by_activity ON sessions (last_active, session_id);
CREATE TABLE IF NOT EXISTS session_messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, message_id TEXT NOT NULL,
    position INTEGER NOT NULL, speaker TEXT, timestamp TEXT NOT NULL, record TEXT NOT NULL,
    UNIQUE (session_id, message_id));
CREATE INDEX IF NOT EXISTS session_messages_by_position ON session_messages (session_id, position);
CREATE INDEX IF NOT EXISTS session_messages_by_time ON session_messages (timestamp, number);
"""

PAGE = 500
"""Rows read at a time where all are wanted: the file is not held between."""

_NEW = (
    "INSERT INTO session_messages (session_id, message_id, position, speaker, timestamp, record) "
    "VALUES (?, ?, {}, ?, ?, ?) ON CONFLICT (session_id, message_id) DO NOTHING"
)
_NEXT = "(SELECT max(coalesce(max(position) + 1, 0), ?) FROM session_messages WHERE session_id = ?)"


class SQLiteSessionStore:
    """Sessions in the embedded database. Releases before archives gave threads ids that they still have."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)
        self._take_over()

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the database is of: the proposed one if there was none."""
        return owner_of(self._database, proposed)

    def add(self, session: Session) -> Session:
        """Insert; if its id is known or its thread has a session already, that one is returned instead."""
        self._database.write(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", _row(session)
        )
        thread = self.of_thread(session.thread) if session.thread is not None else None
        return thread or self.load(session.session_id) or session

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""
        return self._one("session_id", session_id)

    def of_thread(self, thread: str) -> Session | None:
        """The session of a thread, without its messages."""
        return self._one("thread", thread)

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result."""
        with self._database.transaction() as connection:
            known = self.load(session_id)
            if known is None:
                return None
            session = changed(known)
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?)", _row(session))
        return session

    def delete(self, session_id: str) -> int:
        """Remove every message, then the session; how many messages."""
        with self._database.transaction() as connection:
            removed = connection.execute("DELETE FROM session_messages WHERE session_id = ?", (session_id,))
            connection.execute("DELETE FROM sessions WHERE session_id = ?", (session_id,))
        return removed.rowcount

    def of_user(self, user_id: str) -> Iterator[Session]:
        """The sessions that somebody opened, newest first."""
        last = ("9", "")
        while rows := self._database.read(
            "SELECT session_id, created_at, record FROM sessions WHERE user_id = ? "
            "AND (created_at, session_id) < (?, ?) ORDER BY created_at DESC, session_id DESC LIMIT ?",
            (user_id, *last, PAGE),
        ):
            yield from map(_session, rows)
            last = (rows[-1]["created_at"], rows[-1]["session_id"])

    def silent_since(self, moment: datetime) -> Iterator[Session]:
        """The sessions in which nothing has happened since, the longest silent ones first."""
        last = ("", "")
        while rows := self._database.read(
            "SELECT session_id, last_active, record FROM sessions WHERE last_active < ? "
            "AND (last_active, session_id) > (?, ?) ORDER BY last_active, session_id LIMIT ?",
            (as_text(moment), *last, PAGE),
        ):
            yield from map(_session, rows)
            last = (rows[-1]["last_active"], rows[-1]["session_id"])

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        now = time.time_ns() // 1000
        before, after = _columns(session_id, message)
        self._database.write(_NEW.format(_NEXT), (*before, now, session_id, *after))

    def put_back(self, session_id: str, placed: Placed) -> None:
        """Add a message at the place it had; one with a known id stays as it is."""
        before, after = _columns(session_id, placed.message)
        self._database.write(_NEW.format("?"), (*before, placed.position, *after))

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        rows = self._database.read(
            "SELECT record FROM session_messages WHERE session_id = ? "
            "ORDER BY position DESC, number DESC LIMIT ?",
            (session_id, max(limit, 0)),
        )
        return [Message.model_validate_json(row["record"]) for row in reversed(rows)]

    def history(self, session_id: str) -> Iterator[Placed]:
        """Every message, oldest first."""
        last = (-1, -1)
        while rows := self._database.read(
            "SELECT position, number, record FROM session_messages WHERE session_id = ? "
            "AND (position, number) > (?, ?) ORDER BY position, number LIMIT ?",
            (session_id, *last, PAGE),
        ):
            for row in rows:
                yield Placed(row["position"], Message.model_validate_json(row["record"]))
            last = (rows[-1]["position"], rows[-1]["number"])

    def remove(self, session_id: str, message_ids: Iterable[str]) -> int:
        """Remove messages, all or none; how many there were."""
        statement = "DELETE FROM session_messages WHERE session_id = ? AND message_id = ?"
        with self._database.transaction() as connection:
            return sum(
                connection.execute(statement, (session_id, message_id)).rowcount for message_id in message_ids
            )

    def traces(self, before: datetime | None = None) -> Iterator[Trace]:
        """The messages of all sessions, or those from before a moment, oldest first."""
        last: tuple[str, int] = ("", -1)
        while rows := self._database.read(
            "SELECT number, session_id, message_id, speaker, timestamp FROM session_messages "
            "WHERE timestamp < ? AND (timestamp, number) > (?, ?) ORDER BY timestamp, number LIMIT ?",
            (as_text(before) if before else "9999", *last, PAGE),
        ):
            for row in rows:
                moment = datetime.fromisoformat(row["timestamp"])
                yield Trace(row["session_id"], row["message_id"], row["speaker"], moment)
            last = (rows[-1]["timestamp"], rows[-1]["number"])

    def _one(self, column: str, value: str) -> Session | None:
        rows = self._database.read(f"SELECT record FROM sessions WHERE {column} = ?", (value,))  # noqa: S608 - two columns, named above
        return _session(rows[0]) if rows else None

    def _take_over(self) -> None:
        """Move what an earlier release wrote, whose table took an id once for all sessions."""
        with self._database.transaction() as connection:
            if not self._database.read("SELECT 1 FROM sqlite_master WHERE name = 'messages'"):
                return
            rows = connection.execute("SELECT position, session_id, record FROM messages ORDER BY position")
            for position, session_id, record in rows:
                before, after = _columns(session_id, Message.model_validate_json(record))
                connection.execute(_NEW.format("?"), (*before, position, *after))
            connection.execute("DROP TABLE messages")


def _row(session: Session) -> tuple[str | None, ...]:
    """The columns of a session; messages have a table of their own."""
    return (
        session.session_id,
        session.thread,
        session.user_id,
        as_text(session.created_at),
        as_text(session.last_active),
        session.model_dump_json(exclude={"conversation_history"}),
    )


def _columns(session_id: str, message: Message) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The columns before and after a message's position."""
    record = message.model_dump_json()
    return (session_id, message.message_id), (message.speaker, as_text(message.timestamp), record)


def _session(row: sqlite3.Row) -> Session:
    return Session.model_validate_json(row["record"])
