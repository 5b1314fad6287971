"""What every store of sessions does, whatever it is made of."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.session import Message, Session, session_id_of
from core.storage.session_store import Placed, SessionStore
from tests.core.sessions_on import STORES, open_store

LARGE = 300_000
"""Characters of four bytes: three times what an item of DynamoDB holds."""


@pytest.fixture(params=STORES)
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SessionStore]:
    with open_store(request.param, tmp_path, monkeypatch) as opened:
        yield opened


def of_thread(thread: str, user_id: str = "ana") -> Session:
    return Session(session_id=session_id_of(thread), thread=thread, user_id=user_id)


def said(content: str, message_id: str | None = None, speaker: str | None = None) -> Message:
    fields = {"message_id": message_id} if message_id else {}
    return Message(role="user", content=content, speaker=speaker, **fields)


def contents(store: SessionStore, session_id: str, limit: int = 99) -> list[str]:
    return [message.content for message in store.messages(session_id, limit)]


def test_the_first_session_of_a_thread_stays(store: SessionStore) -> None:
    first, second = of_thread("console:t:c:1", "ana"), of_thread("console:t:c:1", "ben")
    assert store.add(first) == first
    assert store.add(second) == first
    assert store.of_thread("console:t:c:1") == first
    assert store.of_thread("console:t:c:2") is None


def test_a_thread_is_opened_by_one_of_many_at_once(store: SessionStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda n: store.add(of_thread("console:t:c:1", f"user{n}")), range(6)))
    assert len({session.user_id for session in opened}) == 1


def test_a_session_comes_back_as_it_was(store: SessionStore) -> None:
    session = Session(
        user_id="ana",
        metadata={"größe": [1, 2.5, None]},
        global_context={"inputs": {"table": {"ids": ["a"]}}, "x": 10**20},
        active_workflows=["counter"],
        user_preferences={"locale": "de", "theme": "dark"},
        archive="archives/x",
    )
    store.add(session)
    assert store.load(session.session_id) == session
    assert store.load("session_0") is None


def test_a_change_replaces_everything_but_the_messages(store: SessionStore) -> None:
    session = store.add(of_thread("console:t:c:1"))
    store.append(session.session_id, said("x"))
    store.change(session.session_id, lambda s: s.model_copy(update={"archive": "a", "metadata": {"a": 1}}))
    changed = store.change(session.session_id, lambda s: s.model_copy(update={"archive": None}))
    assert changed is not None
    assert (changed.metadata, changed.archive) == ({"a": 1}, None)
    assert changed == store.load(session.session_id) == store.add(session)
    assert contents(store, session.session_id) == ["x"]
    assert store.change("session_0", lambda s: s) is None


def test_changes_at_once_all_count(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id

    def count(number: int) -> None:
        def counted(session: Session) -> Session:
            return session.model_copy(update={"metadata": session.metadata | {str(number): 1}})

        store.change(session_id, counted)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(8)))
    changed = store.load(session_id)
    assert changed is not None
    assert len(changed.metadata) == 8


def test_messages_stand_in_order_and_a_known_id_once(store: SessionStore) -> None:
    session, other = (store.add(Session(user_id="ana")).session_id for _ in range(2))
    for name in ("m3", "m1", "m2"):
        store.append(session, said(name, name))
    store.append(session, said("again", "m1"))
    store.append(other, said("in another session", "m1"))
    assert contents(store, session) == ["m3", "m1", "m2"]
    assert [contents(store, session, limit) for limit in (0, 1, 2)] == [[], ["m2"], ["m1", "m2"]]
    assert contents(store, other) == ["in another session"]
    assert [placed.message.content for placed in store.history(session)] == ["m3", "m1", "m2"]


def test_a_message_comes_back_as_it_was(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id
    message = Message(
        message_id=" /é🦊" * 300,
        role="assistant",
        content="a\x00b\u202e\ud800 é",
        workflow="counter",
        artifacts=["artifact_1"],
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
    )
    empty = Message(role="system", content="")
    for each in (message, empty, message):
        store.append(session_id, each)
    assert store.messages(session_id, 9) == [message, empty]


def test_what_was_taken_out_goes_back_to_its_place(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id
    for name in ("m1", "m2", "m3"):
        store.append(session_id, said(name, name))
    kept = list(store.history(session_id))
    assert store.remove(session_id, ["m1", "m2", "unknown"]) == 2
    store.append(session_id, said("m4", "m4"))
    assert contents(store, session_id) == ["m3", "m4"]
    for placed in reversed(kept):
        store.put_back(session_id, placed)
    assert contents(store, session_id) == ["m1", "m2", "m3", "m4"]


def test_a_message_comes_after_the_last_one_whatever_the_clock_says(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id
    store.put_back(session_id, Placed(2**60, said("from a clock that was ahead")))
    store.append(session_id, said("later"))
    assert contents(store, session_id) == ["from a clock that was ahead", "later"]


def test_a_large_message_is_whole_and_goes_whole(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id
    large = said("🦊" * LARGE, "large", "ana")
    store.append(session_id, large)
    store.append(session_id, said("🐻" * LARGE, "large", "ana"))
    store.append(session_id, said("after"))
    assert store.messages(session_id, 2)[0] == large
    assert next(store.history(session_id)).message == large
    assert store.remove(session_id, ["large"]) == 1
    assert [trace.speaker for trace in store.traces()] == [None]
    assert contents(store, session_id) == ["after"]


def test_sessions_of_somebody_come_newest_first(store: SessionStore) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for number, user in enumerate(("ana", "ben", "ana")):
        created_at = begin.replace(day=number + 1)
        store.add(Session(session_id=f"session_{number}", user_id=user, created_at=created_at))
    assert [session.session_id for session in store.of_user("ana")] == ["session_2", "session_0"]
    assert list(store.of_user("eve")) == []


def test_silent_sessions_are_found(store: SessionStore) -> None:
    now = datetime.now(UTC)
    for days in (1, 2, 3):
        silent = now - timedelta(days=days)
        store.add(Session(session_id=f"session_{days}", user_id="ana", last_active=silent))
    silent_ones = store.silent_since(now - timedelta(days=1.5))
    assert {session.session_id for session in silent_ones} == {"session_2", "session_3"}


def test_a_session_goes_with_its_messages(store: SessionStore) -> None:
    session_id, other = (store.add(Session(user_id="ana")).session_id for _ in range(2))
    for content in ("x", "y" * LARGE):
        store.append(session_id, said(content))
    store.append(other, said("stays"))
    assert store.delete(session_id) == 2
    assert store.delete(session_id) == 0
    assert store.load(session_id) is None
    assert contents(store, session_id) == []
    assert [trace.session_id for trace in store.traces()] == [other]


def test_traces_tell_who_said_something_and_when(store: SessionStore) -> None:
    session_id = store.add(Session(user_id="ana")).session_id
    now = datetime.now(UTC)
    old = said("x", "old", "ana").model_copy(update={"timestamp": now - timedelta(days=2)})
    for message in (old, said("y", "new", "ben")):
        store.append(session_id, message)
    assert {(t.session_id, t.message_id, t.speaker) for t in store.traces()} == {
        (session_id, "old", "ana"),
        (session_id, "new", "ben"),
    }
    assert [(t.message_id, t.timestamp) for t in store.traces(now - timedelta(days=1))] == [
        ("old", old.timestamp)
    ]
