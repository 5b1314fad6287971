"""The connection to Redis, which holds only what may be lost: without it things are slower, not broken."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog

from core.errors import StorageError
from core.storage.breaker import Breaker

Answer = TypeVar("Answer")

SECONDS = 0.25
"""The longest that a call may take: what it saves is not worth more."""

logger = structlog.get_logger()


class RedisConnection:
    """Safe for several threads. ``password`` and ``tls`` as the server wants them.

    After one failure it is left alone for a pause: a server that hangs costs one timeout in that time.
    """

    def __init__(self, host: str, port: int, *, password: str | None = None, tls: bool = False) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as Broken
        from redis.retry import Retry

        self.client = Redis(
            host=host,
            port=port,
            password=password,
            ssl=tls,
            socket_connect_timeout=SECONDS,
            socket_timeout=SECONDS,
            health_check_interval=30,
            retry=Retry(NoBackoff(), 1, (Broken,)),  # of before a restart; the default also waits again
            decode_responses=True,
        )
        self.breaker = Breaker("Redis", failures=1)

    def attempt(self, call: Callable[[Any], Answer]) -> Answer | None:
        """What a call with the client gives; None when Redis is not there, which is logged once a pause."""
        from redis.exceptions import RedisError

        try:
            with self.breaker.guard(RedisError, OSError):
                return call(self.client)
        except StorageError:
            return None
        except (RedisError, OSError) as error:
            logger.warning("redis_not_used", reason=type(error).__name__)
            return None

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
