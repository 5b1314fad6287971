"""The long run: many kills at random moments, and a long time of mixed faults. Writes ``docs/faults.md``."""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.settings import Settings
from tests.faults.kills import Kills
from tests.faults.mixed import Mixed
from tests.faults.redis_again import RedisAgain
from tests.faults.report import PAGE, page
from tests.faults.tally import Tally, tally
from tests.faults.trial import Trial, open_trial
from tests.servers import open_aws, open_redis

SETTLE_SECONDS = 600.0
"""Slack takes a post a second in a channel: what was said in the last minutes is answered after them."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one part."""

    settings: Settings
    redis: RedisAgain


Act = Callable[[Trial, RedisAgain], Awaitable[None]]


@contextmanager
def _stores() -> Iterator[Stores]:
    with pytest.MonkeyPatch.context() as patch, open_aws(patch) as settings, open_redis() as server:
        yield Stores(settings, RedisAgain(server))


async def _part(name: str, act: Act) -> Tally:
    """One part, with everything of its own; its history stays where it is said to be if it was not good."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    with _stores() as stores:
        async with open_trial(folder, stores.settings, stores.redis.port) as trial:
            trial.settle_seconds = SETTLE_SECONDS
            await act(trial, stores.redis)
            await trial.end()
            done = tally(name, trial.history.records)
    _tell(
        f"{name}: {done.events} events, {done.faults.total()} faults, {done.lost} lost, {done.doubled} twice"
    )
    if done.broken:
        _tell(f"what happened is in {folder}")
    return done


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


async def _soak(kills: int, seconds: float, seed: int) -> list[Tally]:
    async def killed(trial: Trial, _: RedisAgain) -> None:
        await Kills(trial, random.Random(seed)).run(kills)

    async def mixed(trial: Trial, redis: RedisAgain) -> None:
        await Mixed(trial, random.Random(seed + 1), redis.stop, redis.start).run(seconds)

    return [await _part("kills at random moments", killed), await _part("mixed faults", mixed)]


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    chosen = parser.parse_args()
    tallies = asyncio.run(_soak(chosen.kills, chosen.seconds, chosen.seed))
    words = f"{chosen.kills} kills and {chosen.seconds / 60:g} minutes of mixed faults"
    PAGE.write_text(page(tallies, chosen.seed, words), encoding="utf-8")
    return 1 if any(each.broken for each in tallies) else 0


if __name__ == "__main__":
    sys.exit(_main())
