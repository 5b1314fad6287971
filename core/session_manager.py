"""Sessions: one for each thread, every message with its speaker."""

from datetime import UTC, datetime
from typing import Any

from core.errors import UserFacingError
from core.session import Message, Session
from core.storage.session_store import SessionStore

HISTORY = 200
"""Messages loaded with a session; older ones stay in the store."""

FIXED = {"session_id", "thread", "created_at", "conversation_history"}
"""Fields that make a session itself, or that have a way of their own."""


class SessionManager:
    """Creates, finds and extends sessions. Calls block; code on the event loop uses ``asyncio.to_thread``."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def create_session(self, user_id: str) -> Session:
        """A new session that belongs to no thread."""
        return self._store.add(Session(user_id=user_id))

    def session_for(self, thread: str, user_id: str) -> Session:
        """The session of a thread; the first message of the thread creates it."""
        return self._store.add(Session(user_id=user_id, thread=thread))

    def get_session(self, session_id: str) -> Session:
        """A session with its latest messages."""
        session = _existing(self._store.load(session_id))
        session.conversation_history = self._store.messages(session_id, HISTORY)
        return session

    def update_session(self, session_id: str, updates: dict[str, Any]) -> Session:
        """Set fields of a session; a mapping given for a mapping is merged into it.

        Raises ValueError for a field that does not exist or that makes the session itself.
        """
        refused = updates.keys() - (Session.model_fields.keys() - FIXED)
        if refused:
            raise ValueError(f"these fields of a session cannot be set: {', '.join(sorted(refused))}")
        return _existing(self._store.change(session_id, lambda session: _updated(session, updates)))

    def add_message(self, session_id: str, message: Message | None = None, **fields: Any) -> Message:
        """Add a message to the history: a :class:`Message` or its fields. A known id is added once."""
        message = message or Message(**fields)
        self.update_session(session_id, {})
        self._store.append(session_id, message)
        return message

    def get_context_summary(self, session_id: str, max_tokens: int = 1000) -> str:
        """The latest messages within a budget of four characters a token; the newest at least in part."""
        lines: list[str] = []
        budget = max_tokens * 4
        for message in reversed(self._store.messages(session_id, HISTORY)):
            line = f"{message.speaker or message.role}: {message.content}"
            if lines and len(line) + 1 > budget:
                break
            lines.append(line[:budget])
            budget -= len(line) + 1
        return "\n".join(reversed(lines))


def _existing(session: Session | None) -> Session:
    """The session, or a sentence for the person."""
    if session is None:
        raise UserFacingError("That conversation does not exist any more; start a new thread.")
    return session


def _updated(session: Session, updates: dict[str, Any]) -> Session:
    """The session with new values; mappings are merged."""
    fields = session.model_dump()
    for key, value in updates.items():
        fields[key] = fields[key] | value if isinstance(value, dict) else value
    return Session.model_validate(fields | {"last_active": datetime.now(UTC)})
