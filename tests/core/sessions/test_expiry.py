"""Sessions grow old and come back; no message is lost or doubled, whenever the process dies."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import StoreUnavailable
from core.session import Message, SessionStatus
from core.session_manager import SessionManager
from core.storage.folder_blobs import FolderBlobs
from core.storage.session_archive import SessionArchive
from core.storage.session_store import SessionStore
from tests.core.crashes import Crash, Steps
from tests.core.sessions_on import STORES, open_store

THREAD = "console:t:c:1"


class House:
    """A store, archives in a folder, and sessions that work with them."""

    def __init__(self, store: SessionStore, folder: Path) -> None:
        self.store = store
        self.blobs = FolderBlobs(folder)
        self.sessions = self.manager()

    def manager(self, steps: Steps | None = None) -> SessionManager:
        """Sessions of a new process, which dies at a step if it is told so."""
        steps = steps or Steps(0)
        return SessionManager(steps.part(self.store), SessionArchive(steps.part(self.blobs)))

    def silent_session(self, days: float, *contents: str) -> str:
        session_id = self.sessions.session_for(THREAD, "ana").session_id
        for content in contents:
            self.sessions.add_message(session_id, message_id=content, role="user", content=content)
        self.age(session_id, days)
        return session_id

    def age(self, session_id: str, days: float) -> None:
        silent = datetime.now(UTC) - timedelta(days=days)
        self.store.change(session_id, lambda s: s.model_copy(update={"last_active": silent}))

    def said(self, session_id: str) -> list[str]:
        history = self.sessions.get_session(session_id).conversation_history
        return [message.content for message in history]

    def stored(self, session_id: str) -> list[str]:
        return [placed.message.content for placed in self.store.history(session_id)]

    def status(self, session_id: str) -> SessionStatus:
        return self.sessions.get_session(session_id).status


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with open_store("sqlite", tmp_path, monkeypatch) as store:
        yield House(store, tmp_path)


@pytest.mark.parametrize("name", STORES)
def test_a_silent_session_is_archived_and_comes_back_when_somebody_speaks(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(name, tmp_path, monkeypatch) as store:
        house = House(store, tmp_path)
        session_id = house.silent_session(31, "one", "two")
        done = house.sessions.cleanup_expired_sessions()
        assert (done.idle, done.expired, done.messages, done.failed) == (0, 1, 2, 0)
        assert house.stored(session_id) == []
        assert house.status(session_id) is SessionStatus.EXPIRED
        assert house.said(session_id) == ["one", "two"]
        assert house.sessions.cleanup_expired_sessions().expired == 0
        assert house.sessions.session_for(THREAD, "ben").session_id == session_id
        house.sessions.add_message(session_id, message_id="two", role="user", content="delivered again")
        house.sessions.add_message(session_id, role="user", content="three")
        assert house.stored(session_id) == house.said(session_id) == ["one", "two", "three"]
        assert house.status(session_id) is SessionStatus.ACTIVE


def test_an_archive_is_compressed_json_of_the_session_and_its_messages(house: House) -> None:
    session_id = house.silent_session(31, "größe\n{", "two")
    house.sessions.cleanup_expired_sessions()
    (key,) = house.blobs.keys("archives/")
    assert key == f"archives/{datetime.now(UTC):%Y-%m-%d}/{session_id}.json.gz"
    document = json.loads(gzip.decompress(house.blobs.path(key).read_bytes()))
    assert document["session"]["session_id"] == session_id
    assert [message["content"] for message in document["messages"]] == ["größe\n{", "two"]


def test_a_second_archive_of_a_day_stands_beside_the_first(house: House) -> None:
    session_id = house.silent_session(31, "one")
    house.sessions.cleanup_expired_sessions()
    house.sessions.add_message(session_id, role="user", content="two")
    house.age(session_id, 31)
    assert house.sessions.cleanup_expired_sessions().messages == 2
    assert house.said(session_id) == ["one", "two"]
    assert len(list(house.blobs.keys("archives/"))) == 2


def test_hours_of_silence_make_a_session_idle_and_leave_its_time(house: House) -> None:
    session_id = house.silent_session(2, "one")
    before = house.sessions.get_session(session_id).last_active
    assert house.sessions.cleanup_expired_sessions().idle == 1
    assert house.sessions.cleanup_expired_sessions().idle == 0
    assert house.sessions.get_session(session_id).last_active == before
    assert house.status(session_id) is SessionStatus.IDLE
    house.sessions.add_message(session_id, role="user", content="two")
    assert house.status(session_id) is SessionStatus.ACTIVE


def test_the_ages_are_those_that_were_given(house: House) -> None:
    session_id = house.silent_session(0.5, "one")
    ages = (timedelta(hours=1), timedelta(hours=2))
    manager = SessionManager(house.store, SessionArchive(house.blobs), ages)
    assert manager.cleanup_expired_sessions().expired == 1
    assert house.status(session_id) is SessionStatus.EXPIRED


def test_a_session_without_words_expires_without_an_archive(house: House) -> None:
    session_id = house.silent_session(31)
    assert house.sessions.cleanup_expired_sessions().expired == 1
    assert list(house.blobs.keys("archives/")) == []
    assert house.said(session_id) == []


def test_without_archives_nothing_is_taken_out(house: House) -> None:
    session_id = house.silent_session(31, "one")
    done = SessionManager(house.store).cleanup_expired_sessions()
    assert (done.idle, done.expired) == (1, 0)
    assert house.stored(session_id) == ["one"]


def test_an_update_brings_a_session_back_too(house: House) -> None:
    session_id = house.silent_session(31, "one")
    house.sessions.cleanup_expired_sessions()
    updated = house.sessions.update_session(session_id, {"metadata": {"a": 1}})
    assert updated.status is SessionStatus.ACTIVE
    assert house.stored(session_id) == ["one"]


class Interrupted:
    """Blobs between whose calls something happens."""

    def __init__(self, blobs: FolderBlobs, happens: Callable[[], Any]) -> None:
        self._blobs = blobs
        self._happens = happens

    def write(self, key: str, chunks: Any) -> int:
        size = self._blobs.write(key, chunks)
        self._happens()
        return size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._blobs, name)


def test_a_session_in_which_somebody_speaks_meanwhile_stays(house: House) -> None:
    session_id = house.silent_session(31, "one")

    def speak() -> None:
        other_process = house.manager()
        other_process.add_message(session_id, role="user", content="two")

    archive = SessionArchive(Interrupted(house.blobs, speak))
    assert SessionManager(house.store, archive).cleanup_expired_sessions().expired == 0
    assert house.stored(session_id) == ["one", "two"]
    assert list(house.blobs.keys("archives/")) == []


def test_what_does_not_come_back_as_written_deletes_nothing(house: House) -> None:
    session_id = house.silent_session(31, "one")

    class Damaging(FolderBlobs):
        def read(self, key: str) -> Iterator[bytes]:
            return (chunk[:-9] for chunk in super().read(key))

    archive = SessionArchive(Damaging(house.blobs.root))
    assert SessionManager(house.store, archive).cleanup_expired_sessions().failed == 1
    assert house.stored(session_id) == ["one"]


def test_a_session_that_fails_does_not_keep_the_others(house: House) -> None:
    house.silent_session(31, "one")
    other = house.sessions.create_session("ben").session_id
    house.sessions.add_message(other, role="user", content="two")
    house.age(other, 31)

    class AwayOnce(FolderBlobs):
        calls = 0

        def write(self, key: str, chunks: Any) -> int:
            self.calls += 1
            if self.calls == 1:
                raise StoreUnavailable("away")
            return super().write(key, chunks)

    done = SessionManager(house.store, SessionArchive(AwayOnce(house.blobs.root))).cleanup_expired_sessions()
    assert (done.expired, done.failed) == (1, 1)


def test_a_conversation_goes_on_without_an_archive_that_is_gone(house: House) -> None:
    session_id = house.silent_session(31, "one")
    house.sessions.cleanup_expired_sessions()
    for key in list(house.blobs.keys("archives/")):
        house.blobs.delete(key)
    assert house.said(session_id) == []
    house.sessions.add_message(session_id, role="user", content="two")
    assert house.said(session_id) == ["two"]


def died_at(step: int, act: Callable[[Steps], Any]) -> bool:
    """Whether the process died before it had done everything."""
    try:
        act(Steps(step))
    except Crash:
        return True
    return False


def test_a_crash_at_any_step_of_archiving_loses_and_doubles_nothing(house: House) -> None:
    session_id = house.silent_session(31, "one", "two", "three")
    step = 1
    while died_at(step, lambda steps: house.manager(steps).cleanup_expired_sessions()):
        assert house.said(session_id) == ["one", "two", "three"]
        if step % 2:  # somebody speaks after every other crash, else it is archived later
            house.manager().add_message(session_id, message_id="three", role="user", content="again")
            assert house.stored(session_id) == ["one", "two", "three"]
        house.age(session_id, 31)
        step += 1
    assert step > 8
    house.manager().cleanup_expired_sessions()
    assert house.stored(session_id) == []
    assert house.said(session_id) == ["one", "two", "three"]


def test_a_crash_at_any_step_of_coming_back_loses_and_doubles_nothing(house: House) -> None:
    session_id = house.silent_session(31, "one", "two", "three")
    message = Message(message_id="four", role="user", content="four")
    step = 1
    died = True
    while died:
        house.store.remove(session_id, ["four"])
        house.age(session_id, 31)
        house.manager().cleanup_expired_sessions()
        assert house.stored(session_id) == []
        died = died_at(step, lambda steps: house.manager(steps).add_message(session_id, message))
        assert house.said(session_id)[:3] == ["one", "two", "three"]
        house.manager().add_message(session_id, message)  # the inbox delivers again what was not done
        assert house.stored(session_id) == house.said(session_id) == ["one", "two", "three", "four"]
        step += 1
    assert step > 8
