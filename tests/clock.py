"""Time that stands still until a test moves it."""

import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Seconds; callable, as what is tested takes its clock."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds
