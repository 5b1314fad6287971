"""What stands before every page."""

import re
from pathlib import Path

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from adapters.web.guard import PAGE_POLICY
from adapters.web.problems import LOGIN_OVER
from tests.adapters.web.browser import CHANNEL, JSON, Browser, open_browser


async def closed_at_once(browser: Browser, path: str) -> bool:
    """Whether a live connection is closed without a word, but for why."""
    async with browser.session.ws_connect(path) as socket:
        first = await socket.receive()
    return (first.type, first.data) == (WSMsgType.CLOSE, LOGIN_OVER)


async def test_every_answer_has_its_headers(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        for path, status in ((CHANNEL, 200), ("/nowhere", 404), ("/static/page.css", 200), ("/f/none", 404)):
            async with browser.session.get(path) as response:
                assert response.status == status
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Content-Security-Policy"] == PAGE_POLICY
                assert response.headers["Referrer-Policy"] == "same-origin"
        assert "unsafe-inline" not in PAGE_POLICY


async def test_what_pages_are_made_of_is_fetched_once_until_it_changes(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        page = await browser.page(CHANNEL)
        for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            async with browser.session.get(path) as response:
                assert response.headers["Cache-Control"] == "no-cache"
                mark = response.headers["ETag"]
            async with browser.session.get(path, headers={"If-None-Match": mark}) as response:
                assert response.status == 304
        async with browser.session.get(CHANNEL) as response:
            assert response.headers["Cache-Control"] == "no-store"


async def test_a_foreign_host_name_is_not_answered(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        response = await browser.session.get(CHANNEL, headers={"Host": "evil.example"})
        assert response.status == 404
        assert "night-batch" not in await response.text()


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://evil.example:443"]
)
async def test_a_foreign_origin_changes_nothing(tmp_path: Path, origin: str) -> None:
    async with open_browser(tmp_path) as browser:
        form = await browser.form(text="hello")
        status, answer = await browser.post(CHANNEL, form, Origin=origin)
        assert status == 403
        assert "did not come from a page of this site" in answer["problem"]
        with pytest.raises(WSServerHandshakeError):
            await browser.session.ws_connect(f"{CHANNEL}/live", headers={"Origin": origin})
        page = await browser.page(CHANNEL)
        assert "No threads yet" in page


async def test_another_site_is_told_apart_without_an_origin(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        form = await browser.form(text="hello")
        status, _ = await browser.post(CHANNEL, form, **{"Sec-Fetch-Site": "cross-site"})
        assert status == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "\u00fc"])
async def test_a_form_without_this_logins_token_changes_nothing(tmp_path: Path, token: str) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        status, answer = await browser.post(CHANNEL, {"csrf": token, "act": "0" * 32, "text": "hello"})
        assert (status, answer["problem"][:12]) == (403, "This request")


async def test_without_a_login_there_is_nothing_to_see(tmp_path: Path) -> None:
    async with open_browser(tmp_path, demo=False) as browser:
        for path in ("/", CHANNEL, f"{CHANNEL}/t/1", "/f/artifact_x_1"):
            async with browser.session.get(path) as response:
                assert response.status == 401
                text = await response.text()
                assert "dataops token --user NAME" in text
                assert "night-batch" not in text
        status, answer = await browser.post(CHANNEL, {"text": "hello"})
        assert status == 401
        assert answer["reference"]
        assert await closed_at_once(browser, f"{CHANNEL}/live")


async def test_a_link_logs_in_once_and_logging_out_ends_it(tmp_path: Path) -> None:
    async with open_browser(tmp_path, demo=False) as browser:
        token = browser.site.logins.link("admin")
        for _ in range(2):  # looking at the page uses nothing up
            assert token in await browser.page(f"/login?token={token}")
        async with browser.session.post("/login", data={"token": token}) as response:
            page = await response.text()
            assert "# night-batch" in page
            cookie = response.history[0].headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert csrf is not None
        async with browser.session.post("/person", data={"csrf": csrf[1], "person": "developer"}) as response:
            assert response.status == 404  # only a demo has people to become
        async with browser.session.post("/logout", data={"csrf": csrf[1]}) as response:
            assert response.status == 200
        async with browser.session.get(CHANNEL) as response:
            assert response.status == 401
        async with browser.session.post("/login", data={"token": token}) as response:
            assert response.status == 401


async def test_a_refusal_is_a_sentence_with_a_reference_as_page_and_as_json(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        async with browser.session.get("/c/no-such-channel", headers=JSON) as response:
            answer = await response.json()
            assert response.status == 403
            assert re.fullmatch("[0-9a-f]{12}", answer["reference"])
        async with browser.session.get("/c/no-such-channel") as response:
            assert answer["problem"] in (await response.text()).replace("&#39;", "'")


async def test_the_stranger_sees_one_sentence_everywhere(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        thread = await browser.say("What can you do?")
        await browser.until(thread, "Analyzes")
        await browser.become("stranger")
        for path in ("/", CHANNEL, thread, "/c/no-such-channel"):
            async with browser.session.get(path, headers=JSON) as response:
                assert (response.status, (await response.json())["problem"][:25]) == (
                    403,
                    "You may not do that here.",
                )
        assert await closed_at_once(browser, f"{thread}/live")


async def test_a_login_of_the_demo_is_none_in_the_real_service(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        secret = next(iter(browser.session.cookie_jar)).value
    async with open_browser(tmp_path, demo=False) as browser:
        response = await browser.session.get(CHANNEL, cookies={browser.site.cookie: secret})
        assert response.status == 401


async def test_the_demo_makes_nobody_somebody_but_by_a_page(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        assert await closed_at_once(browser, f"{CHANNEL}/live")
        async with browser.session.get("/f/artifact_x_1") as response:
            assert response.status == 401


async def test_whoever_may_not_read_sessions_sees_no_thread(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("people:\n  web:local:admin: []\nchannels:\n  web:local:night-batch: ['*']\n")
    async with open_browser(tmp_path, dataops_policy=policy) as browser:
        response = await browser.session.get(CHANNEL)
        assert response.status == 403


@pytest.mark.parametrize("query", ["before=x", f"before={'9' * 5000}", "before=-1", f"before={'9' * 15}"])
async def test_nonsense_in_the_address_of_a_page_is_no_error(tmp_path: Path, query: str) -> None:
    async with open_browser(tmp_path) as browser:
        assert "night-batch" in await browser.page(f"{CHANNEL}/t/1?{query}")
