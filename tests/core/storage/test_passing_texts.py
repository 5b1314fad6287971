"""Texts that are kept for an hour, in memory and in Redis: the same contract."""

from collections.abc import Iterator

import pytest

from core.storage.passing_texts import MOST, SECONDS, MemoryTexts, PassingTexts
from core.storage.redis_connection import RedisConnection
from core.storage.redis_texts import RedisTexts
from tests.servers import RedisServer


@pytest.fixture
def connection(redis: RedisServer) -> Iterator[RedisConnection]:
    connection = RedisConnection("127.0.0.1", redis.port)
    yield connection
    connection.close()


@pytest.fixture(params=["memory", "redis"])
def texts(request: pytest.FixtureRequest) -> PassingTexts:
    if request.param == "memory":
        return MemoryTexts()
    return RedisTexts(request.getfixturevalue("connection"))


def put(texts: PassingTexts, key: str, text: str) -> None:
    texts.keep(key, text, texts.look(key).generation)


def test_what_is_kept_is_there_until_it_is_cleared(texts: PassingTexts) -> None:
    for key in ("a", "b"):
        assert texts.look(key).text is None
        put(texts, key, f"said of {key}")
    assert texts.look("a").text == "said of a"
    texts.clear()
    assert (texts.look("a").text, texts.look("b").text) == (None, None)
    put(texts, "a", "new")
    assert texts.look("a").text == "new"


def test_what_was_asked_for_before_a_clearing_is_not_kept_after_it(texts: PassingTexts) -> None:
    before = texts.look("a").generation
    texts.clear()
    texts.keep("a", "what was forgotten", before)
    assert texts.look("a").text is None


def test_in_memory_there_is_an_end_of_time_and_of_room() -> None:
    now = [0.0]
    texts = MemoryTexts(lambda: now[0])
    put(texts, "old", "x")
    now[0] = SECONDS - 1
    assert texts.look("old").text == "x"
    for number in range(MOST - 1):
        put(texts, str(number), "y")
    assert texts.look("old").text == "x"  # and so it was not the longest unasked for
    put(texts, "one more", "z")
    assert (texts.look("0").text, texts.look("old").text) == (None, "x")
    now[0] = SECONDS
    assert texts.look("old").text is None
    assert texts.look("1").text == "y"


def test_in_redis_texts_have_an_hour_and_others_keep_theirs(connection: RedisConnection) -> None:
    ours, theirs = RedisTexts(connection, "ours"), RedisTexts(connection, "theirs")
    put(ours, "a", "x")
    put(theirs, "a", "y")
    assert 0 < connection.client.ttl("ours:answer:a") <= SECONDS
    ours.clear()
    assert connection.client.keys("ours:answer:*") == []
    assert theirs.look("a").text == "y"


def test_a_clearing_that_found_no_redis_comes_before_the_next_look(
    connection: RedisConnection, redis: RedisServer
) -> None:
    texts, away = RedisTexts(connection), RedisConnection("127.0.0.1", 9)
    put(texts, "a", "forgotten")
    reached, texts._connection = texts._connection, away  # noqa: SLF001 - out of reach, and not restarted
    texts.clear()
    assert texts.look("a") == texts.look("b")
    put(texts, "b", "not kept")
    texts._connection = reached  # noqa: SLF001 - there again
    assert texts.look("a").text is None
    assert reached.client.keys("dataops:answer:*") == []
