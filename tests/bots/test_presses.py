"""Buttons on the bot's own posts: stop this, try this again."""

import asyncio
import re
from pathlib import Path

import pytest

from core.runs.run import RunState
from tests.adapters.web.browser import Browser, open_browser, text_of
from tests.sample_workflows import asking, gate, write_greeter

ASK = "/dataops partition-skew"


async def press(browser: Browser, thread: str, page: str, label: str) -> None:
    """Press the last button with this label."""
    action, value = re.findall(
        rf'name="action" value="([^"]+)">\s*<button name="value" value="([^"]+)" [^>]*>{label}<', page
    )[-1]
    status, answer = await browser.post(f"{thread}/press", await browser.form(action=action, value=value))
    assert status == 200, answer


def states(browser: Browser) -> list[str]:
    rows = browser.service.database.read(
        "SELECT state FROM runs WHERE inbound NOT LIKE '%\"cancel\"%' ORDER BY position"
    )
    return [row["state"] for row in rows]


async def settled(browser: Browser, expected: list[RunState]) -> None:
    """Wait until the runs (but those of cancelling) have come to these states."""
    async with asyncio.timeout(20):
        while states(browser) != expected:
            await asyncio.sleep(0.01)


async def test_running_work_is_cancelled_and_tried_again(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        await press(browser, thread, await browser.until(thread, "Greet"), "Cancel")
        page = await browser.until(thread, "Cancelled.")
        assert ">Cancel<" not in page
        assert "That run has ended" not in page
        opened.touch()
        await press(browser, thread, page, "Try again")
        page = await browser.until(thread, "Partition report for")
        assert ">Try again<" not in page
        await settled(browser, [RunState.CANCELLED, RunState.ANSWERED])
        assert page.count('class="post said"') == 1


async def test_trying_again_counts_once_whoever_presses(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body="raise ValueError('inside')")
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Something went wrong")
        await press(browser, thread, page, "Try again")
        await browser.become("developer")
        await press(browser, thread, page, "Try again")
        assert "only you see this" in await browser.until(thread, "being tried again already")
        await settled(browser, [RunState.FAILED] * 3)
        page = await browser.page(thread)
        assert page.count(">Try again<") == 1
        assert page.count("Something went wrong") == 2


async def test_who_may_not_try_again_leaves_the_button_to_others(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        await press(browser, thread, await browser.until(thread, "Greet"), "Cancel")
        page = await browser.until(thread, "Cancelled.")
        opened.touch()
        await browser.become("viewer")
        await press(browser, thread, page, "Try again")
        await browser.until(thread, "You may not do that here")
        await browser.become("admin")
        page = await browser.page(thread)
        assert ">Try again<" in page
        await press(browser, thread, page, "Try again")
        await browser.until(thread, "Partition report for")


async def test_a_retry_that_is_cancelled_can_be_tried_again_by_everybody(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=f"{gate(opened)}; {asking()}")
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        await press(browser, thread, await browser.until(thread, "Greet"), "Cancel")
        await press(browser, thread, await browser.until(thread, "Cancelled."), "Try again")
        opened.touch()
        await press(browser, thread, await browser.until(thread, "Are you sure?"), "Cancel")
        await settled(browser, [RunState.CANCELLED] * 2)
        await browser.become("developer")
        page = await browser.until(thread, "Are you sure?")
        assert page.count(">Try again<") == 1
        assert "only you see this" not in page


async def test_a_queued_run_is_cancelled_in_its_own_place(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        await browser.until(thread, "Greet")
        await browser.say(ASK, thread)
        await press(browser, thread, await browser.until(thread, "Queued (1)"), "Cancel")
        page = await browser.until(thread, "Cancelled.")
        assert "Queued" not in text_of(page)
        opened.touch()
        await browser.until(thread, "Partition report for")
        await settled(browser, [RunState.ANSWERED, RunState.CANCELLED])


async def test_a_waiting_run_is_cancelled_and_its_question_closed(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Are you sure?")
        action = re.search(r'name="action" value="(question_[^"]+)"', page)
        assert action is not None
        await press(browser, thread, page, "Cancel")
        page = await browser.until(thread, "Cancelled.")
        assert 'value="yes"' not in page
        await browser.post(f"{thread}/press", await browser.form(action=action[1], value="yes"))
        await browser.until(thread, "not open any more")
        assert states(browser)[0] == RunState.CANCELLED


async def test_only_an_admin_stops_what_somebody_else_began(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Greet")
        await browser.become("developer")
        await press(browser, thread, page, "Cancel")
        assert "only you see this" in await browser.until(thread, "You may not do that here")
        theirs = await browser.say(ASK)
        page = await browser.until(theirs, "Greet")
        await browser.become("admin")
        await press(browser, theirs, page, "Cancel")
        await browser.until(theirs, "Cancelled.")
        opened.touch()
        page = await browser.until(thread, "Partition report for")
        assert "You may not do that here" not in page


async def test_pressing_cancel_twice_says_nothing_twice(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_browser(tmp_path) as browser:
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Are you sure?")
        for _ in range(2):
            await press(browser, thread, page, "Cancel")
        page = await browser.until(thread, "Cancelled.")
        assert page.count("Cancelled.") <= 2  # the answer, and how the question ended


@pytest.mark.parametrize(
    ("action", "value"), [("retry", "run_0"), ("cancel", "run_0"), ("question_0", "yes"), ("", "x")]
)
async def test_a_button_from_nowhere_is_told_so_privately(tmp_path: Path, action: str, value: str) -> None:
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("What can you do?")
        await browser.until(thread, "Analyzes")
        await browser.post(f"{thread}/press", await browser.form(action=action, value=value))
        page = await browser.until(thread, "only you see this")
        assert re.search("nothing to try again|has ended already|does not belong", text_of(page))
