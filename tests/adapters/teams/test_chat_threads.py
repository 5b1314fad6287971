"""Chats without threads: what belongs together."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.teams.chat_threads import IDLE_SECONDS, ChatThreads
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database

CHAT = ChannelRef(platform="teams", tenant="t", channel="a:chat")
OTHER = ChannelRef(platform="teams", tenant="t", channel="19:group@thread.v2")


@dataclass
class Parts:
    database: Database
    now: float = 1000.0
    open: set[ThreadRef] = field(default_factory=set)

    meanwhile: Callable[[], None] = lambda: None

    def threads(self) -> ChatThreads:
        return ChatThreads(self.database, self._has_open, lambda: self.now)

    def _has_open(self, thread: ThreadRef) -> bool:
        self.meanwhile()
        return thread in self.open


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(Database(tmp_path / "teams.db"))


def test_what_is_said_within_some_hours_belongs_together(parts: Parts) -> None:
    assert parts.threads().current(CHAT, "1") == CHAT.thread("1")
    for number in (2, 3, 4):
        parts.now += IDLE_SECONDS - 1
        assert parts.threads().current(CHAT, str(number)) == CHAT.thread("1")
    assert parts.threads().current(OTHER, "9") == OTHER.thread("9")


def test_whoever_comes_back_later_begins_anew_unless_something_was_asked(parts: Parts) -> None:
    first = parts.threads().current(CHAT, "1")
    parts.now += IDLE_SECONDS
    parts.open.add(first)
    assert parts.threads().current(CHAT, "2") == first
    parts.open.clear()
    parts.now += IDLE_SECONDS
    assert parts.threads().current(CHAT, "3") == CHAT.thread("3")


def test_a_new_thread_can_be_begun_at_once(parts: Parts) -> None:
    parts.threads().current(CHAT, "1")
    assert parts.threads().begin(CHAT, "2") == CHAT.thread("2")
    assert parts.threads().current(CHAT, "3") == CHAT.thread("2")


def test_two_messages_at_once_in_an_idle_chat_belong_together(parts: Parts) -> None:
    parts.threads().current(CHAT, "1")
    parts.now += IDLE_SECONDS

    def another_message() -> None:
        values = (str(CHAT), "3", parts.now)
        other = sqlite3.connect(parts.database.path, timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT OR REPLACE INTO teams_chat_threads VALUES (?, ?, ?)", values)

    parts.meanwhile = another_message
    assert parts.threads().current(CHAT, "2") == CHAT.thread("2")
    assert parts.threads().current(CHAT, "3") == CHAT.thread("2")
