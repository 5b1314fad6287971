"""The platform's own time: it stands still until a test moves it."""

import time


class Clock:
    """Seconds since the epoch; callable, so that it also serves as the clock of what is tested."""

    def __init__(self, now: float | None = None) -> None:
        self._now = time.time() if now is None else now

    def __call__(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds
