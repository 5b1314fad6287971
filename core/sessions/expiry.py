"""Sessions grow old: idle after hours, archived after days, and back when somebody speaks again."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from core.errors import StorageError
from core.session import Message, Session, SessionStatus
from core.sessions.locks import SessionLocks
from core.storage.session_archive import SessionArchive
from core.storage.session_store import Placed, SessionStore

logger = structlog.get_logger()


@dataclass(slots=True)
class Cleanup:
    """How many sessions became idle or expired, how many messages were archived, what could not be done."""

    idle: int = 0
    expired: int = 0
    messages: int = 0
    failed: int = 0


class SessionExpiry:
    """Moves messages between the store and archives, so that a crash at any step loses and doubles none.

    Out: the archive is written and read back; the session names it; the messages in it are removed; the
    session is expired. In: the messages are put back where they were (a known id stays as it is); the
    session names no archive any more. A session that names one and is not expired was cut short: it is
    brought in first. An archive that no session names holds nothing that is not in the store.
    """

    def __init__(
        self,
        store: SessionStore,
        archive: SessionArchive | None,
        locks: SessionLocks,
        ages: tuple[timedelta, timedelta],
    ) -> None:
        """``ages`` make a session idle and expired. Without an archive none expires."""
        self._store = store
        self._archive = archive
        self._locks = locks
        self._idle, self._expired = ages

    def clean_up(self) -> Cleanup:
        """Age every session that is silent; one that fails is left for the next time."""
        done = Cleanup()
        now = datetime.now(UTC)
        for session in self._store.silent_since(now - min(self._idle, self._expired)):
            try:
                self._age(session, now, done)
            except (StorageError, OSError) as error:
                done.failed += 1
                logger.warning("session_not_aged", session_id=session.session_id, reason=str(error))
        return done

    def bring_back(self, session_id: str) -> None:
        """Put the messages of a session back into the store, if it has an archive."""
        with self._locks.of(session_id):
            session = self._store.load(session_id)
            if session is None or session.archive is None or self._archive is None:
                return
            self._put_back(session_id, session.archive)
            self._name(session, session.archive, None)

    def latest(self, session: Session, limit: int) -> list[Message]:
        """The last messages of a session, oldest first, wherever they rest."""
        if session.archive is None or self._archive is None:
            return self._store.messages(session.session_id, limit)
        archived = (placed.message for placed in self._read(self._archive, session.archive))
        return list(deque(archived, maxlen=limit)) or self._store.messages(session.session_id, limit)

    def _age(self, session: Session, now: datetime, done: Cleanup) -> None:
        if session.status is SessionStatus.EXPIRED:
            return
        if session.last_active < now - self._expired and self._archive is not None:
            with self._locks.of(session.session_id):
                removed = self._expire(session, self._archive)
            done.expired += removed is not None
            done.messages += removed or 0
        elif session.status is SessionStatus.ACTIVE and session.last_active < now - self._idle:
            done.idle += self._set_status(session, SessionStatus.IDLE)

    def _expire(self, session: Session, archive: SessionArchive) -> int | None:
        """How many messages were archived; None if somebody spoke meanwhile."""
        session_id = session.session_id
        self.bring_back(session_id)
        if next(self._store.history(session_id), None) is None:
            return 0 if self._set_status(session, SessionStatus.EXPIRED) else None
        key = archive.write(session, self._store.history(session_id))
        if not self._name(session, None, key):
            archive.delete(key)
            return None
        removed = self._store.remove(session_id, [each.message.message_id for each in archive.read(key)])
        if self._set_status(session, SessionStatus.EXPIRED):
            return removed
        self._put_back(session_id, key)  # somebody of another process spoke after the archive was named
        self._name(session, key, None)
        return None

    def _put_back(self, session_id: str, key: str) -> None:
        assert self._archive is not None  # noqa: S101 - both callers have seen it
        for placed in self._read(self._archive, key):
            self._store.put_back(session_id, placed)

    def _read(self, archive: SessionArchive, key: str) -> Iterator[Placed]:
        """The messages of an archive; none where it is gone, which is logged with its key."""
        try:
            yield from archive.read(key)
        except FileNotFoundError:
            logger.error("archive_missing", key=key)  # noqa: TRY400 - the key says it all

    def _name(self, session: Session, known: str | None, key: str | None) -> bool:
        """Name an archive where ``known`` stands, or none; false if somebody spoke, for a new one."""

        def named(found: Session) -> Session:
            same = found.archive == known and (key is None or found.last_active == session.last_active)
            return found.model_copy(update={"archive": key}) if same else found

        changed = self._store.change(session.session_id, named)
        return changed is not None and changed.archive == key

    def _set_status(self, session: Session, status: SessionStatus) -> bool:
        """Set it and leave the session's time; false if something has happened since it was looked at."""

        def aged(found: Session) -> Session:
            same = found.last_active == session.last_active
            return found.model_copy(update={"status": status}) if same else found

        changed = self._store.change(session.session_id, aged)
        return changed is not None and changed.last_active == session.last_active
