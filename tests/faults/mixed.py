"""Faults of every kind, one after the other and across each other, while people go on speaking."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.adapters.slack.workspace import Act
from tests.faults.proxy import Trouble, to
from tests.faults.talk import Talk
from tests.faults.trial import Event, Trial

PAUSE_SECONDS = 2.0
"""Between two faults."""

SAID_SECONDS = 1.2
"""Between two events: Slack lets a bot post once a second in a channel."""

FROZEN_SECONDS = 3.0
"""Longer than a lease."""

SLOW_DOWN = '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>'
THROTTLED = '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'

Fault = Callable[[], Awaitable[None]]


@dataclass
class Mixed:
    """``moments`` say what happens when; ``stop_redis`` and ``start_redis`` bring an empty one back."""

    trial: Trial
    moments: random.Random
    stop_redis: Callable[[], None]
    start_redis: Callable[[], None]
    talk: Talk = field(init=False)
    _acknowledging: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.talk = Talk(self.trial, self.moments)

    async def run(self, seconds: float) -> None:
        """Faults for so long; afterwards everything is well again, and every question is answered."""
        await self.trial.start()
        talking = asyncio.create_task(self._talk())
        ends = time.monotonic() + seconds
        faults = self._shuffled()
        while time.monotonic() < ends:
            fault = faults.pop()
            faults = faults or self._shuffled()
            self.trial.history.note("fault", name=_name(fault))
            await fault()
            await asyncio.sleep(self.moments.uniform(0, PAUSE_SECONDS))
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        self._heal()
        await asyncio.gather(*self._acknowledging)
        await self.talk.answer_all()

    def _shuffled(self) -> list[Fault]:
        """Every fault once, in some order."""
        faults: list[Fault] = [
            self._killed,
            self._frozen,
            self._redis_empty,
            self._dynamodb_throttles,
            self._s3_503,
            self._s3_hangs,
            self._a_store_is_cut_off,
            self._a_store_is_slow,
            self._slack_429,
            self._slack_500,
            self._slack_reset,
            self._teams_429,
            self._teams_503,
            self._delivered_again,
            self._edited,
        ]
        self.moments.shuffle(faults)
        return faults

    async def _talk(self) -> None:
        """Somebody says something every now and then, and what is not acknowledged comes again."""
        while True:
            task = asyncio.create_task(self._say())
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)
            await asyncio.sleep(self.moments.uniform(0, 2 * SAID_SECONDS))

    async def _say(self) -> None:
        await self.trial.until_acknowledged(await self.talk.something())

    async def _killed(self) -> None:
        await self.trial.kill()
        await self.trial.start()

    async def _frozen(self) -> None:
        os.kill(self.trial.served.pid, signal.SIGSTOP)
        await asyncio.sleep(FROZEN_SECONDS)
        os.kill(self.trial.served.pid, signal.SIGCONT)

    async def _redis_empty(self) -> None:
        await asyncio.to_thread(self.stop_redis)
        await asyncio.sleep(self.moments.uniform(0, PAUSE_SECONDS))
        await asyncio.to_thread(self.start_redis)

    async def _dynamodb_throttles(self) -> None:
        self._trouble(Trouble(to("dynamodb"), times=self.moments.randint(1, 12), status=400, body=THROTTLED))

    async def _s3_503(self) -> None:
        self._trouble(Trouble(to("s3"), times=self.moments.randint(1, 8), body=SLOW_DOWN))

    async def _s3_hangs(self) -> None:
        self._trouble(Trouble(to("s3", "PUT"), "hang", times=1, seconds=20))

    async def _a_store_is_cut_off(self) -> None:
        for service in (to("s3"), to("dynamodb")):
            self._trouble(Trouble(service, "cut", times=self.moments.randint(1, 3)))

    async def _a_store_is_slow(self) -> None:
        self._trouble(Trouble(to("dynamodb"), "delay", times=10, seconds=self.moments.uniform(0.1, 1)))

    async def _slack_429(self) -> None:
        self.trial.slack.fail("chat.postMessage", status=429, retry_after=2, times=2)

    async def _slack_500(self) -> None:
        self.trial.slack.fail("chat.postMessage", status=500, times=2)
        self.trial.slack.fail("chat.update", status=500, times=2)

    async def _slack_reset(self) -> None:
        self.trial.slack.fail("chat.postMessage", reset="after", times=1)
        self.trial.slack.fail("chat.postMessage", reset="before", times=1)

    async def _teams_429(self) -> None:
        for method in ("send", "reply"):
            self.trial.teams.fail(method, status=429, retry_after=1, times=2)

    async def _teams_503(self) -> None:
        for method in ("send", "reply", "update"):
            self.trial.teams.fail(method, status=503, times=2)

    async def _delivered_again(self) -> None:
        for event in self._in_slack():
            assert isinstance(event.act, Act)
            copies = [each for each in event.act.deliveries for _ in range(5)]
            await asyncio.gather(*(self.trial.slack.redeliver(each, retry_num=2) for each in copies))

    async def _edited(self) -> None:
        for event in self._in_slack():
            assert isinstance(event.act, Act)
            await self.trial.slack.edit(event.act, "never mind")

    def _in_slack(self) -> list[Event]:
        """The event that was said last in Slack."""
        said = [each for each in self.talk.said if each.door == "slack" and each.acknowledged]
        return said[-1:]

    def _trouble(self, trouble: Trouble) -> None:
        assert self.trial.proxy is not None
        self.trial.proxy.trouble(trouble)

    def _heal(self) -> None:
        assert self.trial.proxy is not None
        self.trial.proxy.heal()
        self.trial.slack.heal()
        self.trial.teams.heal()


def _name(fault: Fault) -> str:
    """What the report calls a fault."""
    return str(getattr(fault, "__name__", "")).strip("_").replace("_", " ")
