"""Texts that are kept for an hour because they can be had again, in Redis."""

import threading
from typing import Any
from uuid import uuid4

from core.storage.passing_texts import SECONDS, Looked
from core.storage.redis_connection import RedisConnection

_KEEP = """
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
return 1
"""


class RedisTexts:
    """Keys: ``<space>:answer:<key>``, each for an hour, and ``<space>:answers``, the generation of them all.

    Clearing begins another generation first, so that what is being found elsewhere meanwhile is not kept.
    Without Redis nothing is kept. A clearing that could not be sent is sent before anything is read again;
    if this process ends before that, what was there goes with its hour.
    """

    def __init__(self, connection: RedisConnection, space: str = "dataops") -> None:
        """``space`` begins every key: two deployments that share a Redis differ in it."""
        self._connection = connection
        self._space = space
        self._lock = threading.Lock()
        self._owed = False

    def look(self, key: str) -> Looked:
        """What there is."""
        if not self._settled():
            return Looked(None, None)
        return self._connection.attempt(lambda redis: self._look(redis, key)) or Looked(None, None)

    def keep(self, key: str, text: str, generation: str | None) -> None:
        """Keep a text, unless everything was cleared since ``generation`` was seen."""
        if generation is not None:
            keys = (self._key(key), self._generation)
            self._connection.attempt(lambda redis: redis.eval(_KEEP, 2, *keys, generation, text, SECONDS))

    def clear(self) -> None:
        """Remove every text."""
        self._owed = True
        self._settled()

    def _look(self, redis: Any, key: str) -> Looked:
        with redis.pipeline() as together:
            together.set(self._generation, uuid4().hex, nx=True, ex=SECONDS)
            together.get(self._generation)
            together.get(self._key(key))
            _, generation, text = together.execute()
        return Looked(text, generation)

    def _settled(self) -> bool:
        """Whether no clearing is owed, or it could be made now."""
        if not self._owed:
            return True
        with self._lock:
            if self._owed and self._connection.attempt(self._clear) is not None:
                self._owed = False
            return not self._owed

    def _clear(self, redis: Any) -> bool:
        redis.set(self._generation, uuid4().hex, ex=SECONDS)
        for key in redis.scan_iter(match=self._key("*"), count=1_000):
            redis.unlink(key)
        return True

    @property
    def _generation(self) -> str:
        return f"{self._space}:answers"

    def _key(self, key: str) -> str:
        return f"{self._space}:answer:{key}"
