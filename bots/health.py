"""How the service is: every part tried by using it, for a bounded time, and not at every request."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog

logger = structlog.get_logger()

PROBE_SECONDS = 2.0
"""The longest that anybody waits for a part."""

FRESH_SECONDS = 5.0
"""How long a report is good: asking often costs nothing, whoever asks."""


class Status(StrEnum):
    """``degraded``: something is missing, and people are still served."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Unwell(Exception):  # noqa: N818 - it says what was found
    """What a probe raises to tell in its own sentence what it found. It is shown to strangers."""

    def __init__(self, sentence: str, status: Status = Status.DEGRADED) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Probe:
    """``look`` uses the part and gives one sentence.

    Where it raises, ``trouble`` is said without the reason, for a stranger reads it; ``worst`` is what the
    service is then.
    """

    name: str
    look: Callable[[], Awaitable[str]]
    trouble: str
    worst: Status = Status.DEGRADED


@dataclass(frozen=True, slots=True)
class Component:
    """How one part is; ``seconds`` is how long looking took."""

    name: str
    status: Status
    seconds: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All parts at one moment."""

    components: tuple[Component, ...]

    @property
    def status(self) -> Status:
        """The worst of them."""
        return max((each.status for each in self.components), key=list(Status).index, default=Status.OK)

    def document(self) -> dict[str, Any]:
        """As JSON: the status, and each component's status, milliseconds and sentence."""
        return {
            "status": self.status,
            "components": {
                each.name: {
                    "status": each.status,
                    "milliseconds": round(each.seconds * 1000, 1),
                    "says": each.sentence,
                }
                for each in self.components
            },
        }


class Health:
    """Looks at all parts at once. A part that hangs is waited for in one place, however often it is asked."""

    def __init__(self, probes: Sequence[Probe], clock: Callable[[], float] = time.monotonic) -> None:
        self._probes = probes
        self._clock = clock
        self._lock = asyncio.Lock()
        self._report = Report(())
        self._fresh_until = float("-inf")
        self._looking: dict[str, asyncio.Future[str]] = {}
        self._stopping = False

    def stop(self) -> None:
        """Be down from now on, because the process is about to end."""
        self._stopping = True

    async def report(self) -> Report:
        """How the parts are, or were a few seconds ago."""
        if self._stopping:
            return Report((Component("service", Status.DOWN, 0.0, "It is stopping and takes nothing new."),))
        async with self._lock:
            if self._clock() >= self._fresh_until:
                before = {each.name: each.status for each in self._report.components}
                self._report = Report(tuple(await asyncio.gather(*map(self._component, self._probes))))
                self._fresh_until = self._clock() + FRESH_SECONDS
                self._log_changes(before)
            return self._report

    async def _component(self, probe: Probe) -> Component:
        began = time.monotonic()
        if probe.name not in self._looking:
            self._looking[probe.name] = asyncio.ensure_future(probe.look())
        looking = self._looking[probe.name]
        done, _ = await asyncio.wait([looking], timeout=PROBE_SECONDS)
        status, sentence = probe.worst, f"{probe.trouble} It does not answer in time."
        if done:
            del self._looking[probe.name]
            status, sentence = _found(probe, looking)
        return Component(probe.name, status, time.monotonic() - began, sentence)

    def _log_changes(self, before: dict[str, Status]) -> None:
        for each in self._report.components:
            if before.get(each.name, Status.OK) is not each.status:
                logger.warning("health_changed", component=each.name, status=each.status)


def _found(probe: Probe, looked: "asyncio.Future[str]") -> tuple[Status, str]:
    """What came of a look that is over."""
    try:
        return Status.OK, looked.result()
    except Unwell as unwell:
        return unwell.status, str(unwell)
    except Exception as error:  # noqa: BLE001 - whatever it is, the part does not work
        logger.info("probe_failed", component=probe.name, reason=f"{type(error).__name__}: {error}"[:300])
        return probe.worst, probe.trouble
