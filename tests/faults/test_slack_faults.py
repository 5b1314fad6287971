"""What Slack does to a bot: it limits, it fails, it loses answers."""

import time
from pathlib import Path

from tests.faults.checker import Seen
from tests.faults.trial import Event, Trial, open_trial

WAIT = 4
"""Seconds that Slack wants the bot to wait in one channel."""


async def test_limits_failures_and_lost_answers_cost_nothing(tmp_path: Path) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        await _a_limited_channel_holds_up_no_other(trial)
        await _a_failure_is_tried_again(trial)
        await _an_answer_that_was_lost_is_not_posted_again(trial)
        assert await trial.end() == []


async def _a_limited_channel_holds_up_no_other(trial: Trial) -> None:
    limited, other = await trial.say(), await trial.say()
    assert limited.act != other.act
    channel = limited.thread.partition("/")[0]
    trial.history.note("fault", name="Slack 429")
    trial.slack.fail("chat.postMessage", channel=channel, status=429, retry_after=WAIT, times=1)
    began = time.monotonic()
    held, free = await trial.say(after=limited), await trial.say(after=other)
    await trial.seen(free, free.reply)
    assert not Seen(trial.history.records).standing(held.thread, held.reply)
    await trial.seen(held, held.reply)
    assert time.monotonic() - began >= WAIT


async def _a_failure_is_tried_again(trial: Trial) -> None:
    for status in (500, 503):
        event = await _struck(trial, f"Slack {status}", status=status)
        await trial.seen(event, event.reply)


async def _an_answer_that_was_lost_is_not_posted_again(trial: Trial) -> None:
    for when in ("before", "after"):
        event = await _struck(trial, f"Slack reset {when}", reset=when)
        await trial.seen(event, event.reply)


async def _struck(trial: Trial, name: str, **fault: object) -> Event:
    """An event whose answer, not its progress card, meets a fault."""
    trial.hold()
    event = await trial.say()
    await trial.until_begun(event, "book")
    trial.history.note("fault", name=name)
    trial.slack.fail("chat.postMessage", channel=event.thread.partition("/")[0], times=2, **fault)  # type: ignore[arg-type]
    trial.let_go()
    return event
