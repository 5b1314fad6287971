"""What is known of a thread: who spoke, what was said, what is remembered."""

from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, Field


def _now() -> datetime:
    return datetime.now(UTC)


def _encodable(text: str) -> str:
    """The text with a mark in the place of lone surrogates, which no store can write."""
    return text.encode(errors="surrogatepass").decode(errors="replace")


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC, so that moments sort as text; one without a zone is taken for UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _short(text: str) -> str:
    """The text, or a digest in its place: a key of a store holds a kilobyte."""
    encoded = text.encode()
    return text if len(encoded) <= 1000 else f"message_{sha256(encoded).hexdigest()}"


Text = Annotated[str, AfterValidator(_encodable)]
Moment = Annotated[datetime, AfterValidator(_in_utc)]


def session_id_of(thread: str) -> str:
    """The id of a thread's session: the same wherever it is computed, so that two cannot be created."""
    return f"session_{sha256(thread.encode()).hexdigest()[:32]}"


class SessionStatus(StrEnum):
    """Whether anybody is likely to come back to a session; the messages of an expired one are archived."""

    ACTIVE = "active"
    IDLE = "idle"
    EXPIRED = "expired"


class UserPreferences(BaseModel):
    """What a person likes; open to further keys."""

    model_config = {"extra": "allow"}

    locale: str | None = None
    timezone: str | None = None


class Message(BaseModel):
    """One message of a conversation. ``speaker`` is who said it: a thread has several people.

    ``message_id`` is unique in its session; one beyond 1,000 bytes is replaced by its digest.
    """

    message_id: Annotated[Text, AfterValidator(_short)] = Field(
        default_factory=lambda: f"message_{uuid4().hex}", min_length=1
    )
    timestamp: Moment = Field(default_factory=_now)
    role: Literal["user", "assistant", "system"]
    content: Text
    speaker: Text | None = None
    workflow: str | None = None
    artifacts: list[str] = Field(default_factory=list)


class Session(BaseModel):
    """A conversation. ``user_id`` opened it; ``thread`` is where it takes place, if it is in a thread.

    ``archive`` is the key under which messages rest that were taken out of the store; None if all are there.
    """

    session_id: str = Field(default_factory=lambda: f"session_{uuid4().hex}")
    user_id: str = Field(min_length=1)
    thread: str | None = None
    created_at: Moment = Field(default_factory=_now)
    last_active: Moment = Field(default_factory=_now)
    metadata: dict[str, Any] = Field(default_factory=dict)
    conversation_history: list[Message] = Field(default_factory=list)
    active_workflows: list[str] = Field(default_factory=list)
    global_context: dict[str, Any] = Field(default_factory=dict)
    user_preferences: UserPreferences = Field(default_factory=UserPreferences)
    status: SessionStatus = SessionStatus.ACTIVE
    archive: str | None = None
