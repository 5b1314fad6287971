"""What the cards look like where Microsoft draws them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.adapters.teams.rendering.reading import texts
from tests.e2e.teams.conftest import Shoot, Team
from tests.e2e.teams.playground import BOT_NAME, CHAT

if TYPE_CHECKING:
    from playwright.async_api import Page

GOLDEN = Path(__file__).parents[2] / "adapters" / "teams" / "rendering" / "golden"


async def test_a_question_is_answered_in_the_page(team: Team, page: "Page", shoot: Shoot) -> None:
    await team.client.say(CHAT, "/dataops survey table")
    await page.get_by_label("Your answer").fill("SALES_DAY")
    await shoot("question")
    await page.get_by_role("button", name="Answer", exact=True).click()
    await page.get_by_text("You said SALES_DAY.").wait_for()
    await page.get_by_text("Answered by Alice Adams: SALES_DAY").wait_for()
    await shoot("answered")


async def test_a_form_is_filled_in_in_the_page(team: Team, page: "Page", shoot: Shoot) -> None:
    await team.client.say(CHAT, "/dataops parse-jil")
    await page.get_by_role("button", name="Start", exact=True).wait_for()
    await shoot("form")
    job = page.get_by_label("The job or box the question is about")
    await job.fill("no name")
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_text("Please check this.").wait_for()
    await shoot("form_unlike")
    await job.fill("LOAD_GL")
    levels = page.get_by_label("How many levels up or down to look")
    await levels.fill("1.5")
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_text("'1.5' is not a whole number").wait_for()
    await shoot("form_again")
    await levels.fill("2")
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_text("Started by Alice Adams").wait_for()
    await page.get_by_text("Which Autosys JIL export should I read?").wait_for()
    await shoot("form_started")


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
    answered = [each for each in team.client.posts.values() if "Hello" not in each.text]
    assert len({each.conversation for each in answered}) == 1
    await shoot("channel")


async def test_whoever_adds_the_bot_is_welcomed_in_the_page(team: Team, page: "Page", shoot: Shoot) -> None:
    before = len(team.client.answers("installationUpdate"))
    await team.client.install(CHAT)
    await team.client.until(lambda: len(team.client.answers("installationUpdate")) > before)
    await page.get_by_text("Write to me here").wait_for()
    await shoot("welcome")
    assert len(team.client.standing(CHAT)) == 1


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
