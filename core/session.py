"""What is known of a thread: who spoke, what was said, what is remembered."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field


def _now() -> datetime:
    return datetime.now(UTC)


class SessionStatus(StrEnum):
    """Whether anybody is likely to come back to a session."""

    ACTIVE = "active"
    IDLE = "idle"
    EXPIRED = "expired"


class UserPreferences(BaseModel):
    """What a person likes; open to further keys."""

    model_config = {"extra": "allow"}

    locale: str | None = None
    timezone: str | None = None


class Message(BaseModel):
    """One message of a conversation. ``speaker`` is who said it: a thread has several people."""

    message_id: str = Field(default_factory=lambda: f"message_{uuid4().hex}")
    timestamp: datetime = Field(default_factory=_now)
    role: Literal["user", "assistant", "system"]
    content: str
    speaker: str | None = None
    workflow: str | None = None
    artifacts: list[str] = Field(default_factory=list)


class Session(BaseModel):
    """A conversation. ``user_id`` opened it; ``thread`` is where it takes place, if it is in a thread."""

    session_id: str = Field(default_factory=lambda: f"session_{uuid4().hex}")
    user_id: str
    thread: str | None = None
    created_at: datetime = Field(default_factory=_now)
    last_active: datetime = Field(default_factory=_now)
    metadata: dict[str, Any] = Field(default_factory=dict)
    conversation_history: list[Message] = Field(default_factory=list)
    active_workflows: list[str] = Field(default_factory=list)
    global_context: dict[str, Any] = Field(default_factory=dict)
    user_preferences: UserPreferences = Field(default_factory=UserPreferences)
    status: SessionStatus = SessionStatus.ACTIVE
