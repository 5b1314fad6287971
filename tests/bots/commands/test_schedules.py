"""What is asked by itself is asked in time, once, with the rights of whoever wanted it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.desk import open_desk
from bots.schedule_clock import ask_what_is_due
from core.runs.run import Run, RunState
from core.runs.schedule import Schedule, check_times, times
from core.runs.schedule_book import LATE, ScheduleBook
from tests.house import CHANNEL, House, inbound, open_house

SAID = "/dataops schedule every weekday at 6 Europe/Berlin what can you do?"


def told(house: House, run: Run) -> str:
    return house.posts(run)[-1]


async def let_pass(house: House, moment: datetime) -> list[str]:
    """Look at the schedules at a moment; the states of the runs that came of it."""
    book = ScheduleBook(house.service.database, clock=moment.timestamp)
    await ask_what_is_due(book, open_desk(house.service), house.service.doors.__contains__)
    rows = house.service.database.read("SELECT run_id FROM runs WHERE inbound ->> '$.id' LIKE 'schedule:%'")
    return [(await house.service.engine.finish(row["run_id"])).state for row in rows]


def only(house: House) -> Schedule:
    (schedule,) = house.service.records.schedules.of_channel(str(CHANNEL))
    return schedule


async def test_a_question_is_asked_in_time_and_once(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        made = await house.ask(SAID)
        assert "At 06:00 on Monday through Friday (Europe/Berlin)" in told(house, made)
        first = only(house).next_at
        assert await let_pass(house, first - timedelta(seconds=1)) == []
        assert await let_pass(house, first) == [RunState.ANSWERED]
        assert await let_pass(house, first) == [RunState.ANSWERED]
        assert only(house).next_at > first
        assert "I help data-engineering teams" in "\n".join(house.printed)


async def test_two_looks_at_once_ask_once(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask(SAID)
        first = only(house).next_at
        await asyncio.gather(*(let_pass(house, first) for _ in range(5)))
        assert len(await let_pass(house, first)) == 1


async def test_it_is_asked_with_the_rights_of_that_moment(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask("/dataops admin grant mira developer")
        await house.ask(SAID, user="mira")
        await house.ask("/dataops admin revoke mira developer")
        assert await let_pass(house, only(house).next_at) == [RunState.REFUSED]


async def test_what_nobody_could_ask_in_time_is_asked_later_but_not_too_late(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask(SAID)
        first = only(house).next_at
        assert await let_pass(house, first + LATE) == [RunState.ANSWERED]
        second = only(house).next_at
        assert len(await let_pass(house, second + LATE + timedelta(seconds=1))) == 1
        assert only(house).next_at > second


async def test_schedules_are_listed_and_ended_by_their_owner_or_an_admin(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert "Nothing is asked here" in told(house, await house.ask("/dataops schedules"))
        await house.ask(SAID, user="developer")
        listed = told(house, await house.ask("/dataops schedules"))
        ended = f"/dataops unschedule {only(house).schedule_id}"
        assert only(house).schedule_id in listed
        assert "`what can you do?`" in listed
        assert (await house.ask(ended, user="user")).state is RunState.REFUSED
        assert "It is asked no more" in told(house, await house.ask(ended))
        assert "an id of /dataops schedules" in told(house, await house.ask(ended))
        await house.ask(SAID, user="developer")
        own = f"/dataops unschedule {only(house).schedule_id}"
        assert (await house.ask(own, user="developer")).state is RunState.ANSWERED


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("/dataops schedule", "every weekday at 6:30"),
        ("/dataops schedule every day at 6", "every weekday at 6:30"),
        ("/dataops schedule '*/5 * * * *' what can you do?", "every 15 minutes at most"),
        ("/dataops schedule '61 * * * *' what can you do?", "is no time"),
        ("/dataops schedule '0 0 30 2 *' what can you do?", "is no time"),
    ],
)
async def test_what_cannot_be_is_said(tmp_path: Path, said: str, sentence: str) -> None:
    async with open_house(tmp_path) as house:
        assert sentence in told(house, await house.ask(said))
        assert not house.service.records.schedules.of_channel(str(CHANNEL))


async def test_it_takes_a_right_to_schedule(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert (await house.ask(SAID, user="user")).state is RunState.REFUSED


def test_times_follow_the_clock_of_their_zone() -> None:
    spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
    coming = times("30 6 * * *", "Europe/Berlin", spring)
    assert [next(coming).strftime("%m-%d %H:%M") for _ in range(2)] == ["03-29 04:30", "03-30 04:30"]
    winter = times("30 6 * * *", "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC))
    assert next(winter).strftime("%H:%M") == "05:30"


def test_every_quarter_of_an_hour_is_not_too_often() -> None:
    check_times("*/15 * * * *", "UTC")
    with pytest.raises(ValueError, match="15 minutes"):
        check_times("0,10 6 * * *", "UTC")


async def test_a_schedule_is_for_its_own_channel(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask(SAID)
        message = inbound("/dataops schedules").model_copy(
            update={"channel": CHANNEL.model_copy(update={"channel": "elsewhere"})}
        )
        await house.ask("/dataops admin bind console:local:elsewhere *")
        receipt = house.service.inbox.receive(message, house.service.lease)
        run = await house.service.engine.finish(receipt.run_id)
        assert run.outcome is not None
        assert run.outcome.response is not None
        assert "Nothing is asked here" in str(run.outcome.response.result)
