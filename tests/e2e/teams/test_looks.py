"""What the cards look like where Microsoft draws them."""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.teams.rendering.reading import texts
from tests.e2e.teams.conftest import Team
from tests.e2e.teams.playground import BOT_NAME, CHAT
from tests.e2e.web.conftest import CHROMIUM, FLAGS, WAIT

if TYPE_CHECKING:
    from playwright.async_api import Page

GOLDEN = Path(__file__).parents[2] / "adapters" / "teams" / "rendering" / "golden"
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Its page asks a host of Microsoft's for typefaces."""

Shoot = Callable[[str], Awaitable[None]]


@pytest.fixture
async def page(team: Team) -> "AsyncIterator[Page]":
    """The playground's own page, at the personal chat."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, OFFLINE])
        page = await browser.new_page(viewport={"width": 1280, "height": 2400})
        page.set_default_timeout(WAIT)
        async with page.expect_response("**/_internal/v1/config"):
            await page.goto(team.playground.url)
        yield page
        await browser.close()


@pytest.fixture
def shoot(page: "Page", tmp_path: Path) -> Shoot:
    """Save a picture of the page: ``await shoot("name")``."""
    folder = Path(os.environ.get("DATAOPS_SCREENSHOTS") or tmp_path)

    async def save(name: str) -> None:
        await page.screenshot(path=folder / f"teams_{name}.png")

    return save


async def test_a_question_is_answered_in_the_page(team: Team, page: "Page", shoot: Shoot) -> None:
    await team.client.say(CHAT, "/dataops survey table")
    await page.get_by_label("Your answer").fill("SALES_DAY")
    await shoot("question")
    await page.get_by_role("button", name="Answer", exact=True).click()
    await page.get_by_text("You said SALES_DAY.").wait_for()
    await page.get_by_text("Answered by Alice Adams: SALES_DAY").wait_for()
    await shoot("answered")


async def test_progress_is_repainted_in_the_page(team: Team, page: "Page", shoot: Shoot) -> None:
    await team.client.say(CHAT, "/dataops gated-work first")
    team.bot.gate("first", "half of 200 tables")
    await page.get_by_text("half of 200 tables").wait_for()
    await shoot("progress")
    await page.get_by_role("button", name="Cancel").click()
    await page.get_by_text("Cancelled.").wait_for()
    await shoot("cancelled")


async def test_a_post_that_names_the_bot_is_answered_under_it_in_the_page(
    team: Team, page: "Page", shoot: Shoot
) -> None:
    await page.get_by_text("data-eng").click()
    await page.get_by_role("textbox").first.click()
    await page.keyboard.type("@")
    await page.locator("[role=option], li, [role=menuitem]").get_by_text(BOT_NAME, exact=True).click()
    await page.keyboard.type(" What can you do?")
    await page.get_by_role("button", name="Post").click()
    await page.get_by_text("I help data-engineering teams").wait_for()
    assert len({each.conversation for each in team.client.posts.values()}) == 1
    await shoot("channel")


async def test_every_kind_of_card_is_drawn(team: Team, page: "Page", shoot: Shoot) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in sorted(GOLDEN.glob("*.json")):
        payloads = json.loads(path.read_text())["payloads"]
        for payload in payloads:
            await team.client.receive(CHAT, payload["card"])
        drawn = page.locator(".ac-adaptiveCard").last
        await drawn.get_by_text(_last_words(payloads[-1]["card"])).first.wait_for()
        await shoot(f"card_{path.stem}")
    assert not wrong


def _last_words(card: Any) -> str:
    """What the last text of a card says."""
    return next(text for text in reversed(list(texts(card))) if text.strip())
