"""What only the embedded database has to do: keep what an earlier release wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.session import Message, Session, session_id_of
from core.storage import sqlite_sessions
from core.storage.database import Database
from core.storage.sqlite_sessions import SQLiteSessionStore

EARLIER = """
CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY, thread TEXT UNIQUE, user_id TEXT NOT NULL, created_at TEXT NOT NULL,
    last_active TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE messages (
    position INTEGER PRIMARY KEY, message_id TEXT UNIQUE NOT NULL, session_id TEXT NOT NULL,
    record TEXT NOT NULL);
"""
THREAD = "console:t:c:1"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "dataops.db")
    yield opened
    opened.close()


def test_sessions_and_messages_of_an_earlier_release_are_taken_over(database: Database) -> None:
    database.create(EARLIER)
    session = Session(session_id="session_of_before", user_id="ana", thread=THREAD)
    record = session.model_dump_json(exclude={"conversation_history", "archive"})
    database.write(
        "INSERT INTO sessions VALUES (?, ?, 'ana', ?, ?, ?)",
        (session.session_id, THREAD, *[session.created_at.isoformat()] * 2, record),
    )
    messages = [Message(message_id=f"m{n}", role="user", content=str(n)) for n in range(3)]
    for message in messages:
        database.write(
            "INSERT INTO messages (message_id, session_id, record) VALUES (?, ?, ?)",
            (message.message_id, session.session_id, message.model_dump_json()),
        )
    for _ in range(2):  # the second time there is nothing left to take over
        store = SQLiteSessionStore(database)
        assert store.messages(session.session_id, 9) == messages
    later = Session(session_id=session_id_of(THREAD), user_id="ben", thread=THREAD)
    assert store.add(later) == store.of_thread(THREAD) == session
    store.append(session.session_id, messages[0])
    store.append(session.session_id, Message(role="user", content="3"))
    assert [message.content for message in store.messages(session.session_id, 9)] == ["0", "1", "2", "3"]


def test_everything_is_read_page_by_page(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_sessions, "PAGE", 2)
    store = SQLiteSessionStore(database)
    for number in range(5):
        store.add(Session(session_id=f"session_{number}", user_id="ana"))
        store.append("session_0", Message(message_id=str(number), role="user", content="x"))
    moment = Session(user_id="ana").last_active
    assert len(list(store.of_user("ana"))) == len({s.session_id for s in store.silent_since(moment)}) == 5
    assert [placed.message.message_id for placed in store.history("session_0")] == list("01234")
    assert len({trace.message_id for trace in store.traces()}) == 5


@settings(max_examples=20)
@given(st.lists(st.text(), max_size=8), st.integers(0, 8))
def test_the_last_messages_come_oldest_first_and_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], limit: int
) -> None:
    database = Database(tmp_path_factory.getbasetemp() / "messages.db")
    try:
        store = SQLiteSessionStore(database)
        session, other = (store.add(Session(user_id="ana")) for _ in range(2))
        messages = [Message(role="user", content=text, artifacts=["a"]) for text in texts]
        for message in messages:
            store.append(session.session_id, message)
            store.append(session.session_id, message.model_copy(update={"content": "again"}))
        kept = messages[len(messages) - min(limit, len(messages)) :]
        assert store.messages(session.session_id, limit) == kept
        assert store.messages(other.session_id, limit) == []
    finally:
        database.close()
