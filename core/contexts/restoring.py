"""A thread's context put back as it was."""

from typing import Any

from core.contexts.snapshot import ContextSnapshot
from core.session import Session


def restored_state(present: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    """What has to be set so that only the earlier context is left: an update of a session removes no key."""
    return {name: _nothing_like(value) for name, value in present.items()} | earlier


def messages_since(session: Session, snapshot: ContextSnapshot) -> int:
    """How many of the session's latest messages were said after the snapshot."""
    ids = [message.message_id for message in session.conversation_history]
    known = set(snapshot.message_ids)
    return next((count for count, each in enumerate(reversed(ids)) if each in known), len(ids))


def _nothing_like(value: Any) -> Any:
    return type(value)() if isinstance(value, dict | list | str) else None
