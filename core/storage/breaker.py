"""A circuit breaker: a part that keeps failing is left alone for a while, then tried by one call."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.errors import StoreUnavailable

FAILURES = 5
PAUSE_SECONDS = 15.0


class Breaker:
    """Guards calls to the part called ``name``; safe for several threads.

    After so many ``failures`` in a row it is open: calls are refused at once with StoreUnavailable. After
    ``PAUSE_SECONDS`` one call goes through as a probe; it closes the breaker, or begins another pause.
    """

    def __init__(
        self, name: str, clock: Callable[[], float] = time.monotonic, failures: int = FAILURES
    ) -> None:
        self.name = name
        self._most = failures
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused at the moment."""
        return self._failures >= self._most and self._clock() < self._closed_again_at

    @contextmanager
    def guard(self, *failures: type[BaseException]) -> Iterator[None]:
        """Let a call through, or refuse it; these errors say that the part fails, others that it answers."""
        self._enter()
        try:
            yield
        except failures:
            self._failed()
            raise
        except BaseException:
            self._answered()
            raise
        self._answered()

    def _enter(self) -> None:
        with self._lock:
            if self.is_open:
                raise StoreUnavailable(f"{self.name} has not answered several times; try again in a moment.")
            if self._failures >= self._most:  # this call is the probe; others wait
                self._closed_again_at = self._clock() + PAUSE_SECONDS

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._closed_again_at = self._clock() + PAUSE_SECONDS

    def _answered(self) -> None:
        with self._lock:
            self._failures = 0
