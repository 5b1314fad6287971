"""Chats without threads: what is said in them within some hours belongs together."""

import sqlite3
import time
from collections.abc import Callable

from core.chat.door_database import DoorDatabase
from core.chat.thread_ref import ChannelRef, ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_chat_threads (
    channel TEXT PRIMARY KEY, thread TEXT NOT NULL, last_at REAL NOT NULL);
"""

IDLE_SECONDS = 8 * 3600
"""Whoever writes again after a night means something new."""


class ChatThreads:
    """The current thread of each personal and group chat. Blocking calls."""

    def __init__(
        self,
        database: DoorDatabase,
        has_open: Callable[[ThreadRef], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``has_open`` says whether a question is open in a thread: such a thread goes on, however late.

        It is asked in the midst of a transaction, and may read only.
        """
        self._database = database
        self._has_open = has_open
        self._clock = clock
        database.create(SCHEMA)

    def current(self, channel: ChannelRef, fresh: str) -> ThreadRef:
        """The thread that something said now belongs to; ``fresh`` names a new one, if it begins one.

        One transaction: of two messages that come at once, the second finds the thread of the first.
        """
        with self._database.transaction() as connection:
            known, now = _known(connection, channel), self._clock()
            going_on = known is not None and (now - known[1] < IDLE_SECONDS or self._has_open(known[0]))
            thread = known[0] if known is not None and going_on else channel.thread(fresh)
            _keep(connection, thread, now)
        return thread

    def begin(self, channel: ChannelRef, fresh: str) -> ThreadRef:
        """Begin a new thread now."""
        thread = channel.thread(fresh)
        with self._database.transaction() as connection:
            _keep(connection, thread, self._clock())
        return thread


def _known(connection: sqlite3.Connection, channel: ChannelRef) -> tuple[ThreadRef, float] | None:
    sql = "SELECT thread, last_at FROM teams_chat_threads WHERE channel = ?"
    row = connection.execute(sql, (str(channel),)).fetchone()
    return (channel.thread(row["thread"]), row["last_at"]) if row else None


def _keep(connection: sqlite3.Connection, thread: ThreadRef, now: float) -> None:
    values = (str(thread.channel), thread.thread, now)
    connection.execute("INSERT OR REPLACE INTO teams_chat_threads VALUES (?, ?, ?)", values)
