"""A question that nobody answers is asked once more, and then not any more."""

import asyncio
from pathlib import Path
from time import time

import pytest

from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.surface import MessageRef
from core.errors import PlaceGone
from core.runs.run import Run, RunState
from tests.adapters.web.browser import open_browser
from tests.house import House, open_house
from tests.sample_workflows import asking, write_deployer, write_greeter

HOUR, DAY = 3600.0, 86_400.0
ASK = "report the partition skew of SALES"


def reminders(house: House, run: Run) -> list[str]:
    return [post for post in house.posts(run) if "Still open: Are you sure?" in post]


async def asked(tmp_path: Path, house: House) -> Run:
    waiting = await house.ask(ASK)
    assert waiting.state is RunState.WAITING
    return waiting


async def test_it_is_reminded_of_once_whoever_looks_and_after_a_restart(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        await house.service.patience.tick(time() + 23 * HOUR)
        assert not reminders(house, waiting)
        ticks = (house.service.patience.tick(time() + 25 * HOUR) for _ in range(3))
        await asyncio.gather(*ticks)
        assert len(reminders(house, waiting)) == 1
    async with open_house(tmp_path) as house:
        await house.service.patience.tick(time() + 3 * DAY)
        assert len(reminders(house, waiting)) == 1
        answered = await house.ask("yes", thread=waiting.thread)
        assert (answered.run_id, answered.state) == (waiting.run_id, RunState.ANSWERED)


async def test_a_reminder_that_could_not_be_posted_is_posted_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        assert waiting.thread is not None
        surface = house.door.open(waiting.thread)

        async def fails(card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
            raise ConnectionError

        with monkeypatch.context() as broken:
            broken.setattr(surface, "say", fails)
            await house.service.patience.tick(time() + 25 * HOUR)
        await house.service.patience.tick(time() + 25 * HOUR + 60)
        assert not reminders(house, waiting)
        await house.service.patience.tick(time() + 26 * HOUR)
        assert len(reminders(house, waiting)) == 1


async def test_where_nothing_can_be_posted_any_more_nobody_is_reminded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        assert waiting.thread is not None
        tries: list[str] = []

        async def gone(card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
            tries.append(key)
            raise PlaceGone("gone")

        monkeypatch.setattr(house.door.open(waiting.thread), "say", gone)
        for hours in (25, 26, 27):
            await house.service.patience.tick(time() + hours * HOUR)
        assert len(tries) == 1


async def test_after_some_days_it_ends_politely_and_once(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path, dataops_question_days=3) as house:
        waiting = await asked(tmp_path, house)
        await house.service.patience.tick(time() + 2 * DAY)
        ticks = (house.service.patience.tick(time() + 3 * DAY + 60) for _ in range(3))
        await asyncio.gather(*ticks)
        ended = await house.service.engine.finish(waiting.run_id)
        assert ended.state is RunState.EXPIRED
        told = [post for post in house.posts(waiting) if "Nobody answered within 3 days" in post]
        assert len(told) == 1
        assert "ask again when you need it" in told[0]
        late = await house.ask("yes", thread=waiting.thread)
        assert late.run_id != waiting.run_id
        assert len(reminders(house, waiting)) == 1
        listed = await house.ask("/dataops runs")
        assert listed.outcome is not None
        assert listed.outcome.response is not None
        assert "ended, because nobody answered" in str(listed.outcome.response.result)


async def test_a_question_that_ended_while_the_process_died_is_told_by_the_next_one(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        await house.service.patience.tick(time() + 8 * DAY)
    async with open_house(tmp_path) as house:
        (ended,) = await house.service.engine.recover()
        assert (ended.run_id, ended.state) == (waiting.run_id, RunState.EXPIRED)
        assert sum("Nobody answered within 7 days" in post for post in house.posts(waiting)) == 1


async def test_what_ended_can_be_tried_again(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        await house.service.patience.tick(time() + 8 * DAY)
        await house.service.engine.finish(waiting.run_id)
        again = await house.ask("/dataops retry", thread=waiting.thread)
        assert again.state is RunState.WAITING


async def test_places_of_doors_that_are_not_open_here_are_left_alone(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        patience = house.service.database
        patience.write("UPDATE runs SET inbound = json_set(inbound, '$.channel.platform', 'slack')")
        await house.service.patience.tick(time() + 8 * DAY)
        assert waiting.thread is not None
        assert house.service.records.questions.open_in(waiting.thread) != []


async def test_the_question_and_its_reminder_keep_no_button(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("/dataops partition-skew")
        await browser.until(thread, "Are you sure?")
        await settled(browser.service.records.runs.unfinished)
        await browser.service.patience.tick(time() + 25 * HOUR)
        page = await browser.until(thread, "Still open: Are you sure?")
        assert page.count(">yes<") == 2
        await browser.service.patience.tick(time() + 8 * DAY)
        page = await browser.until(thread, "ask again when you need it")
        assert page.count("Not asked any more: nobody answered within 7 days.") == 2
        assert ">yes<" not in page
        assert ">Try again<" in page


async def test_an_approval_keeps_who_agreed_when_it_ends(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2, hours=8")
    async with open_browser(tmp_path) as browser:
        await browser.become("developer")
        thread = await browser.say("/dataops deployer")
        page = await browser.until(thread, "Approval needed")
        await browser.become("admin")
        await browser.say("approve", thread)
        await browser.until(thread, "Noted: 1 of 2 approved.")
        await settled(browser.service.records.runs.unfinished)
        await browser.service.patience.tick(time() + 5 * HOUR)
        page = await browser.until(thread, "Still open: Approval needed")
        assert page.count(">Approve<") == 2
        assert page.count("1 of 2: admin") == 2
        await browser.service.patience.tick(time() + 9 * HOUR)
        page = await browser.until(thread, "ask again when you need it")
        assert page.count("Not asked any more: not approved within 8 hours (1 of 2: admin).") == 2
        assert ">Approve<" not in page


async def test_another_message_hears_once_that_the_question_is_open(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        for text, user in (("hm", "developer"), ("hm", "admin"), ("hm", "admin")):
            await house.ask(text, thread=waiting.thread, user=user)
        posts = house.posts(waiting)
        mentioning = [number for number, post in enumerate(posts) if "is still open: Are you sure?" in post]
        assert len(mentioning) == 1
        assert "outside of what I can help" in posts[mentioning[0]]
        assert (await house.ask("yes", thread=waiting.thread)).run_id == waiting.run_id


async def test_a_question_of_another_thread_is_mentioned_once_and_not_quoted(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await asked(tmp_path, house)
        others = [await house.ask("hm", user=user) for user in ("developer", "admin", "admin")]
        said = [
            "A question of mine waits for you in another thread" in str(house.posts(each)) for each in others
        ]
        assert said == [False, True, False]
        assert not [each for each in others if "Are you sure" in str(house.posts(each))]
        assert (await house.ask("yes", thread=waiting.thread)).run_id == waiting.run_id


async def settled(unfinished: object) -> None:
    assert callable(unfinished)
    async with asyncio.timeout(20):
        while await asyncio.to_thread(unfinished):
            await asyncio.sleep(0)
