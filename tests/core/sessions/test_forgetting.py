"""What must not be kept is gone everywhere, and somebody looks again."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.session import SessionStatus
from core.session_manager import SessionManager
from core.sessions.forgetting import FORGOTTEN
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.session_archive import SessionArchive
from core.storage.session_store import SessionStore
from core.storage.sqlite_sessions import SQLiteSessionStore
from tests.core.crashes import Crash, Steps
from tests.core.sessions_on import STORES, open_store

THREAD = "console:t:c:1"
NOW = datetime.now(UTC)


class House:
    """Sessions with archives in a folder; what is said there has a time."""

    def __init__(self, store: SessionStore, folder: Path) -> None:
        self.store = store
        self.blobs = FolderBlobs(folder)
        self.sessions = self.manager(Steps(0))

    def manager(self, steps: Steps) -> SessionManager:
        return SessionManager(steps.part(self.store), SessionArchive(steps.part(self.blobs)))

    def say(self, thread: str, speaker: str, content: str, days: float = 0) -> str:
        session_id = self.sessions.session_for(thread, speaker).session_id
        role = "assistant" if content.endswith(":answer") else "user"
        self.sessions.add_message(
            session_id,
            message_id=content,
            role=role,
            speaker=None if role == "assistant" else speaker,
            content=content,
            timestamp=NOW - timedelta(days=days),
        )
        silent = {"last_active": NOW - timedelta(days=days)}
        self.store.change(session_id, lambda s: s.model_copy(update=silent))
        return session_id

    def archive_all(self) -> None:
        self.sessions.cleanup_expired_sessions()

    def said(self, session_id: str) -> list[str]:
        return [each.content for each in self.sessions.get_session(session_id).conversation_history]

    def archives(self) -> list[str]:
        return list(self.blobs.keys("archives/"))


@pytest.fixture(params=STORES)
def house(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with open_store(request.param, tmp_path, monkeypatch) as store:
        yield House(store, tmp_path)


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with open_store("sqlite", tmp_path, monkeypatch) as store:
        yield House(store, tmp_path)


def test_old_messages_go_and_younger_ones_stay(house: House) -> None:
    session_id = house.say(THREAD, "ana", "old", days=100)
    house.say(THREAD, "ana", "new", days=1)
    done = house.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert (done.messages, done.sessions, done.archived) == (1, 0, 0)
    assert house.said(session_id) == ["new"]


def test_archives_and_sessions_with_nothing_younger_go(house: House) -> None:
    gone = house.say("console:t:c:gone", "ana", "old", days=100)
    kept = house.say("console:t:c:kept", "ana", "older", days=80)
    house.archive_all()
    done = house.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert (done.sessions, done.archived) == (1, 1)
    assert house.store.load(gone) is None
    assert [key.rsplit("/")[-1] for key in house.archives()] == [f"{kept}.json.gz"]
    assert house.said(kept) == ["older"]


def test_a_silent_session_that_is_not_expired_stays(embedded: House) -> None:
    session_id = embedded.say(THREAD, "ana", "old", days=100)
    embedded.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert embedded.said(session_id) == []


def test_an_archive_that_no_session_names_goes_after_days(embedded: House) -> None:
    session_id = embedded.say(THREAD, "ana", "x", days=40)
    embedded.archive_all()
    embedded.say(THREAD, "ana", "back")
    (young,) = embedded.archives()
    old = f"archives/2026-01-01/{session_id}.json.gz"
    embedded.blobs.write(old, embedded.blobs.read(young))
    embedded.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert embedded.archives() == [young]
    assert embedded.said(session_id) == ["x", "back"]


def test_old_messages_go_out_of_archives_and_younger_ones_stay(house: House) -> None:
    session_id = house.say(THREAD, "ana", "old", days=100)
    house.say(THREAD, "ana", "younger", days=60)
    house.archive_all()
    (before,) = house.archives()
    done = house.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert (done.messages, done.archived, done.sessions) == (0, 1, 0)
    assert before not in house.archives()
    assert len(house.archives()) == 1
    assert house.said(session_id) == ["younger"]
    house.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert house.said(session_id) == ["younger"]


def test_a_damaged_archive_keeps_no_other_from_aging(embedded: House, tmp_path: Path) -> None:
    ids = [embedded.say(f"console:t:c:{each}", "ana", f"old {each}", days=100) for each in "ab"]
    for session_id, each in zip(ids, "ab", strict=True):
        embedded.say(f"console:t:c:{each}", "ana", f"younger {session_id}", days=60)
    embedded.archive_all()
    first, _ = embedded.archives()
    (tmp_path / first).write_bytes(b"damaged")
    embedded.sessions.delete_messages_before(NOW - timedelta(days=90))
    (whole,) = [each for each in ids if each not in first]
    assert embedded.said(whole) == [f"younger {whole}"]


def test_a_stray_archive_goes_for_good_only_if_the_store_has_its_messages(
    embedded: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_away: list[str] = []
    monkeypatch.setattr(FolderBlobs, "put_away", lambda _, key: put_away.append(key))
    session_id = embedded.say(THREAD, "ana", "kept", days=40)
    embedded.say(THREAD, "ana", "lost", days=40)
    embedded.archive_all()
    embedded.say(THREAD, "ana", "back")
    (young,) = embedded.archives()
    old = [f"archives/2026-01-0{day}/{session_id}.json.gz" for day in (1, 2)]
    embedded.blobs.write(old[0], embedded.blobs.read(young))
    embedded.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert (embedded.archives(), put_away) == ([young], [])
    embedded.store.remove(session_id, ["lost"])  # as in records of an earlier day
    embedded.blobs.write(old[1], embedded.blobs.read(young))
    embedded.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert (embedded.archives(), put_away) == ([old[1], young], [old[1]])


def test_archives_that_others_wrote_stay(embedded: House, tmp_path: Path) -> None:
    session_id = embedded.say(THREAD, "ana", "x", days=40)
    embedded.archive_all()
    (young,) = embedded.archives()
    old = f"archives/2026-01-01/{session_id}.json.gz"
    embedded.blobs.write(old, embedded.blobs.read(young))
    embedded.blobs.delete(young)
    embedded.store.change(session_id, lambda found: found.model_copy(update={"archive": old}))
    database = Database(tmp_path / "empty.db")
    lost = House(SQLiteSessionStore(database), tmp_path)
    lost.sessions.delete_messages_before(NOW - timedelta(days=90))
    lost.say(THREAD, "ana", "after the records were lost")
    lost.sessions.delete_messages_before(NOW - timedelta(days=90))
    database.close()
    assert embedded.archives() == [old]
    assert embedded.said(session_id) == ["x"]


def test_what_was_remembered_goes_with_its_messages(house: House) -> None:
    session_id = house.say(THREAD, "ana", "new", days=1)
    old, new = ((NOW - timedelta(days=days)).isoformat() for days in (100, 10))
    remembered = {
        "asked": [{"run_id": "1", "at": old}, {"run_id": "2", "at": new}],
        "inputs": {"listing": {"ids": ["a"], "at": old}, "jil": {"ids": ["b"], "at": new}},
        "summary": {"text": "secret plan", "since": old},
        "inherited": [{"source": "x"}],
    }
    house.store.change(session_id, lambda found: found.model_copy(update={"global_context": remembered}))
    house.sessions.delete_messages_before(NOW - timedelta(days=90))
    assert house.sessions.get_session(session_id).global_context == {
        "asked": [{"run_id": "2", "at": new}],
        "inputs": {"jil": {"ids": ["b"], "at": new}},
        "inherited": [{"source": "x"}],
    }


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("by", ["thread", "session"])
def test_a_thread_is_forgotten_by_either_name(embedded: House, by: str, *, archived: bool) -> None:
    session_id = embedded.say(THREAD, "ana", "x", days=40)
    other = embedded.say("console:t:c:2", "ana", "stays")
    if archived:
        embedded.archive_all()
    name = THREAD if by == "thread" else session_id
    assert embedded.sessions.left(name)
    done = embedded.sessions.forget(name)
    assert (done.sessions, done.messages, done.archived) == (1, int(not archived), int(archived))
    assert not embedded.sessions.left(name)
    assert not embedded.sessions.left(session_id)
    assert not embedded.sessions.forget(name)
    assert embedded.said(other) == ["stays"]
    assert embedded.sessions.session_for(THREAD, "ben").user_id == "ben"


def test_a_person_is_forgotten_everywhere_and_others_are_not(house: House) -> None:
    theirs = house.say(THREAD, "ana", "secret plan")
    house.say(THREAD, "ana", "run_1:answer")
    house.say(THREAD, "ben", "run_2:answer")
    house.say(THREAD, "ben", "hello")
    house.sessions.update_session(
        theirs,
        {
            "global_context": {"summary": {"text": "secret plan"}},
            "metadata": {"name": "Ana"},
            "user_preferences": {"locale": "de"},
        },
    )
    house.say("console:t:c:2", "ben", "first", days=40)
    old = house.say("console:t:c:2", "ana", "old secret", days=40)
    house.archive_all()
    assert "old secret" in house.said(old)
    left = house.sessions.left_of_person("ana", ["run_1"])
    assert (left.sessions, left.messages, left.archived) == (1, 2, 1)
    done = house.sessions.forget_person("ana", ["run_1"])
    assert (done.sessions, done.messages, done.archived) == (2, 2, 1)
    assert not house.sessions.left_of_person("ana", ["run_1"])
    assert house.said(theirs) == ["run_2:answer", "hello"]
    assert house.said(old) == ["first"]
    session = house.sessions.get_session(theirs)
    assert session.user_id == FORGOTTEN
    assert (session.global_context, session.metadata, session.user_preferences.locale) == ({}, {}, None)
    assert house.sessions.get_session(old).user_id == "ben"
    assert house.sessions.get_session(old).status is SessionStatus.EXPIRED
    assert list(house.sessions.sessions_of("ana")) == []


def test_an_archive_of_one_person_alone_goes_whole(embedded: House) -> None:
    session_id = embedded.say(THREAD, "ana", "x", days=40)
    embedded.archive_all()
    embedded.sessions.forget_person("ana")
    assert embedded.archives() == []
    assert embedded.said(session_id) == []


def test_the_name_of_a_forgotten_opener_is_in_no_archive(embedded: House) -> None:
    session_id = embedded.sessions.session_for(THREAD, "ana").session_id
    embedded.say(THREAD, "ben", "x", days=40)
    embedded.archive_all()
    assert embedded.sessions.left_of_person("ana").archived
    embedded.sessions.forget_person("ana")
    assert not embedded.sessions.left_of_person("ana")
    assert embedded.said(session_id) == ["x"]


def test_forgetting_that_was_cut_short_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step, died = 0, True
    while died:
        step += 1
        (tmp_path / str(step)).mkdir()
        with open_store("sqlite", tmp_path / str(step), monkeypatch) as store:
            house = House(store, tmp_path / str(step))
            house.say(THREAD, "ana", "gone", days=40)
            old = house.say(THREAD, "ben", "kept", days=40)
            house.archive_all()
            current = house.say("console:t:c:2", "ana", "gone too")
            house.say("console:t:c:2", "ben", "kept too")
            with suppress(Crash):
                house.manager(Steps(step)).forget_person("ana")
                died = False
            assert house.said(old)[-1] == "kept"
            house.sessions.forget_person("ana")
            assert not house.sessions.left_of_person("ana")
            assert (house.said(old), house.said(current)) == (["kept"], ["kept too"])
    assert step > 12


def test_nothing_of_a_person_stays_in_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store("redis+sqlite", tmp_path, monkeypatch) as store:
        house = House(store, tmp_path)
        session_id = house.say(THREAD, "ana", "secret plan")
        assert house.said(session_id) == ["secret plan"]
        connection = store._cache._connection  # type: ignore[attr-defined]  # noqa: SLF001 - the server under test
        house.sessions.forget_person("ana")
        house.said(session_id)
        kept = connection.client
        values = [kept.get(key) for key in kept.keys("dataops:*") if kept.type(key) == "string"]
        assert values
        assert not any("secret" in value or "ana" in value for value in values)
