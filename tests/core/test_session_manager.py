"""One session a thread, every message once and with its speaker."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.session import Message, SessionStatus, session_id_of
from core.session_manager import HISTORY, SessionManager, ages_of
from core.settings import Settings
from core.storage.database import Database
from core.storage.sqlite_sessions import SQLiteSessionStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "dataops.db")
    yield opened
    opened.close()


@pytest.fixture
def sessions(database: Database) -> SessionManager:
    return SessionManager(SQLiteSessionStore(database))


def test_a_thread_has_one_session_whoever_speaks(sessions: SessionManager) -> None:
    mine = sessions.session_for("console:t:c:1", "console:t:ana")
    theirs = sessions.session_for("console:t:c:1", "console:t:ben")
    assert mine.session_id == theirs.session_id
    assert theirs.user_id == "console:t:ana"
    assert sessions.session_for("console:t:c:2", "console:t:ana").session_id != mine.session_id


def test_the_id_of_a_session_follows_from_its_thread(sessions: SessionManager) -> None:
    session_id = sessions.session_for("console:t:c:1", "ana").session_id
    assert session_id == session_id_of("console:t:c:1")
    assert re.fullmatch("session_[0-9a-f]{32}", session_id)


def test_without_a_store_it_takes_the_one_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAOPS_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    first, second = SessionManager(), SessionManager()
    assert list(tmp_path.iterdir()) == []
    try:
        session = first.create_session("ana")
        first.add_message(session.session_id, role="user", content="hello")
        assert [m.content for m in second.get_session(session.session_id).conversation_history] == ["hello"]
        assert second.cleanup_expired_sessions().failed == 0
    finally:
        first.close()
        second.close()


def test_the_ages_of_sessions_are_those_of_the_settings() -> None:
    settings = Settings(_env_file=None, dataops_session_idle_hours=2, dataops_session_days=3)
    assert ages_of(settings) == (timedelta(hours=2), timedelta(days=3))


def test_the_sessions_of_a_person_come_newest_first(sessions: SessionManager) -> None:
    opened = [sessions.session_for(f"console:t:c:{n}", "ana").session_id for n in range(3)]
    sessions.session_for("console:t:c:9", "ben")
    assert [session.session_id for session in sessions.sessions_of("ana")] == opened[::-1]


def test_relevant_messages_come_from_the_sessions_that_were_named(sessions: SessionManager) -> None:
    here, other, hidden = (sessions.create_session("ana").session_id for _ in range(3))
    for session_id, content in ((here, "orders are late"), (other, "late orders again"), (hidden, "orders")):
        sessions.add_message(session_id, role="user", content=content)
    sessions.add_message(here, role="user", content="something else")
    alone = sessions.relevant_messages(here, "Which orders?")
    assert [(each.session_id, each.message.content) for each in alone] == [(here, "orders are late")]
    both = sessions.relevant_messages(here, "Which orders?", others=[other, here, "session_0"])
    assert {each.session_id for each in both} == {here, other}
    assert len(sessions.relevant_messages(here, "Which orders?", 1, [other])) == 1


def test_first_messages_at_the_same_time_get_one_session(sessions: SessionManager) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda user: sessions.session_for("console:t:c:1", f"u{user}"), range(16)))
    assert len({session.session_id for session in found}) == 1


def test_sessions_without_a_thread_are_never_shared(sessions: SessionManager) -> None:
    assert sessions.create_session("a").session_id != sessions.create_session("a").session_id


def test_an_unknown_session_is_told_in_a_sentence(sessions: SessionManager) -> None:
    for act in (
        lambda: sessions.get_session("session_0"),
        lambda: sessions.update_session("session_0", {}),
        lambda: sessions.add_message("session_0", role="user", content="x"),
    ):
        with pytest.raises(UserFacingError, match="start a new thread"):
            act()


def test_messages_stand_in_order_and_a_known_id_once(sessions: SessionManager) -> None:
    session_id = sessions.create_session("ana").session_id
    sessions.add_message(session_id, message_id="m1", role="user", speaker="ana", content="hello")
    sessions.add_message(session_id, Message(message_id="m2", role="assistant", content="hi"))
    sessions.add_message(session_id, message_id="m1", role="user", content="again")
    history = sessions.get_session(session_id).conversation_history
    assert [(m.message_id, m.speaker, m.content) for m in history] == [
        ("m1", "ana", "hello"),
        ("m2", None, "hi"),
    ]


def test_a_message_is_a_sign_of_life(sessions: SessionManager) -> None:
    session = sessions.create_session("ana")
    message = sessions.add_message(session.session_id, role="user", content="hello")
    assert sessions.get_session(session.session_id).last_active >= message.timestamp


def test_a_session_brings_its_latest_messages(sessions: SessionManager) -> None:
    session_id = sessions.create_session("ana").session_id
    for number in range(HISTORY + 3):
        sessions.add_message(session_id, role="user", content=str(number))
    history = sessions.get_session(session_id).conversation_history
    assert [m.content for m in history] == [str(number) for number in range(3, HISTORY + 3)]


def test_an_update_merges_mappings_and_replaces_the_rest(sessions: SessionManager) -> None:
    session = sessions.session_for("console:t:c:1", "ana")
    sessions.update_session(session.session_id, {"global_context": {"a": 1, "b": 1}, "status": "idle"})
    updated = sessions.update_session(
        session.session_id,
        {"global_context": {"b": 2}, "user_preferences": {"locale": "de", "theme": "dark"}},
    )
    stored = sessions.get_session(session.session_id)
    assert stored == updated
    assert stored.global_context == {"a": 1, "b": 2}
    assert stored.status is SessionStatus.IDLE
    assert stored.user_preferences.model_dump() == {"locale": "de", "timezone": None, "theme": "dark"}
    assert stored.last_active > session.last_active
    assert (stored.thread, stored.created_at) == (session.thread, session.created_at)


@pytest.mark.parametrize(
    "updates",
    [
        {"session_id": "session_1"},
        {"thread": "console:t:c:2"},
        {"conversation_history": []},
        {"archive": "archives/2026-01-01/session_1.json.gz"},
        {"stauts": "idle"},
        {"nothing": {"a": 1}},
    ],
)
def test_what_makes_a_session_itself_cannot_be_updated(
    sessions: SessionManager, updates: dict[str, Any]
) -> None:
    session = sessions.session_for("console:t:c:1", "ana")
    other = sessions.session_for("console:t:c:2", "ben")
    with pytest.raises(ValueError, match=next(iter(updates))):
        sessions.update_session(session.session_id, updates)
    assert sessions.session_for("console:t:c:2", "ben") == other
    assert sessions.session_for("console:t:c:1", "ana") == session


def test_updates_at_the_same_time_lose_nothing(sessions: SessionManager) -> None:
    session_id = sessions.create_session("ana").session_id
    with ThreadPoolExecutor(8) as pool:
        for number in range(24):
            pool.submit(sessions.update_session, session_id, {"global_context": {str(number): number}})
    assert len(sessions.get_session(session_id).global_context) == 24


def test_a_session_survives_a_restart(database: Database, sessions: SessionManager) -> None:
    session = sessions.session_for("console:t:c:1", "ana")
    sessions.add_message(session.session_id, role="user", content="hello")
    again = Database(database.path)
    try:
        restarted = SessionManager(SQLiteSessionStore(again)).session_for("console:t:c:1", "ben")
        assert restarted.session_id == session.session_id
    finally:
        again.close()


def test_a_summary_keeps_the_newest_and_names_the_speakers(sessions: SessionManager) -> None:
    session_id = sessions.create_session("ana").session_id
    for number in range(20):
        sessions.add_message(session_id, role="user", speaker="ana", content=f"message {number:02}")
    summary = sessions.get_context_summary(session_id, max_tokens=10)
    assert summary == "ana: message 18\nana: message 19"
    assert sessions.get_context_summary(session_id).count("\n") == 19


def test_of_a_newest_message_beyond_the_budget_the_beginning_is_kept(sessions: SessionManager) -> None:
    session_id = sessions.create_session("ana").session_id
    for content in ("earlier", "x" * 500):
        sessions.add_message(session_id, role="user", content=content)
    assert sessions.get_context_summary(session_id, max_tokens=5) == "user: " + "x" * 14


@settings(max_examples=20)
@given(st.lists(st.text(max_size=400), max_size=5), st.integers(0, 100))
def test_a_summary_stays_in_its_budget_and_is_empty_only_without_words(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], tokens: int
) -> None:
    opened = Database(tmp_path_factory.getbasetemp() / "summaries.db")
    try:
        sessions = SessionManager(SQLiteSessionStore(opened))
        session_id = sessions.create_session("ana").session_id
        for text in texts:
            sessions.add_message(session_id, role="user", content=text)
        summary = sessions.get_context_summary(session_id, tokens)
        assert len(summary) <= tokens * 4
        assert bool(summary) == bool(texts and tokens)
    finally:
        opened.close()
