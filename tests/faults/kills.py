"""Killing a service at random moments while people speak to it."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults.talk import Talk
from tests.faults.trial import Event, Trial

LONGEST_SECONDS = 2.5
"""Until it is killed: starting, taking in, working, answering and handing files over fall into that."""

IN_A_ROW = 3
"""Kills after which it may come to rest: a run that takes its process down five times is given up."""

REST_SECONDS = 60.0


@dataclass
class Kills:
    """Kills a trial's service at moments that a seed gives."""

    trial: Trial
    moments: random.Random
    talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        self.talk = Talk(self.trial, self.moments)

    async def run(self, count: int) -> None:
        """So many kills, each while something is said; what was not acknowledged comes again."""
        await self.trial.start()
        for number in range(count):
            await self._once()
            if number % IN_A_ROW == IN_A_ROW - 1:
                await self.talk.answer_what_is_asked()
                await self.trial.rest(REST_SECONDS)
        await self.talk.answer_all()

    async def _once(self) -> None:
        said = [asyncio.create_task(self.talk.something()) for _ in range(self.moments.randint(1, 3))]
        await asyncio.sleep(self.moments.uniform(0, LONGEST_SECONDS))
        await self.trial.kill()
        events: Sequence[Event] = await asyncio.gather(*said)
        await self.trial.start()
        await asyncio.gather(*map(self.trial.until_acknowledged, events))
