"""The workspaces that the app was installed in by OAuth: opened from their grants, tokens renewed in time."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.lifecycle import AppChange
from adapters.slack.client import once, repeatable
from adapters.slack.grant import Grant
from adapters.slack.installations import Installations, Unreadable
from adapters.slack.oauth_client import OAuthClient
from adapters.slack.refusal import refusal
from adapters.slack.workspace import NotInstalled, Workspace, log_taken_away
from core.errors import UserFacingError

logger = structlog.get_logger()

PAUSE_SECONDS = 60
"""Before a renewal that failed is tried again."""

DEAD = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Slack's words for a token that is not good any more."""


class InstalledWorkspaces:
    """Grants are changed by one at a time for each tenant; what changed is written down before it is used."""

    def __init__(
        self,
        installations: Installations,
        oauth: OAuthClient,
        api_url: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._installations = installations
        self._oauth = oauth
        self._api_url = api_url
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._open: dict[str, Workspace] = {}
        self._changing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._renewals: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        self._unsaved: set[str] = set()

    async def begin(self) -> None:
        """Encrypt what is stored with the newest key."""
        for tenant in await asyncio.to_thread(self._installations.encrypt_anew):
            logger.error("installation_not_decrypted", tenant=tenant, hint="see DATAOPS_ENCRYPTION_KEY")

    async def identity(self, team: str) -> Identity:
        """Who the bot is there; nothing is asked of Slack."""
        return (await self._grant(team)).identity

    async def of(self, team: str) -> Workspace:
        """A workspace with a token that is good.

        While the old token is good nobody waits for the next one. A renewal goes on when who asked for it is
        cancelled: half of one would lose the old refresh token and the new one.
        """
        grant, now = await self._grant(team), self._clock()
        if grant.due(now) or team in self._unsaved:
            renewal = self._renewal(grant, now)
            if renewal is not None and grant.over(now):
                await asyncio.shield(renewal)
            grant = await self._grant(team)
        if grant.over(self._clock()):
            raise UserFacingError(
                "Slack has not renewed my access to this workspace; try again in a minute. If that does not "
                "help, an admin has to install me here again."
            )
        return self._workspace(grant)

    async def keep(self, grant: Grant) -> None:
        """Take a new installation, or a repeated one."""
        async with self._changing[grant.tenant]:
            await asyncio.to_thread(self._installations.save, grant)
            self._grants[grant.tenant] = grant
            self._unsaved.discard(grant.tenant)

    async def changed(self, change: AppChange) -> None:
        """Forget the grants that a change has ended; raises what keeps that from being found out."""
        log_taken_away(change)
        if change.ends_access:
            for tenant in dict.fromkeys((change.tenant, change.enterprise or change.tenant)):
                async with self._changing[tenant]:
                    if await self._ended(tenant, change):
                        await self._forget(tenant)

    async def settle(self) -> None:
        """Wait for the renewals that are under way."""
        while self._renewals:
            await asyncio.wait(self._renewals.values())

    async def _grant(self, team: str) -> Grant:
        if team not in self._grants:
            async with self._changing[team]:
                found = await asyncio.to_thread(self._installations.find, team)
                if found is None:
                    raise NotInstalled
                self._grants[team] = found
        return self._grants[team]

    def _workspace(self, grant: Grant) -> Workspace:
        """The workspace with clients for the grant's token."""
        known = self._open.get(grant.tenant)
        if known is None or known.reading.token != grant.token:
            clients = repeatable(grant.token, self._api_url), once(grant.token, self._api_url)
            who = grant.tenant, grant.bot_user, grant.bot, grant.app
            known = Workspace(*who, *clients, grant.site, grant.org_wide)
            self._open[grant.tenant] = known
        return known

    def _renewal(self, grant: Grant, now: float) -> asyncio.Task[None] | None:
        """The renewal that is under way, or a new one; None shortly after one that failed."""
        tenant = grant.tenant
        if tenant not in self._renewals and now >= self._not_before.get(tenant, now):
            self._not_before[tenant] = now + PAUSE_SECONDS
            task = asyncio.create_task(self._renew(grant), name=f"renew {tenant}")
            self._renewals[tenant] = task
            task.add_done_callback(lambda _: self._renewals.pop(tenant))
        return self._renewals.get(tenant)

    async def _renew(self, grant: Grant) -> None:
        """Exchange a grant's token and write the next one down, unless the grant was changed meanwhile."""
        tenant = grant.tenant
        async with self._changing[tenant]:
            if self._grants.get(tenant) is not grant:
                return
            try:
                if tenant not in self._unsaved:
                    self._grants[tenant] = grant = await self._oauth.renew(grant)
                    self._unsaved.add(tenant)  # a full disk is no reason to lose it
                await asyncio.to_thread(self._installations.save, grant)
                self._unsaved.discard(tenant)
                self._not_before.pop(tenant, None)
            except SlackApiError as error:
                logger.warning("token_not_renewed", tenant=tenant, reason=refusal(error))
            except (ClientError, TimeoutError, ValueError, UserFacingError) as error:
                logger.warning("token_not_renewed", tenant=tenant, reason=type(error).__name__)

    async def _ended(self, tenant: str, change: AppChange) -> bool:
        """Whether a change has ended the grant of a tenant.

        Slack is asked where that is not certain: the change may be older than the grant (a delivery that
        came late, and the app was installed again before it), or concern one workspace of an organisation.
        """
        try:
            grant = await asyncio.to_thread(self._installations.find, tenant)
        except Unreadable:
            return tenant == change.tenant
        if grant is None:
            return False
        if tenant == change.tenant and not grant.org_wide and int(grant.installed_at) <= change.at:
            return True
        try:
            await once(grant.token, self._api_url).auth_test()
        except SlackApiError as error:
            if refusal(error) not in DEAD:
                raise
            return True
        return False

    async def _forget(self, tenant: str) -> None:
        await asyncio.to_thread(self._installations.remove, tenant)
        for kept in (self._grants, self._open, self._not_before):
            kept.pop(tenant, None)
        self._unsaved.discard(tenant)
        logger.warning("app_uninstalled", tenant=tenant)
