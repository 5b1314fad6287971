"""The calls that the app made."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Found = TypeVar("Found")


@dataclass
class Made:
    """One call: ``at`` by the clock of the fake; in the end ``outcome`` is ``ok``, an error or a reset."""

    method: str
    args: dict[str, Any]
    at: float
    token: str
    channel: str | None
    outcome: str = ""


@dataclass
class CallLog:
    """Every call in the order it came."""

    made: list[Made] = field(default_factory=list)
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def calls(self, method: str | None = None, channel: str | None = None) -> list[Made]:
        """The calls of a method, or about a channel, or all."""
        return [
            call for call in self.made if method in (None, call.method) and channel in (None, call.channel)
        ]

    def begin(self, made: Made) -> Made:
        self.made.append(made)
        return made

    def end(self, made: Made, outcome: str) -> None:
        """Note how a call ended, and wake those who wait for something."""
        made.outcome = outcome
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    async def until(self, look: Callable[[], Found], *, within: float = 10.0) -> Found:
        """What a look finds, looking again after every call of the app; TimeoutError if it never finds."""
        async with asyncio.timeout(within):
            while not (found := look()):
                waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(waiting)
                await waiting
        return found
