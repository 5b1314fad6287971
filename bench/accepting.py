"""Servers that take the same deliveries in turns, and how fast each accepts them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Protocol

from bench.child_server import ChildServer
from bench.row import Row

ROUNDS = 10
AT_ONCE = 50

ACCEPTED = (200, 201)
"""botbuilder says 201, everything else here 200."""


class Answer(Protocol):
    """How a server answered, whatever platform it answers."""

    @property
    def status(self) -> int:
        """Of HTTP; 0 where it did not answer."""

    @property
    def seconds(self) -> float:
        """Until it did, in real time."""

    @property
    def failure(self) -> str:
        """Why it did not."""


Delivering = Callable[[], Awaitable[Answer]]
"""Deliver one thing to the server whose turn it is; it can be done again."""


@dataclass(slots=True)
class Taken:
    """What one server took: deliveries a second of each round, milliseconds of each."""

    speeds: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def beside(self, bare: "Taken", verb: str, kind: str, unit: str) -> list[Row]:
        """The median of the speeds, and how long half of the deliveries and nearly all took at most."""
        points, least = quantiles(self.times, n=100), quantiles(bare.times, n=100)
        return [
            Row(f"{verb}, {kind}", median(self.speeds), unit, median(bare.speeds)),
            Row(f"{verb}, {kind} (p50)", points[49], "ms", least[49]),
            Row(f"{verb}, {kind} (p99)", points[98], "ms", least[98]),
        ]


async def take_turns(
    servers: Mapping[str, ChildServer],
    due: Callable[[int], Sequence[Delivering]],
    point_at: Callable[[str], None],
) -> dict[str, Taken]:
    """Deliver what is due in a round to one server after the other; the others stand still meanwhile.

    Round 0 is for warming up. Raises ValueError if something is not accepted.
    """
    taken = {name: Taken() for name in servers}
    for number in range(1 + ROUNDS):
        batch = due(number)
        for name, server in servers.items():
            with server.turn() as url:
                point_at(url)
                speed, times = await _deliver(batch)
            if number:
                taken[name].speeds.append(speed)
                taken[name].times += times
    return taken


async def _deliver(batch: Sequence[Delivering]) -> tuple[float, list[float]]:
    """Deliveries a second, and the milliseconds of each."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(deliver: Delivering) -> Answer:
        async with places:
            return await deliver()

    began = time.perf_counter()
    answers = await asyncio.gather(*map(one, batch))
    speed = len(batch) / (time.perf_counter() - began)
    refused = [answer.failure or answer.status for answer in answers if answer.status not in ACCEPTED]
    if refused:
        raise ValueError(f"{len(refused)} of {len(batch)} deliveries were not accepted: {refused[0]}")
    return speed, [answer.seconds * 1e3 for answer in answers]
