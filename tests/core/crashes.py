"""Parts of a process that dies at a chosen step, for tests of what is found afterwards."""

from typing import Any


class Crash(BaseException):
    """The process is gone; nothing may catch it."""


class Steps:
    """Counts what the parts are asked; dies before it does what was chosen (0: never)."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Crash

    def part(self, real: Any) -> Any:
        """The part as it is, until the step comes."""
        return _Part(real, self)


class _Part:
    def __init__(self, real: Any, steps: Steps) -> None:
        self._real = real
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(*arguments: Any) -> Any:
            self._steps.step()
            return method(*arguments)

        return call
