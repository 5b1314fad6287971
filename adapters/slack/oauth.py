"""Installing the app from a browser, on the service's one aiohttp application."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from hmac import compare_digest

import structlog
from aiohttp import ClientError, web
from slack_sdk.errors import SlackApiError

from adapters.slack.grant import Grant
from adapters.slack.install_page import InstallPages
from adapters.slack.install_states import SECONDS, InstallStates
from adapters.slack.oauth_client import OAuthClient
from adapters.slack.refusal import refusal
from core.errors import UserFacingError

logger = structlog.get_logger()

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

COOKIE = "slack-install"
"""Binds an installation to the browser that began it. Over TLS it gets the prefix ``__Host-``, which keeps
sibling hosts from setting it."""

WORD = re.compile(r"[a-z_]{1,60}")
"""How Slack's errors look; whatever else stands in that place in an address is shown to nobody."""

CODE_LENGTH = 500

NOT_BEGUN_HERE = (
    "This installation was not begun in this browser, or it was begun more than ten minutes ago, or it is "
    "over already. Nothing was changed."
)


class Installing:
    """What the two addresses do. ``keep`` takes what was granted; ``secure``: browsers come over TLS."""

    def __init__(
        self,
        oauth: OAuthClient,
        states: InstallStates,
        pages: InstallPages,
        keep: Callable[[Grant], Awaitable[None]],
        *,
        secure: bool,
    ) -> None:
        self._secure = secure
        self._cookie = f"__Host-{COOKIE}" if secure else COOKIE
        self._oauth = oauth
        self._states = states
        self._pages = pages
        self._keep = keep

    async def begin(self, _: web.Request) -> web.Response:
        """Send the browser to Slack, where its person decides."""
        try:
            state = await asyncio.to_thread(self._states.begin)
        except UserFacingError as error:
            return self._failed(str(error))
        response = web.Response(status=302, headers={"Location": self._oauth.authorize_url(state)})
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(
            self._cookie, state, max_age=SECONDS, secure=self._secure, httponly=True, samesite="Lax"
        )
        return response

    async def finish(self, request: web.Request) -> web.Response:
        """The browser comes back with a code, or with Slack's reason why there is none."""
        response = await self._finished(request)
        response.del_cookie(self._cookie, secure=self._secure, httponly=True, samesite="Lax")
        return response

    async def _finished(self, request: web.Request) -> web.Response:
        error = request.query.get("error")
        if error is not None:
            return self._denied(error)
        state, code = request.query.get("state", ""), request.query.get("code", "")
        began = request.cookies.get(self._cookie, "")
        if not state or not _same(began, state) or not 0 < len(code) <= CODE_LENGTH:
            return self._pages.refused(400, NOT_BEGUN_HERE)
        try:
            if not await asyncio.to_thread(self._states.finish, state):
                return self._pages.refused(400, NOT_BEGUN_HERE)
            return await self._exchanged(code)
        except UserFacingError as problem:
            return self._failed(str(problem))

    def _denied(self, error: str) -> web.Response:
        """Somebody pressed Cancel, or their workspace does not let them."""
        word = error if WORD.fullmatch(error) else "an unknown error"
        return self._pages.refused(
            403,
            f"Slack did not let the app in ({word}).",
            "If you pressed Cancel, begin again. If only admins may install apps in your workspace, ask one "
            "of them to begin.",
        )

    async def _exchanged(self, code: str) -> web.Response:
        """Take what the code stands for."""
        try:
            grant = await self._oauth.grant(code)
            await self._keep(grant)
        except SlackApiError as error:
            return self._failed(f"Slack refused the installation ({refusal(error)}).")
        except (ClientError, TimeoutError, ValueError) as error:
            logger.warning("slack_not_understood", reason=type(error).__name__)
            return self._failed("Slack could not be asked, or its answer could not be understood.")
        logger.info("app_installed", tenant=grant.tenant, installer=grant.installer)
        return self._pages.installed(grant)

    def _failed(self, reason: str) -> web.Response:
        logger.warning("app_not_installed", reason=reason)
        again = "Begin again; if it fails again, tell whoever runs this service."
        return self._pages.refused(502, reason, again)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def add_installing(application: web.Application, installing: Installing) -> None:
    """Answer at ``/slack/install`` and ``/slack/oauth_redirect``."""
    application.router.add_get(INSTALL_PATH, installing.begin, allow_head=False)
    application.router.add_get(REDIRECT_PATH, installing.finish, allow_head=False)
