"""A Redis that hangs costs one short wait, one that was restarted none."""

import time
from collections.abc import Iterator
from socket import socket
from typing import TYPE_CHECKING

import pytest

from core.storage.redis_connection import SECONDS, RedisConnection

if TYPE_CHECKING:
    from tests.servers import RedisServer


@pytest.fixture
def hanging() -> Iterator[int]:
    """The port of a server that takes connections and never says anything."""
    with socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield server.getsockname()[1]


def test_a_server_that_hangs_costs_one_timeout_in_a_pause(hanging: int) -> None:
    connection = RedisConnection("127.0.0.1", hanging)
    took = []
    for _ in range(20):
        began = time.monotonic()
        assert connection.attempt(lambda redis: redis.get("a")) is None
        took.append(time.monotonic() - began)
    assert SECONDS <= took[0] < 2 * SECONDS + 1
    assert sum(took[1:]) < SECONDS
    assert connection.breaker.is_open
    connection.close()


def test_a_connection_of_before_a_restart_is_made_again(redis: "RedisServer") -> None:
    connection = RedisConnection("127.0.0.1", redis.port)
    assert connection.attempt(lambda each: each.set("a", "x"))
    redis.stop()
    redis.start()
    assert connection.attempt(lambda each: each.set("a", "y"))
    connection.close()
