"""Nothing can be written any more: nothing is acknowledged then, and nothing is broken afterwards."""

import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp

from tests.faults.trial import Trial, open_trial

NOTHING, ANYTHING = 0, resource.RLIM_INFINITY
"""Bytes that a file of the process may have: none is what a full disk comes to, for whoever writes."""


async def test_what_cannot_be_written_down_is_not_acknowledged(tmp_path: Path) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        before = await trial.say()
        await trial.seen(before, before.reply)
        trial.hold()
        working = await trial.say()
        await trial.until_begun(working, "book")
        _limit(trial, NOTHING)
        refused = await trial.say()
        assert not refused.acknowledged
        assert await _ready(trial) == 503
        trial.let_go()
        assert trial.served.is_running
        _limit(trial, ANYTHING)
        await trial.until_acknowledged(refused)
        after = await trial.say(after=before)
        await trial.seen(after, after.reply)
        assert await trial.end() == []
        with closing(sqlite3.connect(trial.served.home / "dataops.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _limit(trial: Trial, size: int) -> None:
    trial.history.note("fault", name="full disk" if size == NOTHING else "room again")
    resource.prlimit(trial.served.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


async def _ready(trial: Trial) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{trial.served.address}/health/ready") as answer,
    ):
        return answer.status
