"""How long a workflow takes, and how often it fails."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

Attempt = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that came to no sound answer: its place among the inputs (from 0), and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class PerformanceReport:
    """``seconds`` of each run that came to a sound answer, in their order; ``failures`` are the others.

    The figures are over ``seconds``, and 0.0 where there are none.
    """

    seconds: tuple[float, ...]
    failures: tuple[Failure, ...]

    @property
    def count(self) -> int:
        """How many inputs there were."""
        return len(self.seconds) + len(self.failures)

    @property
    def mean(self) -> float:
        """The average."""
        return fmean(self.seconds) if self.seconds else 0.0

    @property
    def median(self) -> float:
        """As long as half of the runs took at most."""
        return median(self.seconds) if self.seconds else 0.0

    @property
    def p95(self) -> float:
        """As long as 95 of 100 runs took at most: one of the measured values (nearest rank)."""
        ranked = sorted(self.seconds)
        return ranked[-(-len(ranked) * 95 // 100) - 1] if ranked else 0.0

    @property
    def max(self) -> float:
        """The longest."""
        return max(self.seconds, default=0.0)

    def __str__(self) -> str:
        figures = (
            f"mean {self.mean:.4f} s, median {self.median:.4f} s, p95 {self.p95:.4f} s, max {self.max:.4f} s"
        )
        return f"{self.count} runs, {len(self.failures)} failed: {figures}"


async def measured(
    attempt: Attempt, inputs: Sequence[dict[str, Any]], clock: Callable[[], float] = time.perf_counter
) -> PerformanceReport:
    """Make an attempt with each input, one after the other; one that raises has failed."""
    seconds, failures = list[float](), list[Failure]()
    for number, given in enumerate(inputs):
        began = clock()
        try:
            await attempt(given)
        except Exception as error:  # noqa: BLE001 - workflows raise what they like; the report says what
            failures.append(Failure(number, f"{type(error).__name__}: {error}"))
        else:
            seconds.append(clock() - began)
    return PerformanceReport(tuple(seconds), tuple(failures))
