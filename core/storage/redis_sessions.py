"""Sessions in use, kept at hand in Redis in front of another store."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from core.session import Message, Session, session_id_of
from core.storage.redis_cache import RedisCache
from core.storage.redis_connection import RedisConnection
from core.storage.session_store import Placed, SessionStore, Trace

KEPT = 200
"""Latest messages of a session that are at hand."""

_MESSAGES = TypeAdapter(list[Message])


class RedisSessions:
    """Reads sessions and their latest messages from Redis; writes to the store behind, and takes them away.

    Keys: ``<space>:session:<session_id>``, the session as JSON without its messages, and
    ``<space>:messages:<session_id>``, a JSON list of its latest 200 messages, oldest first; both for an hour,
    with the two keys beside each that :class:`RedisCache` describes. What goes through all sessions or a
    whole history is asked of the store. Without Redis everything is.
    """

    def __init__(self, store: SessionStore, connection: RedisConnection, space: str = "dataops") -> None:
        """``space`` begins every key: two deployments that share a Redis differ in it."""
        self._store = store
        self._cache = RedisCache(connection)
        self._space = space

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the store is of: the proposed one if there was none."""
        return self._store.owner(proposed)

    def add(self, session: Session) -> Session:
        """Insert; if its id is known or its thread has a session already, that one is returned instead."""
        known = self.load(session_id_of(session.thread)) if session.thread is not None else None
        if known is not None:
            return known
        with self._cache.writing(self._session_key(session.session_id)):
            return self._store.add(session)

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""

        def stored() -> str | None:
            session = self._store.load(session_id)
            return None if session is None else session.model_dump_json(exclude={"conversation_history"})

        text = self._cache.read(self._session_key(session_id), stored)
        try:
            return None if text is None else Session.model_validate_json(text)
        except ValidationError:  # another release wrote it
            return self._store.load(session_id)

    def of_thread(self, thread: str) -> Session | None:
        """The session of a thread, without its messages."""
        return self.load(session_id_of(thread)) or self._store.of_thread(thread)

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result."""
        with self._cache.writing(self._session_key(session_id)):
            return self._store.change(session_id, changed)

    def delete(self, session_id: str) -> int:
        """Remove every message, then the session; how many messages."""
        with ExitStack() as writes:
            for key in (self._session_key(session_id), self._messages_key(session_id)):
                writes.enter_context(self._cache.writing(key))
            return self._store.delete(session_id)

    def lingers(self, session_id: str) -> bool:
        """Whether Redis could not be told of a write, and may hold what was there before, for an hour."""
        keys = (self._session_key(session_id), self._messages_key(session_id))
        return not all(self._cache.settled(key) for key in keys)

    def of_user(self, user_id: str) -> Iterator[Session]:
        """The sessions that somebody opened, newest first."""
        return self._store.of_user(user_id)

    def silent_since(self, moment: datetime) -> Iterator[Session]:
        """The sessions in which nothing has happened since, in no order."""
        return self._store.silent_since(moment)

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        with self._cache.writing(self._messages_key(session_id)):
            self._store.append(session_id, message)

    def put_back(self, session_id: str, placed: Placed) -> None:
        """Add a message at the place it had; one with a known id stays as it is."""
        with self._cache.writing(self._messages_key(session_id)):
            self._store.put_back(session_id, placed)

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        if limit > KEPT:
            return self._store.messages(session_id, limit)

        def stored() -> str:
            return _MESSAGES.dump_json(self._store.messages(session_id, KEPT)).decode()

        text = self._cache.read(self._messages_key(session_id), stored)
        try:
            return _MESSAGES.validate_json(text or "[]")[-limit:] if limit > 0 else []
        except ValidationError:  # another release wrote it
            return self._store.messages(session_id, limit)

    def history(self, session_id: str) -> Iterator[Placed]:
        """Every message, oldest first."""
        return self._store.history(session_id)

    def remove(self, session_id: str, message_ids: Iterable[str]) -> int:
        """Remove messages; how many there were."""
        with self._cache.writing(self._messages_key(session_id)):
            return self._store.remove(session_id, message_ids)

    def traces(self, before: datetime | None = None) -> Iterator[Trace]:
        """The messages of all sessions, or those from before a moment, in no order."""
        return self._store.traces(before)

    def _session_key(self, session_id: str) -> str:
        return f"{self._space}:session:{session_id}"

    def _messages_key(self, session_id: str) -> str:
        return f"{self._space}:messages:{session_id}"
