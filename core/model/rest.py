"""A pause for a model that does not answer: people should not wait for it each time."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
"""In a row, before it is left alone."""

SECONDS = 30.0


class Rest:
    """Counts failures in a row; for several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it is left alone now; one who asks after the pause asks for all."""
        with self._lock:
            on = self._clock() < self._until
            if not on and self._failures >= FAILURES:
                self._until = self._clock() + SECONDS
            return on

    def succeeded(self) -> None:
        """It answered."""
        with self._lock:
            self._failures, self._until = 0, 0.0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._until = self._clock() + SECONDS
