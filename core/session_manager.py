"""Sessions: one for each thread, every message with its speaker."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from core.errors import SessionGone
from core.session import Message, Session, SessionStatus, session_id_of
from core.sessions.aging import SessionAging
from core.sessions.expiry import Cleanup, SessionExpiry
from core.sessions.forgetting import Cleared, Counted, SessionForgetting
from core.sessions.locks import SessionLocks
from core.sessions.memory import Remembered, ranked
from core.sessions.summary import summarized
from core.settings import Settings
from core.storage.session_archive import SessionArchive
from core.storage.session_store import SessionStore

HISTORY = 200
"""Messages loaded with a session; older ones stay in the store."""

MEMORY = 2_000
"""Latest messages of a session that are searched for relevant ones."""

AGES = (timedelta(hours=24), timedelta(days=30))
"""How long nobody has spoken in a session that is idle, and in one that is expired."""

FIXED = {"session_id", "thread", "created_at", "conversation_history", "archive"}
"""Fields that make a session itself, or that have a way of their own."""


class SessionManager:
    """Creates, finds and extends sessions. Calls block; code on the event loop uses ``asyncio.to_thread``."""

    def __init__(
        self,
        store: SessionStore | None = None,
        archive: SessionArchive | None = None,
        ages: tuple[timedelta, timedelta] = AGES,
    ) -> None:
        """Without a store, the stores and ages that the settings name, opened when they are needed first.

        With a store but no archive, sessions become idle but never expire.
        """
        self._given = None if store is None else (store, archive, ages)
        self._own = ExitStack()
        self._locks = SessionLocks()

    def create_session(self, user_id: str) -> Session:
        """A new session that belongs to no thread."""
        return self._store.add(Session(user_id=user_id))

    def session_for(self, thread: str, user_id: str) -> Session:
        """The session of a thread; the first message of the thread creates it."""
        return self._store.add(Session(session_id=session_id_of(thread), user_id=user_id, thread=thread))

    def id_of(self, thread: str) -> str:
        """The id of a thread's session, also where there is none, or none any more."""
        session = self._store.of_thread(thread)
        return session_id_of(thread) if session is None else session.session_id

    def get_session(self, session_id: str) -> Session:
        """A session with its latest messages, of an expired one from its archive."""
        session = _existing(self._store.load(session_id))
        session.conversation_history = self._expiry.latest(session, HISTORY)
        return session

    def sessions_of(self, user_id: str) -> Iterator[Session]:
        """The sessions that somebody opened, newest first, without their messages."""
        return self._store.of_user(user_id)

    def update_session(self, session_id: str, updates: dict[str, Any]) -> Session:
        """Set fields of a session; a mapping given for a mapping is merged into it.

        Raises ValueError for a field that does not exist or that makes the session itself.
        """
        refused = updates.keys() - (Session.model_fields.keys() - FIXED)
        if refused:
            raise ValueError(f"these fields of a session cannot be set: {', '.join(sorted(refused))}")
        session = _existing(self._store.change(session_id, lambda session: _updated(session, updates)))
        if session.archive is not None:
            self._expiry.bring_back(session_id)
            session.archive = None
        return session

    def add_message(self, session_id: str, message: Message | None = None, **fields: Any) -> Message:
        """Add a message to the history: a :class:`Message` or its fields. A known id is added once.

        The messages of an expired session come back from its archive first.
        """
        message = message or Message(**fields)
        with self._locks.of(session_id):
            self.update_session(session_id, {"status": SessionStatus.ACTIVE})
            self._store.append(session_id, message)
        return message

    def get_context_summary(self, session_id: str, max_tokens: int = 1000) -> str:
        """The conversation in at most four characters a token: its end, and what matters of before."""
        session = self._store.load(session_id)
        return "" if session is None else summarized(self._expiry.latest(session, HISTORY), max_tokens)

    def relevant_messages(
        self, session_id: str, query: str, limit: int = 5, others: Sequence[str] = ()
    ) -> list[Remembered]:
        """Messages that have to do with a query, the most relevant first; see :func:`ranked` for the score.

        ``others`` are further sessions that the person may read; the caller has checked that. Sessions that
        do not exist have no messages.
        """
        said = [
            (session.session_id, message)
            for session in map(self._store.load, dict.fromkeys([session_id, *others]))
            if session is not None
            for message in self._expiry.latest(session, MEMORY)
        ]
        return ranked(said, query, datetime.now(UTC), limit)

    def cleanup_expired_sessions(self) -> Cleanup:
        """Mark sessions idle in which nobody speaks; archive and expire those silent for days."""
        return self._expiry.clean_up()

    def delete_messages_before(self, moment: datetime) -> Counted:
        """Remove older messages everywhere, and sessions and archives that have nothing else."""
        return self._aging.delete_before(moment)

    def forget(self, name: str) -> Counted:
        """Delete a session, by its id or its thread, and all that was said in it."""
        return self._forgetting.forget(name)

    def left(self, name: str) -> Counted:
        """Look for what is still there of a session, by its id or its thread."""
        return self._forgetting.left(name)

    def forget_person(
        self, speaker: str, run_ids: Collection[str] = (), cleared: Cleared = lambda _: {}
    ) -> Counted:
        """Delete what a person said in any session, and the answers to their runs.

        ``cleared`` makes of what a session remembers, where they spoke, what may stay: nothing, unless given.
        """
        return self._forgetting.forget_person(speaker, run_ids, cleared)

    def left_of_person(self, speaker: str, run_ids: Collection[str] = ()) -> Counted:
        """Look for what is still there of a person and of the answers to their runs."""
        return self._forgetting.left_of_person(speaker, run_ids)

    def close(self) -> None:
        """Close what was opened as the settings say; what was given stays open."""
        self._own.close()

    @cached_property
    def _opened(self) -> tuple[SessionStore, SessionArchive | None, tuple[timedelta, timedelta]]:
        """What was given, or what the settings name."""
        return self._given or _by_settings(self._own)

    @property
    def _store(self) -> SessionStore:
        return self._opened[0]

    @cached_property
    def _expiry(self) -> SessionExpiry:
        store, archive, ages = self._opened
        return SessionExpiry(store, archive, self._locks, ages)

    @cached_property
    def _aging(self) -> SessionAging:
        store, archive, _ = self._opened
        return SessionAging(store, archive, self._locks)

    @cached_property
    def _forgetting(self) -> SessionForgetting:
        store, archive, _ = self._opened
        return SessionForgetting(store, archive, self._locks)


def ages_of(settings: Settings) -> tuple[timedelta, timedelta]:
    """After how long sessions are idle and expired, as the settings say."""
    return timedelta(hours=settings.dataops_session_idle_hours), timedelta(days=settings.dataops_session_days)


def _by_settings(own: ExitStack) -> tuple[SessionStore, SessionArchive | None, tuple[timedelta, timedelta]]:
    """The stores of this installation; ``own`` closes them."""
    from core.storage.opening import installed_stores  # the clouds' clients are loaded where they are used

    settings, stores = installed_stores()
    own.callback(stores.close)
    return stores.sessions, stores.archives, ages_of(settings)


def _existing(session: Session | None) -> Session:
    """The session, or a sentence for the person."""
    if session is None:
        raise SessionGone
    return session


def _updated(session: Session, updates: dict[str, Any]) -> Session:
    """The session with new values; mappings are merged."""
    fields = session.model_dump()
    if session.status is SessionStatus.EXPIRED:
        fields["status"] = SessionStatus.ACTIVE
    for key, value in updates.items():
        fields[key] = fields[key] | value if isinstance(value, dict) else value
    return Session.model_validate(fields | {"last_active": datetime.now(UTC)})
