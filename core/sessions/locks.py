"""Who may move the messages of a session at the moment."""

from threading import RLock
from zlib import crc32

STRIPES = 64


class SessionLocks:
    """One lock for each session, some of them shared: many sessions, few locks.

    They hold in this process, which is the one that serves. Beside it a command line may speak in a thread
    of its own at any time, which is nobody's to expire.
    """

    def __init__(self) -> None:
        self._locks = tuple(RLock() for _ in range(STRIPES))

    def of(self, session_id: str) -> RLock:
        """The lock of a session."""
        return self._locks[crc32(session_id.encode()) % STRIPES]
