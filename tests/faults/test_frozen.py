"""A process that was frozen wakes up beside its successor."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.trial import LEASE_SECONDS, open_trial


async def test_while_it_is_frozen_nobody_takes_its_place_by_mistake(tmp_path: Path) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        trial.hold()
        event = await trial.say()
        await trial.until_begun(event, "book")
        os.kill(trial.served.pid, signal.SIGSTOP)
        trial.history.note("fault", name="freeze")
        second = replace(trial.served, address="", _process=None)
        with pytest.raises(AssertionError, match="Another process serves"):
            await asyncio.to_thread(second.start)
        second.kill()
        trial.let_go()
        os.kill(trial.served.pid, signal.SIGCONT)
        await trial.seen(event, event.reply)
        assert await trial.end() == []


async def test_one_that_was_overtaken_writes_and_posts_nothing(tmp_path: Path) -> None:
    """Where the lock does not hold, as on some network file systems, the leases still do."""
    async with open_trial(tmp_path) as trial:
        await trial.start()
        trial.hold()
        event = await trial.say()
        await trial.until_begun(event, "book")
        frozen = trial.served
        os.kill(frozen.pid, signal.SIGSTOP)
        trial.history.note("fault", name="freeze")
        (frozen.home / "serving").unlink()
        trial.served = replace(frozen, address="", _process=None)
        await trial.start()
        trial.let_go()
        await trial.seen(event, event.reply)
        os.kill(frozen.pid, signal.SIGCONT)
        try:
            later = await trial.say(after=event)
            await trial.seen(later, later.reply)
            await asyncio.sleep(2 * LEASE_SECONDS)  # whatever it still wants to do, it does by now
            assert frozen.is_running
        finally:
            frozen.kill()
        assert await trial.end() == []
