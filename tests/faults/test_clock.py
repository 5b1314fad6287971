"""The machine's clock jumps by an hour, forward and back."""

import asyncio
from pathlib import Path

import pytest

from tests.adapters.slack.workspace import Act
from tests.faults.trial import LEASE_SECONDS, open_trial

HOUR = 3600.0


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
async def test_work_that_a_jump_falls_into_is_done_once(tmp_path: Path, jump: float) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        trial.hold()
        working = await trial.say()
        await trial.until_begun(working, "book")
        trial.turn_clock(jump)
        waiting = await trial.say(after=working)
        await asyncio.sleep(2 * LEASE_SECONDS)  # long enough for whoever believes that a lease is over
        trial.let_go()
        await trial.seen(waiting, waiting.reply)
        after = await trial.say()
        await trial.seen(after, after.reply)
        assert isinstance(working.act, Act)
        for delivery in working.act.deliveries:  # Slack delivers again what it believes to be unanswered
            await trial.slack.redeliver(delivery, retry_num=3)
        await trial.restart()
        assert await trial.end() == []
        assert trial.steps.count(f"{working.name} book") == 1
