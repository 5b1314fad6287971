"""Chats without threads: what is said in them within some hours belongs together."""

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
        """``has_open`` says whether a question is open in a thread: such a thread goes on, however late."""
        self._database = database
        self._has_open = has_open
        self._clock = clock
        database.create(SCHEMA)

    def current(self, channel: ChannelRef, fresh: str) -> ThreadRef:
        """The thread that something said now belongs to; ``fresh`` names a new one, if it begins one."""
        known, now = self._known(channel), self._clock()
        going_on = known is not None and (now - known[1] < IDLE_SECONDS or self._has_open(known[0]))
        thread = known[0] if known is not None and going_on else channel.thread(fresh)
        self._keep(thread)
        return thread

    def begin(self, channel: ChannelRef, fresh: str) -> ThreadRef:
        """Begin a new thread now."""
        thread = channel.thread(fresh)
        self._keep(thread)
        return thread

    def _known(self, channel: ChannelRef) -> tuple[ThreadRef, float] | None:
        rows = self._database.read(
            "SELECT thread, last_at FROM teams_chat_threads WHERE channel = ?", (str(channel),)
        )
        return (channel.thread(rows[0]["thread"]), rows[0]["last_at"]) if rows else None

    def _keep(self, thread: ThreadRef) -> None:
        self._database.write(
            "INSERT OR REPLACE INTO teams_chat_threads VALUES (?, ?, ?)",
            (str(thread.channel), thread.thread, self._clock()),
        )
