"""What must not be kept: a thread's content, a person's words."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any

from core.session import Message, Session, UserPreferences, session_id_of
from core.sessions.locks import SessionLocks
from core.storage.session_archive import SessionArchive
from core.storage.session_store import SessionStore, Trace

FORGOTTEN = "forgotten"
"""Who opened a session whose opener was forgotten."""

_BATCH = 500


Cleared = Callable[[dict[str, Any]], dict[str, Any]]
"""What may stay of what a session remembers."""


@dataclass(slots=True)
class Counted:
    """Sessions, messages in the store, and messages in archives."""

    sessions: int = 0
    messages: int = 0
    archived: int = 0

    def __bool__(self) -> bool:
        return bool(self.sessions or self.messages or self.archived)


class SessionForgetting:
    """Deletes in the store (and what stands in front of it) and in archives. Each act can be done again."""

    def __init__(self, store: SessionStore, archive: SessionArchive | None, locks: SessionLocks) -> None:
        self._store = store
        self._archive = archive
        self._locks = locks

    def forget(self, name: str) -> Counted:
        """Delete a session and all it holds; ``name`` is its id or its thread."""
        session_id = self._id_of(name)
        done = Counted()
        with self._locks.of(session_id):
            for key in self._archives_of(session_id):
                self._delete_archive(key, done)
            done.sessions = int(self._store.load(session_id) is not None)
            done.messages = self._store.delete(session_id)
        return done

    def left(self, name: str) -> Counted:
        """What is still there of a session, by its id or its thread."""
        session_id = self._id_of(name)
        return Counted(
            sessions=int(self._store.load(session_id) is not None),
            messages=sum(1 for _ in self._store.history(session_id)),
            archived=sum(self._count(key) for key in self._archives_of(session_id)),
        )

    def forget_person(
        self, speaker: str, run_ids: Collection[str] = (), cleared: Cleared = lambda _: {}
    ) -> Counted:
        """Delete what a person said and what their runs were answered; ``sessions`` counts those blanked.

        Sessions that they opened stay for the others, without their name, preferences and metadata. What a
        thread remembers was made from what everybody said: where this person spoke, it is cleared, and that
        first, so that it is found again after a crash.
        """
        words = _Words(speaker, frozenset(f"{run_id}:answer" for run_id in run_ids), cleared)
        spoken_in = {trace.session_id for trace in self._traces_of(words)}
        archives = [each for each in self._archives() if self._is_told(each[0], words)]
        done = Counted(sessions=self._blank(spoken_in | {session_id for _, session_id in archives}, words))
        done.messages = removed(self._store, self._traces_of(words))
        for key, session_id in archives:
            with self._locks.of(session_id):
                done.archived += self._delete_in_archive(key, session_id, words)
        return done

    def left_of_person(self, speaker: str, run_ids: Collection[str] = ()) -> Counted:
        """What is still there of a person: sessions in their name, messages, messages in archives."""
        words = _Words(speaker, frozenset(f"{run_id}:answer" for run_id in run_ids))
        told = [key for key, _ in self._archives() if self._is_told(key, words)]
        return Counted(
            sessions=sum(session.user_id == speaker for session in self._all()),
            messages=sum(1 for _ in self._traces_of(words)),
            archived=sum(max(self._count(key, words), 1) for key in told),
        )

    def _traces_of(self, words: "_Words") -> Iterator[Trace]:
        return (trace for trace in self._store.traces() if words.hold(trace.speaker, trace.message_id))

    def _blank(self, session_ids: Collection[str], words: "_Words") -> int:
        """Clear what these sessions remember, and the name of the person in all; how many."""
        blanked = 0
        for session in self._all():
            if session.user_id == words.speaker or session.session_id in session_ids:
                self._store.change(session.session_id, words.blanked)
                blanked += 1
        return blanked

    def _all(self) -> Iterator[Session]:
        """Every session: an index may not have the youngest yet."""
        return self._store.silent_since(datetime.max.replace(tzinfo=UTC))

    def _delete_in_archive(self, key: str, session_id: str, words: "_Words") -> int:
        """Write an archive anew without some messages, or remove one that no session names; how many."""
        session = self._store.load(session_id)
        if self._archive is not None and session is not None and session.archive == key:
            return written_without(self._store, self._archive, session, words.hold_message)
        removed = self._count(key, words)
        self._drop(key)
        return removed

    def _archives(self) -> Iterator[tuple[str, str]]:
        """The archives there are: key and session."""
        return iter(()) if self._archive is None else self._archive.keys()

    def _archives_of(self, session_id: str) -> list[str]:
        return [key for key, owner in self._archives() if owner == session_id]

    def _is_told(self, key: str, words: "_Words") -> bool:
        """Whether an archive holds something of a person, be it their name as the one who opened it."""
        if self._archive is None:
            return False
        return self._archive.session(key).user_id == words.speaker or bool(self._count(key, words))

    def _count(self, key: str, words: "_Words | None" = None) -> int:
        """The messages in an archive, or those among them that are somebody's."""
        if self._archive is None:
            return 0
        messages = (placed.message for placed in self._archive.read(key))
        return sum(1 for message in messages if words is None or words.hold_message(message))

    def _delete_archive(self, key: str, done: Counted) -> None:
        done.archived += self._count(key)
        self._drop(key)

    def _drop(self, key: str) -> None:
        if self._archive is not None:
            self._archive.delete(key)

    def _id_of(self, name: str) -> str:
        """The id of a session by its id or its thread, also if it is not there any more."""
        session = self._store.load(name) or self._store.of_thread(name)
        if session is not None:
            return session.session_id
        return session_id_of(name) if ":" in name else name


def removed(store: SessionStore, traces: Iterator[Trace]) -> int:
    """Remove messages, as many at once as stand together; how many there were."""
    count = 0
    for session_id, group in groupby(traces, lambda trace: trace.session_id):
        while ids := [trace.message_id for trace in islice(group, _BATCH)]:
            count += store.remove(session_id, ids)
    return count


def written_without(
    store: SessionStore, archive: SessionArchive, session: Session, gone: Callable[[Message], bool]
) -> int:
    """Write the archive that a session names anew without some messages; how many."""
    key = str(session.archive)
    places = list(archive.read(key))
    kept = [place for place in places if not gone(place.message)]
    new = archive.write(session, kept) if kept else None
    store.change(session.session_id, lambda found: found.model_copy(update={"archive": new}))
    archive.delete(key)
    return len(places) - len(kept)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a person said, and the ids of what they were answered."""

    speaker: str
    answers: frozenset[str]
    cleared: Cleared = lambda _: {}

    def hold(self, speaker: str | None, message_id: str) -> bool:
        """Whether a message is one of them."""
        return speaker == self.speaker or message_id in self.answers

    def hold_message(self, message: Message) -> bool:
        """The same of a whole one."""
        return self.hold(message.speaker, message.message_id)

    def blanked(self, session: Session) -> Session:
        """A session without what it remembers, and without the person if they opened it."""
        cleared: dict[str, Any] = {"global_context": self.cleared(session.global_context)}
        if session.user_id == self.speaker:
            opened = {"user_id": FORGOTTEN, "user_preferences": UserPreferences(), "metadata": {}}
            cleared |= opened
        return session.model_copy(update=cleared)
