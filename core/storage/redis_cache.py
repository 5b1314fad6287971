"""Values in Redis in front of a store, none of them older than the store's."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from core.storage.redis_connection import RedisConnection

SECONDS = 3600
"""How long a value is kept after it was read from the store."""

LARGEST = 1 << 20
"""Characters of a value that is still kept: larger ones come from the store as fast."""

_FILL = """
if redis.call('GET', KEYS[2]) == ARGV[1] and redis.call('EXISTS', KEYS[3]) == 0 then
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
end
return 1
"""


class RedisCache:
    """Texts by key, each with two keys beside it: ``<key>:generation`` and ``<key>:writers``.

    Whoever writes to the store puts a mark among the writers first and takes the value away; afterwards it
    takes its mark, the value and the generation away. Whoever reads and finds no value notes the generation
    (a new random one if there is none), reads the store, and fills the value in only if the generation is
    still the same and nobody is writing. So what is read was never overtaken by a write that has returned;
    a process that dies between its write and the end of it leaves its mark, and for the rest of an hour the
    store is read. A Redis that comes back empty has no generation that anybody noted.

    An end that could not be sent is remembered here, and the store is read until one was sent. Only if this
    process dies before that, and Redis was not restarted but out of reach, others may read what was there
    before for what is left of the value's hour.
    """

    def __init__(self, connection: RedisConnection, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._unsent: dict[str, dict[str, float]] = {}

    def read(self, key: str, stored: Callable[[], str | None]) -> str | None:
        """The value, or what ``stored`` reads from the store, which is kept then."""
        if not self.settled(key):
            return stored()
        known = self._connection.attempt(lambda redis: redis.get(key))
        if known is not None:
            return str(known)
        generation = self._noted(key)
        value = stored()
        if generation is not None and value is not None and len(value) <= LARGEST:
            self._fill(key, generation, value)
        return value

    @contextmanager
    def writing(self, key: str) -> Iterator[None]:
        """Around every write to the store that may change the value."""
        mark = uuid4().hex
        self._connection.attempt(lambda redis: _begin(redis, key, mark))
        try:
            yield
        finally:
            with self._lock:
                self._unsent.setdefault(key, {})[mark] = self._clock()
            self._end(key)

    def _noted(self, key: str) -> str | None:
        """The generation of a value that is about to be read from the store; None without Redis."""
        name = f"{key}:generation"

        def noted(redis: Any) -> str:
            with redis.pipeline() as together:
                together.set(name, uuid4().hex, nx=True, ex=SECONDS)
                together.get(name)
                return str(together.execute()[1])

        return self._connection.attempt(noted)

    def _fill(self, key: str, generation: str, value: str) -> None:
        keys = (key, f"{key}:generation", f"{key}:writers")
        self._connection.attempt(lambda redis: redis.eval(_FILL, 3, *keys, generation, value, SECONDS))

    def _end(self, key: str) -> None:
        """Say that the writes have ended whose marks are noted here; they stay noted if it cannot be said."""
        with self._lock:
            marks = list(self._unsent.get(key, {}))
        if marks and self._sent(key, marks):
            self._forget(key, marks)

    def _sent(self, key: str, marks: list[str]) -> bool:
        return self._connection.attempt(lambda redis: _ended(redis, key, marks)) is not None

    def _forget(self, key: str, marks: list[str]) -> None:
        with self._lock:
            left = {mark: since for mark, since in self._unsent.get(key, {}).items() if mark not in marks}
            self._unsent.pop(key, None)
            if left:
                self._unsent[key] = left

    def settled(self, key: str) -> bool:
        """Whether the value may be read: every end was sent, or what it would remove is gone by itself."""
        noted = self._unsent.get(key, {})
        gone = self._clock() - 2 * SECONDS
        self._forget(key, [mark for mark, since in list(noted.items()) if since < gone])
        if noted:
            self._end(key)
        return key not in self._unsent


def _begin(redis: Any, key: str, mark: str) -> None:
    with redis.pipeline() as together:
        together.sadd(f"{key}:writers", mark)
        together.expire(f"{key}:writers", SECONDS)
        together.delete(key)
        together.execute()


def _ended(redis: Any, key: str, marks: list[str]) -> bool:
    with redis.pipeline() as together:
        together.srem(f"{key}:writers", *marks)
        together.delete(key, f"{key}:generation")
        together.execute()
    return True
