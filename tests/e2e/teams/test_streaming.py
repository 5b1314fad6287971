"""An answer that is shown while it is written, where Microsoft draws it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.teams.streamed_message import WRITING
from tests.adapters.essay import ASK, FINDING, PARTS, Gates
from tests.e2e.served import Served
from tests.e2e.teams.conftest import Shoot, Team
from tests.e2e.teams.playground import CHAT
from tests.sample_workflows import write_writer

if TYPE_CHECKING:
    from playwright.async_api import Page

SHOWN = "Then the entries, one by one."
LIST = "- `GL_POST` and GL_POST_2\n- the *second* one, at 5 < 6\n\n"


@pytest.fixture
def gates(tmp_path: Path) -> Gates:
    return Gates(tmp_path / "essay")


@pytest.fixture
def bot(bot: Served, gates: Gates, tmp_path: Path) -> Served:
    """It writes an essay."""
    write_writer(tmp_path / "workflows", PARTS[0], LIST, *PARTS[1:], pause=gates.pause)
    bot.variables["DATAOPS_WORKFLOWS"] = str(tmp_path / "workflows")
    return bot


async def test_an_answer_grows_in_the_page(team: Team, gates: Gates, page: "Page", shoot: Shoot) -> None:
    await team.client.say(CHAT, ASK)
    await page.get_by_text(WRITING).first.wait_for()
    gates.open(PARTS[0], LIST, PARTS[1])
    await page.get_by_role("paragraph").get_by_text(SHOWN).wait_for()
    await shoot("streaming")
    gates.open()
    await page.get_by_text(FINDING).first.wait_for()
    await shoot("streamed")
    assert await page.get_by_role("paragraph").get_by_text(SHOWN).count() == 1
