"""Minutes in seconds: an event loop whose clock runs many times as fast, and Slack's time by that clock."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from tests.adapters.slack.workspace import Clock

Result = TypeVar("Result")


class _FastSelector(selectors.DefaultSelector):
    """Waits only a fraction of the time."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else timeout / self._speed)


class _FastLoop(asyncio.SelectorEventLoop):
    """Sleeps, timeouts and timers pass faster; what is really sent and computed does not."""

    def __init__(self, speed: float) -> None:
        super().__init__(_FastSelector(speed))
        self._speed = speed

    def time(self) -> float:
        return super().time() * self._speed


def run_fast(main: Coroutine[Any, Any, Result], speed: float) -> Result:
    """Run to the end on a loop whose clock runs so many times as fast."""
    with asyncio.Runner(loop_factory=lambda: _FastLoop(speed)) as runner:
        return runner.run(main)


class LoopClock(Clock):
    """Slack's time as the running loop's: it passes by itself."""

    def __init__(self, time_of_loop: Callable[[], float]) -> None:
        super().__init__()
        self._time = time_of_loop
        self._began = time_of_loop()

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return super().__call__() + self._time() - self._began
