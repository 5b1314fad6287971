"""What a workflow demands an approval for, decided by people at browsers."""

import asyncio
import re
from pathlib import Path

from core.access.policy_change import PolicyChange
from tests.adapters.web.browser import Browser, open_browser, tags_of, text_of
from tests.sample_workflows import write_deployer

ASK = "/dataops deployer"
WHAT = "Deploy <button>now</button> to `prod` [here](https://evil.example)"
DETAILS = "</code><button>Approve</button>\n```\n**now**"


async def press(browser: Browser, thread: str, page: str, label: str) -> None:
    """Press the last button with this label."""
    form, value = re.findall(
        rf'value="(question_[^"]+)">.*?value="([a-z]+)" [^>]*>{label}<', page, re.DOTALL
    )[-1]
    status, answer = await browser.post(f"{thread}/press", await browser.form(action=form, value=value))
    assert status == 200, answer


async def test_another_person_approves_and_it_happens_once(tmp_path: Path) -> None:
    done = tmp_path / "done"
    write_deployer(tmp_path / "workflows", done, WHAT, DETAILS)
    async with open_browser(tmp_path) as browser:
        grant = PolicyChange(verb="grant", subject="web:local:viewer", values=("admin",))
        await browser.become("developer")
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Approval needed")
        assert "Deploy <button>now</button> to 'prod' [here](https://evil.example)" in text_of(page)
        assert DETAILS in text_of(page)
        assert not [
            tag for tag, attributes in tags_of(page) if attributes.get("href") == "https://evil.example"
        ]
        await press(browser, thread, page, "Approve")
        await browser.until(thread, "somebody else has to decide")
        await browser.become("viewer")
        await press(browser, thread, page, "Approve")
        await browser.until(thread, "You may not do that here")
        await asyncio.to_thread(browser.service.access.book.change, grant, by="test", why="")
        await asyncio.gather(*(press(browser, thread, page, "Approve") for _ in range(3)))
        page = await browser.until(thread, "Deployed; approved by web:local:viewer")
        assert ">Approve<" not in page
        assert "Approved by viewer" in text_of(page)
        assert done.read_text() == "deployed\n"


async def test_a_decline_ends_it(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with open_browser(tmp_path) as browser:
        await browser.become("developer")
        thread = await browser.say(ASK)
        page = await browser.until(thread, "Approval needed")
        await browser.become("admin")
        await press(browser, thread, page, "Decline")
        page = await browser.until(thread, "declined it.")
        assert ">Approve<" not in page
        assert "Declined by admin" in text_of(page)
        assert not (tmp_path / "done").exists()
