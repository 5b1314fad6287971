"""An event loop of whose time nothing is waited for."""

import asyncio
import selectors


class Jumping(selectors.DefaultSelector):
    """Does not wait: the time that it would have waited has passed, and a little that work always takes."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.passed += (timeout or 0.0) + 1e-6
        return super().select(0 if timeout is not None else None)


class JumpingLoop(asyncio.SelectorEventLoop):
    """For work that only sleeps and waits for itself."""

    def __init__(self) -> None:
        self._jumping = Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed
