"""Sessions are found by id and by thread; messages keep their order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.session import Message, Session
from core.storage.database import Database
from core.storage.session_store import SQLiteSessionStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteSessionStore]:
    database = Database(tmp_path / "dataops.db")
    yield SQLiteSessionStore(database)
    database.close()


def test_the_first_session_of_a_thread_stays(store: SQLiteSessionStore) -> None:
    first, second = (Session(user_id=user, thread="console:t:c:1") for user in ("ana", "ben"))
    assert store.add(first) == first
    assert store.add(second) == first
    assert store.load(second.session_id) is None


def test_sessions_without_a_thread_stand_side_by_side(store: SQLiteSessionStore) -> None:
    sessions = [Session(user_id="ana"), Session(user_id="ana")]
    assert [store.add(session) for session in sessions] == sessions
    assert [store.load(session.session_id) for session in sessions] == sessions


def test_a_change_replaces_everything_but_the_messages(store: SQLiteSessionStore) -> None:
    session = store.add(Session(user_id="ana", thread="console:t:c:1"))
    store.append(session.session_id, Message(role="user", content="x"))
    changed = store.change(session.session_id, lambda s: s.model_copy(update={"metadata": {"a": 1}}))
    assert changed == store.load(session.session_id) == store.add(session)
    assert changed is not None
    assert changed.metadata == {"a": 1}
    assert len(store.messages(session.session_id, 9)) == 1
    assert store.change("session_0", lambda s: s) is None


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
        assert (
            store.messages(session.session_id, limit) == messages[len(messages) - min(limit, len(messages)) :]
        )
        assert store.messages(other.session_id, limit) == []
    finally:
        database.close()
