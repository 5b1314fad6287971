"""The app installed by OAuth: several workspaces, each with its own token, kept and given up honestly."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet

from bots.doors import WEB_DATABASE
from bots.slack_workspaces import open_installations
from core.chat.card import Card
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database
from tests.adapters.slack.company import COOKIE, KEY, PUBLIC, Company, open_company, secrets
from tests.adapters.slack.workspace import Workspace

ASKED, TOLD = "/dataops pins", "Nothing is pinned"


def tenants(company: Company) -> list[str]:
    database = Database(company.home / WEB_DATABASE)
    try:
        return open_installations(company.settings, database).tenants()
    finally:
        database.close()


def own_tokens(slack: Workspace, team: str) -> list[str]:
    return [each.token for each in slack.world.grants.values() if each.team == team and each.kind == "bot"]


async def test_each_workspace_is_answered_with_its_own_token(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        for place in (company.first, company.second):
            page = await company.install(place)
            assert page.status == 200
            assert f"slack:{place.team}:{place.person}: [admin]" in page.text
        used = [await company.answered(place, ASKED, TOLD) for place in (company.first, company.second)]
        assert used[0] == own_tokens(company.slack, company.first.team)[-1]
        assert used[1] == own_tokens(company.slack, company.second.team)[-1]
        assert used[0] != company.slack.bot_token


async def test_an_installation_outlives_the_process(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company:
        async with company.open():
            await company.install(company.second)
        async with company.open():
            await company.answered(company.second, ASKED, TOLD)


async def test_no_token_lies_in_a_file_or_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_company(tmp_path) as company, company.open():
        company.slack.world.oauth.rotation = True
        company.slack.world.oauth.expires_in = 60
        with structlog.testing.capture_logs() as events:
            await company.install(company.first)
            await company.answered(company.first, ASKED, TOLD)
        files, logs = company.files(), f"{caplog.text}{events}{capfd.readouterr()}"
        assert company.first.team.encode() in files
        known = secrets(company.slack)
        assert len(known) > 2
        for secret in (*known, *company.slack.world.oauth.codes, company.slack.world.client_secret, KEY):
            assert secret.encode() not in files
            assert secret not in logs


async def test_who_removes_the_app_ends_it_and_who_installs_it_again_is_answered(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        await company.install(company.first)
        await company.install(company.second)
        await company.answered(company.second, ASKED, TOLD)
        gone = await company.slack.app_uninstalled(company.second.team)
        assert gone.status == 200
        assert tenants(company) == [company.first.team]
        posts = len(company.slack.calls("chat.postMessage"))
        said = await company.slack.mention(company.second.person, company.second.channel, ASKED)
        assert said.status == 200
        typed = await company.slack.command("/dataops", "pins", company.second.person, company.second.channel)
        assert b"not installed in this Slack workspace any more" in typed.body
        await company.answered(company.first, ASKED, TOLD)
        assert {call.channel for call in company.slack.calls("chat.postMessage")[posts:]} == {
            company.first.channel
        }
        await company.install(company.second)
        assert (
            await company.answered(company.second, ASKED, TOLD)
            == (own_tokens(company.slack, company.second.team)[-1])
        )


async def test_what_is_still_to_be_said_there_fails_with_a_sentence(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        await company.install(company.first)
        await company.slack.app_uninstalled(company.first.team)
        assert company.service is not None
        place = ChannelRef(platform="slack", tenant=company.first.team, channel=company.first.channel)
        surface = company.service.doors["slack"].open(place.thread("1700000000.000100"))
        with pytest.raises(UserFacingError, match="not installed in this Slack workspace any more"):
            await surface.say(Card(kind="answer", title="Late"), key="r:answer")
        assert company.slack.calls("chat.postMessage") == []


async def test_a_removal_that_is_told_late_leaves_a_newer_installation_alone(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        await company.install(company.second)
        company.slack.clock.advance(-3600)
        gone = await company.slack.app_uninstalled(company.second.team)
        company.slack.clock.advance(3600)
        await company.install(company.second)
        for delivery in gone.deliveries:
            again = await company.slack.redeliver(delivery, retry_num=1)
            assert again.answer.status == 200
        await company.answered(company.second, ASKED, TOLD)


async def test_a_removal_that_cannot_be_taken_note_of_is_to_be_told_again(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        await company.install(company.second)
        company.slack.clock.advance(-3600)
        company.slack.fail("auth.test", times=2, status=500)
        gone = await company.slack.app_uninstalled(company.second.team)
        assert gone.status == 503
        assert tenants(company) == [company.second.team]
        for delivery in gone.deliveries:
            assert (await company.slack.redeliver(delivery, retry_num=1)).answer.status == 200
        assert tenants(company) == []


async def test_peoples_own_tokens_are_no_matter(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        await company.install(company.first)
        await company.slack.tokens_revoked(company.first.team, [company.first.person])
        await company.answered(company.first, ASKED, TOLD)
        await company.slack.tokens_revoked(company.first.team)
        assert tenants(company) == []


async def test_a_token_is_renewed_before_it_ends_and_the_next_one_is_kept(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company:
        slack, place = company.slack, company.first
        slack.world.oauth.rotation, slack.world.oauth.expires_in = True, 3600
        async with company.open():
            await company.install(place)
            slack.world.oauth.expires_in = 43_200
            await company.answered(place, ASKED, TOLD)
            await slack.until(lambda: len(own_tokens(slack, place.team)) == 3)
        async with company.open():
            newest = own_tokens(slack, place.team)[-1]
            assert await company.answered(place, ASKED, TOLD) == newest
        refreshed = [call for call in slack.calls("oauth.v2.access") if call.args.get("refresh_token")]
        assert [call.outcome for call in refreshed] == ["ok"]


async def test_who_began_in_another_browser_installs_nothing(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        location, cookie = await company.begin()
        query = await company.decide(company.first, location)
        other = (await company.begin())[1]
        for hostile in (
            (query, None),
            (query, other),
            (query, ""),
            (query | {"state": ""}, ""),
            (query | {"state": other}, cookie),
            ({"code": query["code"]}, cookie),
            ({"state": query["state"]}, cookie),
            (query | {"code": "x" * 5000}, cookie),
        ):
            page = await company.come_back(*hostile)
            assert page.status == 400
            assert "not begun in this browser" in page.text
        assert tenants(company) == []
        assert company.slack.calls("oauth.v2.access") == []
        assert (await company.come_back(query, cookie)).status == 200


async def test_an_installation_can_be_finished_once(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        location, cookie = await company.begin()
        query = await company.decide(company.first, location)
        assert (await company.come_back(query, cookie)).status == 200
        assert (await company.come_back(query, cookie)).status == 400
        assert len(company.slack.calls("oauth.v2.access")) == 1


async def test_a_state_that_is_made_up_is_refused(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        page = await company.come_back({"code": "c", "state": "made-up"}, "made-up")
        assert page.status == 400
        assert company.slack.calls("oauth.v2.access") == []


async def test_the_cookie_is_for_this_host_alone_and_goes_in_the_end(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        async with company.browser.get(f"{company.address}/slack/install", allow_redirects=False) as began:
            given = began.headers["Set-Cookie"]
        for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"):
            assert part in given
        assert "Domain" not in given
        async with company.back({"error": "access_denied"}, "x") as ended:
            assert f'{COOKIE}=""' in ended.headers["Set-Cookie"]


async def test_who_refuses_is_told_how_to_go_on_and_slacks_word_is_escaped(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        company.slack.world.oauth.allows = False
        page = await company.install(company.first)
        assert (page.status, "(access_denied)" in page.text) == (403, True)
        assert f'href="{PUBLIC}/slack/install"' in page.text
        for word in ("<script>alert(1)</script>", "call 555 now", "x" * 5000):
            page = await company.come_back({"error": word}, None)
            assert word not in page.text
            assert "an unknown error" in page.text


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"error": "bad_client_secret"}, "(bad_client_secret)"),
        ({"status": 500}, "(nothing that makes sense (HTTP 500))"),
        ({"reset": "before"}, "could not be asked"),
    ],
)
async def test_a_code_that_slack_does_not_take_installs_nothing(
    tmp_path: Path, fault: dict[str, Any], sentence: str
) -> None:
    async with open_company(tmp_path) as company, company.open():
        company.slack.fail("oauth.v2.access", **fault)
        page = await company.install(company.first)
        assert page.status == 502
        assert sentence in page.text
        assert tenants(company) == []
        assert (await company.install(company.first)).status == 200


async def test_the_name_of_a_workspace_is_text(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        company.slack.world.teams[company.first.team].name = "<img src=x>\u202e" + "A" * 500
        page = await company.install(company.first)
        assert "<img" not in page.text
        assert "\u202e" not in page.text
        assert "A" * 100 not in page.text


async def test_the_page_runs_nothing_and_stands_in_no_frame(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        async with company.back({"error": "access_denied"}, None) as response:
            policy = response.headers["Content-Security-Policy"]
            assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


async def test_with_a_token_too_its_workspace_is_served_beside_the_others(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company:
        token = company.slack.bot_token
        company.settings = company.settings.model_copy(update={"slack_bot_token": secret(token)})
        async with company.open():
            assert await company.answered(company.first, ASKED, TOLD) == token
            await company.install(company.second)
            assert await company.answered(company.second, ASKED, TOLD) != token
            assert (await company.slack.app_uninstalled(company.first.team)).status == 200
            await company.answered(company.second, ASKED, TOLD)


async def test_in_a_workspace_that_the_policy_does_not_name_nobody_may_do_anything(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company, company.open():
        world = company.slack.world
        third = world.add_team("Gamma")
        mallory = world.add_person("mallory", third.id, is_admin=True).id
        bot = world.install(third).bot_user
        channel = world.add_channel("theirs", third.id, members=(mallory, bot)).id
        world.oauth.team, world.oauth.user = third.id, mallory
        location, cookie = await company.begin()
        async with company.browser.get(location, allow_redirects=False) as response:
            query = dict(re.findall(r"(code|state)=([^&]+)", response.headers["Location"]))
        assert (await company.come_back(query, cookie)).status == 200
        await company.slack.mention(mallory, channel, ASKED)
        told = await company.slack.until(lambda: company.slack.ephemerals(mallory))
        assert "You may not do that here" in told[0].text


async def test_a_key_is_changed_in_two_restarts_and_a_lost_one_is_told(tmp_path: Path) -> None:
    async with open_company(tmp_path) as company:
        new = Fernet.generate_key().decode()
        async with company.open():
            await company.install(company.first)
        for keys in (f"{new}, {KEY}", new):
            company.settings = company.settings.model_copy(update={"dataops_encryption_key": secret(keys)})
            async with company.open():
                await company.answered(company.first, ASKED, TOLD)
        company.settings = company.settings.model_copy(update={"dataops_encryption_key": secret(KEY)})
        async with company.open():
            typed = await company.slack.command(
                "/dataops", "pins", company.first.person, company.first.channel
            )
            assert b"cannot be decrypted" in typed.body
            await company.install(company.first)
            await company.answered(company.first, ASKED, TOLD)


def secret(value: str) -> object:
    return Settings(_env_file=None, slack_bot_token=value).slack_bot_token
