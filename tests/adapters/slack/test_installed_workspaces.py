"""Tokens of installed workspaces: renewed in time and once, stored before use, given up when they end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from cryptography.fernet import Fernet
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.lifecycle import AppChange
from adapters.slack.grant import RENEWED_AHEAD, Grant
from adapters.slack.installations import Installations
from adapters.slack.installed_workspaces import PAUSE_SECONDS, InstalledWorkspaces
from adapters.slack.oauth_client import App, OAuthClient
from adapters.slack.workspace import NotInstalled, OneWorkspace
from core.encryption import open_cipher
from core.errors import StorageError, UserFacingError
from core.storage.database import Database
from tests.adapters.slack.workspace import Clock, Workspace, open_workspace
from tests.adapters.slack.workspace.grant import EXPIRES_IN

BACK = "https://dataops.example.com/slack/oauth_redirect"
KEY = Fernet.generate_key().decode()


class Full(Installations):
    """A store on a disk that can be full."""

    full = False

    def save(self, grant: Grant) -> None:
        if self.full:
            raise StorageError("The disk is full.")
        super().save(grant)


@dataclass
class Bench:
    """A fake Slack and what is tested, with one clock."""

    slack: Workspace
    oauth: OAuthClient
    store: Full
    open: Callable[[], InstalledWorkspaces]
    workspaces: InstalledWorkspaces
    tenant: str = ""

    @property
    def refreshed(self) -> list[str]:
        """How each exchange of a refresh token ended."""
        calls = self.slack.calls("oauth.v2.access")
        return [call.outcome for call in calls if "refresh_token" in call.args]

    async def granted(self) -> Grant:
        """Somebody allows the app in."""
        async with (
            ClientSession() as browser,
            browser.get(self.oauth.authorize_url("s"), allow_redirects=False) as response,
        ):
            code = parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]
        return await self.oauth.grant(code)

    async def token(self) -> str:
        return str((await self.workspaces.of(self.tenant)).reading.token)


@asynccontextmanager
async def open_bench(tmp_path: Path, *, rotation: bool = True, **options: Any) -> AsyncIterator[Bench]:
    """The app is installed; its tokens rotate."""
    clock = Clock()
    async with open_workspace(clock=clock, **options) as slack:
        slack.world.oauth.rotation = rotation
        database = Database(tmp_path / "web.db")
        store = Full(database, open_cipher(KEY))
        app = App(slack.world.client_id, slack.world.client_secret, BACK, ("chat:write", "users:read"))
        oauth = OAuthClient(app, slack.api_url, clock)

        def open_workspaces() -> InstalledWorkspaces:
            return InstalledWorkspaces(store, oauth, slack.api_url, clock)

        bench = Bench(slack, oauth, store, open_workspaces, open_workspaces())
        grant = await bench.granted()
        await bench.workspaces.keep(grant)
        bench.tenant = grant.tenant
        yield bench
        slack.heal()
        await bench.workspaces.settle()
        database.close()


def uninstalled(bench: Bench, **more: Any) -> AppChange:
    return AppChange("uninstalled", bench.tenant, **({"at": bench.slack.world.now()} | more))


async def test_who_the_bot_is_needs_no_call(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        before = len(bench.slack.calls())
        install = bench.slack.install
        known = Identity(install.bot_user, install.bot_id, install.app_id)
        assert await bench.workspaces.identity(bench.tenant) == known
        assert await bench.open().identity(bench.tenant) == known
        workspace = await bench.workspaces.of(bench.tenant)
        assert (workspace.team, workspace.bot_user) == (bench.tenant, install.bot_user)
        assert workspace.site == bench.slack.world.teams[bench.slack.team].url
        assert len(bench.slack.calls()) == before


async def test_nobody_has_a_workspace_that_did_not_install_it(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        for ask in (bench.workspaces.of, bench.workspaces.identity):
            with pytest.raises(NotInstalled):
                await ask("TOTHER")


async def test_a_token_that_does_not_end_is_left_alone(tmp_path: Path) -> None:
    async with open_bench(tmp_path, rotation=False) as bench:
        first = await bench.token()
        bench.slack.clock.advance(10**9)
        assert await bench.token() == first
        assert bench.refreshed == []


async def test_a_token_is_renewed_two_hours_ahead_and_nobody_waits(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        first = await bench.token()
        bench.slack.clock.advance(EXPIRES_IN - RENEWED_AHEAD - 1)
        assert (await bench.token(), bench.refreshed) == (first, [])
        bench.slack.clock.advance(1)
        with bench.slack.hold("oauth.v2.access") as held:
            assert await bench.token() == first
            await held.arrived()
            assert await bench.token() == first
        await bench.workspaces.settle()
        second = await bench.token()
        assert second != first
        assert bench.refreshed == ["ok"]
        again = bench.open()
        assert (await again.of(bench.tenant)).posting.token == second


async def test_a_token_that_has_ended_is_waited_for_by_all_and_renewed_once(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        first = await bench.token()
        bench.slack.clock.advance(EXPIRES_IN)
        got = await asyncio.gather(*(bench.token() for _ in range(20)))
        assert len(set(got)) == 1
        assert got[0] != first
        assert bench.refreshed == ["ok"]
        assert (await (await bench.workspaces.of(bench.tenant)).reading.auth_test())["ok"]


async def test_a_renewal_goes_on_when_who_asked_for_it_is_cancelled(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        bench.slack.clock.advance(EXPIRES_IN)
        with bench.slack.hold("oauth.v2.access", when="after") as held:
            asking = asyncio.create_task(bench.token())
            await held.arrived()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        await bench.workspaces.settle()
        stored = bench.store.find(bench.tenant)
        assert stored is not None
        assert stored.token == await bench.token()
        assert bench.refreshed == ["ok"]


@pytest.mark.parametrize("fault", [{"error": "invalid_refresh_token"}, {"status": 503}, {"reset": "before"}])
async def test_while_slack_does_not_renew_the_old_token_serves_until_it_ends(
    tmp_path: Path, fault: dict[str, Any]
) -> None:
    async with open_bench(tmp_path) as bench:
        first = await bench.token()
        bench.slack.fail("oauth.v2.access", times=None, **fault)
        bench.slack.clock.advance(EXPIRES_IN - PAUSE_SECONDS)
        for _ in range(3):
            assert await bench.token() == first
            await bench.workspaces.settle()
        assert len(bench.refreshed) == 1
        bench.slack.clock.advance(PAUSE_SECONDS)
        for _ in range(3):
            with pytest.raises(UserFacingError, match="has not renewed my access"):
                await bench.token()
        assert len(bench.refreshed) == 2
        assert await bench.workspaces.identity(bench.tenant)
        bench.slack.heal()
        bench.slack.clock.advance(PAUSE_SECONDS)
        assert await bench.token() != first


async def test_a_renewed_token_that_cannot_be_stored_serves_and_is_stored_later(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        bench.slack.clock.advance(EXPIRES_IN)
        bench.store.full = True
        second = await bench.token()
        bench.store.full = False
        bench.slack.clock.advance(PAUSE_SECONDS)
        assert await bench.token() == second
        await bench.workspaces.settle()
        stored = bench.store.find(bench.tenant)
        assert stored is not None
        assert stored.token == second
        assert bench.refreshed == ["ok"]


async def test_an_installation_during_a_renewal_is_what_counts(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        newer = await bench.granted()
        bench.slack.clock.advance(EXPIRES_IN - RENEWED_AHEAD)
        with bench.slack.hold("oauth.v2.access", when="after") as held:
            await bench.token()
            await held.arrived()
            keeping = asyncio.create_task(bench.workspaces.keep(newer))
        await keeping
        await bench.workspaces.settle()
        stored = bench.store.find(bench.tenant)
        assert stored is not None
        assert stored.token == newer.token


async def test_a_removal_during_a_renewal_leaves_nothing(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        bench.slack.clock.advance(EXPIRES_IN - RENEWED_AHEAD)
        with bench.slack.hold("oauth.v2.access", when="after") as held:
            await bench.token()
            await held.arrived()
            removing = asyncio.create_task(bench.workspaces.changed(uninstalled(bench)))
        await removing
        await bench.workspaces.settle()
        assert bench.store.tenants() == []
        with pytest.raises(NotInstalled):
            await bench.token()


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (AppChange("uninstalled", "T"), False),
        (AppChange("tokens_revoked", "T", bots=("U1",)), False),
        (AppChange("tokens_revoked", "T", users=("U1",)), True),
        (AppChange("access_revoked", "T"), True),
        (AppChange("installed", "T"), True),
    ],
)
async def test_which_changes_end_an_installation(
    tmp_path: Path,
    change: AppChange,
    kept: bool,  # noqa: FBT001 - a case
) -> None:
    async with open_bench(tmp_path) as bench:
        now = bench.slack.world.now()
        await bench.workspaces.changed(replace(change, tenant=bench.tenant, at=now))
        assert (bench.store.tenants() == [bench.tenant]) is kept


async def test_slack_is_asked_about_a_removal_from_before_the_installation(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        old = uninstalled(bench, at=bench.slack.world.now() - 10)
        await bench.workspaces.changed(old)
        assert bench.store.tenants() == [bench.tenant]
        bench.slack.fail("auth.test", status=500)
        with pytest.raises(SlackApiError):
            await bench.workspaces.changed(old)
        assert bench.store.tenants() == [bench.tenant]
        bench.slack.fail("auth.test", error="account_inactive")
        await bench.workspaces.changed(old)
        assert bench.store.tenants() == []


async def test_a_whole_organisation_is_one_installation(tmp_path: Path) -> None:
    async with open_bench(tmp_path, grid="org") as bench:
        enterprise = bench.slack.world.teams[bench.slack.team].enterprise_id
        assert (bench.tenant, bench.store.tenants()) == (enterprise, [enterprise])
        assert (await (await bench.workspaces.of(enterprise)).reading.auth_test())["team_id"] == enterprise
        with pytest.raises(NotInstalled):
            await bench.workspaces.of(bench.slack.team)
        one = AppChange("uninstalled", bench.slack.team, enterprise=enterprise, at=bench.slack.world.now())
        await bench.workspaces.changed(one)
        await bench.workspaces.changed(replace(one, tenant=enterprise))
        assert bench.store.tenants() == [enterprise]
        bench.slack.fail("auth.test", error="account_inactive")
        await bench.workspaces.changed(one)
        assert bench.store.tenants() == []


async def test_an_organisation_that_takes_a_workspace_away_keeps_its_token(tmp_path: Path) -> None:
    async with open_bench(tmp_path, grid="org") as bench:
        gone = AppChange("access_revoked", bench.tenant, teams=(bench.slack.team,), enterprise=bench.tenant)
        for workspaces in (bench.workspaces, OneWorkspace(bench.slack.bot_token, bench.slack.api_url)):
            with capture_logs() as logs:
                await workspaces.changed(gone)
            assert [log["workspaces"] for log in logs if log["event"] == "workspaces_taken_away"] == [
                gone.teams
            ]
        assert bench.store.tenants() == [bench.tenant]
        assert (await bench.workspaces.of(bench.tenant)).org_wide


async def test_what_cannot_be_decrypted_is_removed_with_the_app(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        database = Database(tmp_path / "web.db")
        store = Installations(database, open_cipher(Fernet.generate_key().decode()))
        workspaces = InstalledWorkspaces(store, bench.oauth, bench.slack.api_url)
        with pytest.raises(NotInstalled, match="cannot be decrypted"):
            await workspaces.of(bench.tenant)
        await workspaces.changed(uninstalled(bench))
        assert store.tenants() == []
        database.close()
