"""Sessions and their messages in DynamoDB."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from core.session import Message, Session, session_id_of
from core.storage.dynamodb_messages import DynamoDBMessages
from core.storage.dynamodb_table import DynamoDB, Item
from core.storage.session_store import Placed, Trace
from core.storage.tables import BY_USER
from core.storage.timestamps import as_text

_JSON = ("metadata", "global_context", "user_preferences")
"""Attributes that are JSON text."""


class DynamoDBSessionStore:
    """Sessions by ``session_id``, found by the index ``by_user``; a session has the id of its thread.

    ``conversation_history`` is no attribute of a session: an item holds 400 KB, and a conversation has no
    such end. Messages are items of a table of their own.
    """

    def __init__(self, connection: DynamoDB, sessions: str, messages: str) -> None:
        """``sessions`` and ``messages`` are the names of the tables."""
        self._sessions = connection.table(sessions, "session_id")
        self._messages = DynamoDBMessages(connection.table(messages, "session_id", "message_id"))

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the table is of: the proposed one if there was none."""
        return self._sessions.owner(proposed)

    def add(self, session: Session) -> Session:
        """Insert; if its id is known, which a thread decides, that one is returned instead.

        A thread's session is looked for first: of all messages, one creates it.
        """
        if session.thread is not None:
            session = session.model_copy(update={"session_id": session_id_of(session.thread)})
            known = self.load(session.session_id)
            if known is not None:
                return known
        if self._sessions.insert(_item_of(session)):
            return session
        return self.load(session.session_id) or session

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""
        item = self._sessions.get(session_id)
        return None if item is None else _session_of(item)

    def of_thread(self, thread: str) -> Session | None:
        """The session of a thread, without its messages."""
        return self.load(session_id_of(thread))

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result."""
        item = self._sessions.change(lambda known: _item_of(changed(_session_of(known))), session_id)
        return None if item is None else _session_of(item)

    def delete(self, session_id: str) -> int:
        """Remove every message, then the session; how many messages."""
        removed = self._messages.delete(session_id)
        self._sessions.delete(session_id)
        return removed

    def of_user(self, user_id: str) -> Iterator[Session]:
        """The sessions that somebody opened, newest first; one of this second may be missing."""
        return map(_session_of, self._sessions.query("user_id", user_id, index=BY_USER, newest_first=True))

    def silent_since(self, moment: datetime) -> Iterator[Session]:
        """The sessions in which nothing has happened since: all are read, as no index has them."""
        return (found for found in map(_session_of, self._sessions.scan()) if found.last_active < moment)

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        self._messages.append(session_id, message)

    def put_back(self, session_id: str, placed: Placed) -> None:
        """Add a message at the place it had; one with a known id stays as it is."""
        self._messages.put_back(session_id, placed)

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        return self._messages.latest(session_id, limit)

    def history(self, session_id: str) -> Iterator[Placed]:
        """Every message, oldest first."""
        return self._messages.history(session_id)

    def remove(self, session_id: str, message_ids: Iterable[str]) -> int:
        """Remove messages; how many there were."""
        return self._messages.remove(session_id, message_ids)

    def traces(self, before: datetime | None = None) -> Iterator[Trace]:
        """All messages, or those from before a moment: the whole table is read, as no index has them."""
        return self._messages.traces(before)


def _item_of(session: Session) -> Item:
    """The attributes of a session; the table adds its own ``version``."""
    fields = session.model_dump(mode="json", exclude={"conversation_history"})
    texts = {name: json.dumps(fields[name], ensure_ascii=False) for name in _JSON}
    moments = {name: as_text(getattr(session, name)) for name in ("created_at", "last_active")}
    return fields | texts | moments


def _session_of(item: Item) -> Session:
    values = {name: json.loads(item[name]) for name in _JSON}
    return Session.model_validate(item | values)
