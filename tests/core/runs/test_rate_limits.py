"""Nobody keeps everybody else waiting by asking without end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.runs.rate_limits import RateLimits, Rates
from core.runs.run import Run
from tests.core.runs.runs import Runs, open_runs
from tests.house import CHANNEL, inbound

ELSEWHERE = CHANNEL.model_copy(update={"channel": "elsewhere"})
ABROAD = ChannelRef(platform="console", tenant="abroad", channel="console")


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    opened = open_runs(tmp_path)
    yield opened
    opened.database.close()


def came(runs: Runs, user: str = "admin", channel: ChannelRef = CHANNEL, **changed: object) -> Run:
    """A message of somebody, somewhere."""
    message = inbound("x", user=user).model_copy(update={"channel": channel, **changed})
    run = runs.store.get(runs.inbox.receive(message).run_id)
    assert run is not None
    return run


def limited(runs: Runs, run: Run, **rates: int) -> str:
    """What is said to a run; nothing if it is let through."""
    usual = {"person": 100, "channel": 100, "workspace": 100}
    try:
        RateLimits(runs.database, Rates(**(usual | rates)), runs.clock).check(run)
    except UserFacingError as error:
        return str(error)
    return ""


def test_a_person_is_told_when_to_ask_again(runs: Runs) -> None:
    for _ in range(2):
        assert not limited(runs, came(runs), person=2)
        runs.clock.now += 10
    third = came(runs)
    assert limited(runs, third, person=2) == (
        "You have asked me 2 times within a minute, which is as much as I take; try again in 50 s."
    )
    runs.clock.now += 5
    assert "in 45 s" in limited(runs, third, person=2)
    runs.clock.now += 45.1
    assert not limited(runs, came(runs), person=2)


def test_each_person_has_a_share_of_their_own_but_not_of_the_channel(runs: Runs) -> None:
    came(runs, "ada")
    other = came(runs, "ben")
    assert not limited(runs, other, person=1)
    assert limited(runs, other, channel=1).startswith("I was asked in this channel 1 times")
    away = came(runs, "cyd", ELSEWHERE)
    assert not limited(runs, away, channel=1)
    assert limited(runs, away, workspace=2).startswith("I was asked by everybody together 2 times")
    assert not limited(runs, came(runs, "dan", ABROAD), workspace=1)


def test_buttons_do_not_count(runs: Runs) -> None:
    came(runs, kind="action", action="steps", value="run_1")
    assert not limited(runs, came(runs), person=1)


def test_what_came_later_does_not_count(runs: Runs) -> None:
    first = came(runs)
    came(runs)
    assert not limited(runs, first, person=1)
