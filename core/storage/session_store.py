"""Where sessions and their messages rest: what every store of them does."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.session import Message, Session


@dataclass(frozen=True, slots=True)
class Placed:
    """A message and its place in its session: positions grow with every message that is added."""

    position: int
    message: Message


@dataclass(frozen=True, slots=True)
class Trace:
    """That a message is there: enough to decide whether it is to go."""

    session_id: str
    message_id: str
    speaker: str | None
    timestamp: datetime


class SessionStore(Protocol):
    """Sessions by id and by thread, and their messages in order. Iterators hold few at a time.

    Raises StorageError, and StoreUnavailable where the store does not answer.
    """

    def owner(self, proposed: str) -> str:
        """The id of the deployment that these records are of: the proposed one if there was none."""
        ...

    def add(self, session: Session) -> Session:
        """Insert; if its id is known or its thread has a session already, that one is returned instead."""
        ...

    def load(self, session_id: str) -> Session | None:
        """One session without its messages."""
        ...

    def of_thread(self, thread: str) -> Session | None:
        """The session of a thread, without its messages."""
        ...

    def change(self, session_id: str, changed: Callable[[Session], Session]) -> Session | None:
        """Replace everything but the messages by what is made from it, with nobody in between; the result.

        ``changed`` may be called several times.
        """
        ...

    def delete(self, session_id: str) -> int:
        """Remove every message, then the session; how many messages."""
        ...

    def of_user(self, user_id: str) -> Iterator[Session]:
        """The sessions that somebody opened, newest first."""
        ...

    def silent_since(self, moment: datetime) -> Iterator[Session]:
        """The sessions in which nothing has happened since, in no order."""
        ...

    def append(self, session_id: str, message: Message) -> None:
        """Add a message; one with a known id is there already and stays as it is."""
        ...

    def put_back(self, session_id: str, placed: Placed) -> None:
        """Add a message at the place it had; one with a known id stays as it is."""
        ...

    def messages(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        ...

    def history(self, session_id: str) -> Iterator[Placed]:
        """Every message, oldest first."""
        ...

    def remove(self, session_id: str, message_ids: Iterable[str]) -> int:
        """Remove messages; how many there were."""
        ...

    def traces(self, before: datetime | None = None) -> Iterator[Trace]:
        """The messages of all sessions, or those from before a moment, in no order."""
        ...
