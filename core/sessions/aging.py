"""What is too old goes from sessions: messages wherever they rest, what was remembered, then the session."""

import zlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import chain

import structlog

from core.session import Message, Session, SessionStatus
from core.sessions.forgetting import Counted, removed, written_without
from core.sessions.locks import SessionLocks
from core.sessions.remembered import younger
from core.storage.session_archive import SessionArchive, session_of
from core.storage.session_store import SessionStore

logger = structlog.get_logger()

_UNDER_WAY = timedelta(days=2)
"""An archive this young that no session names may be one that is just being made."""

_UNREADABLE = (OSError, EOFError, zlib.error)
"""What an archive raises that is gone or damaged; it keeps no other from aging."""


class SessionAging:
    """Looks at every session and archive. Each act can be done again."""

    def __init__(self, store: SessionStore, archive: SessionArchive | None, locks: SessionLocks) -> None:
        self._store = store
        self._archive = archive
        self._locks = locks

    def delete_before(self, moment: datetime) -> Counted:
        """Remove messages from before a moment, also those in archives, and what was remembered of them.

        Expired sessions with no younger message go whole.
        """
        done = Counted(messages=removed(self._store, self._store.traces(moment)))
        for session in self._store.silent_since(datetime.max.replace(tzinfo=UTC)):
            if session.archive is None and not _is_due(session, moment):
                continue
            with self._locks.of(session.session_id):
                if not self._delete_silent(session.session_id, moment, done):
                    self._age(session.session_id, moment, done)
        if self._archive is not None and self._archive.are_of(self._store, self._of_known_sessions):
            self._drop_strays(self._archive, moment)
        return done

    def _delete_silent(self, session_id: str, moment: datetime, done: Counted) -> bool:
        """Delete an expired session in which nobody has spoken since."""
        session = self._store.load(session_id)
        if session is None or not _is_over(session, moment):
            return False
        if session.archive is not None and self._archive is not None:
            done.archived += _count(self._archive, session.archive)
            self._archive.delete(session.archive)
        done.messages += self._store.delete(session_id)
        done.sessions += 1
        return True

    def _age(self, session_id: str, moment: datetime, done: Counted) -> None:
        """Take what is from before a moment out of what a session remembers, and out of its archive."""
        session = self._store.load(session_id)
        if session is None:
            return
        if younger(session, moment) != session.global_context:
            self._store.change(
                session_id, lambda found: found.model_copy(update={"global_context": younger(found, moment)})
            )
        if session.archive is not None and self._archive is not None:
            try:
                done.archived += self._age_archive(self._archive, session.archive, session_id, moment)
            except _UNREADABLE as error:
                logger.warning("archive_not_aged", key=session.archive, reason=type(error).__name__)

    def _age_archive(self, archive: SessionArchive, key: str, session_id: str, moment: datetime) -> int:
        """Write an archive anew without what is from before a moment, if its first message is; how many."""

        def is_old(message: Message) -> bool:
            return message.timestamp < moment

        first = next(archive.read(key), None)
        session = self._store.load(session_id)
        if session is None or session.archive != key or first is None or not is_old(first.message):
            return 0
        return written_without(self._store, archive, session, is_old)

    def _drop_strays(self, archive: SessionArchive, moment: datetime) -> None:
        """Remove archives that no session names; for good only where everything in them is elsewhere."""
        for key, session_id in archive.keys(until=datetime.now(UTC) - _UNDER_WAY):
            with self._locks.of(session_id):
                owner = self._store.load(session_id)
                if owner is None or owner.archive != key:
                    elsewhere = owner is not None and self._is_elsewhere(archive, key, owner, moment)
                    (archive.delete if elsewhere else archive.put_away)(key)

    def _is_elsewhere(self, archive: SessionArchive, key: str, owner: Session, moment: datetime) -> bool:
        """Whether each message of an archive is in the store or the archive that is named, or too old."""
        try:
            named = archive.read(owner.archive) if owner.archive else iter(())
            known = {each.message.message_id for each in chain(self._store.history(owner.session_id), named)}
            messages = [each.message for each in archive.read(key)]
        except _UNREADABLE:
            return False
        return all(each.message_id in known or each.timestamp < moment for each in messages)

    def _of_known_sessions(self, keys: Collection[str]) -> list[str]:
        return [key for key in keys if self._store.load(session_of(key)) is not None]


def _is_over(session: Session, moment: datetime) -> bool:
    return session.status is SessionStatus.EXPIRED and session.last_active < moment


def _is_due(session: Session, moment: datetime) -> bool:
    """Whether a session goes, or something that it remembers."""
    return _is_over(session, moment) or younger(session, moment) != session.global_context


def _count(archive: SessionArchive, key: str) -> int:
    """The messages in an archive, as far as it can be read."""
    try:
        return sum(1 for _ in archive.read(key))
    except _UNREADABLE:
        return 0
