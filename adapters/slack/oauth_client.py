"""Slack's OAuth v2: a code for a grant, and a refresh token for the next one."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

from aiohttp import encode_basic_auth
from pydantic import ConfigDict, Field
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arrivals.shapes import Id, MaybeId, Shape, Text
from adapters.slack.client import TIMEOUT_SECONDS, repeatable
from adapters.slack.grant import Grant
from adapters.slack.workspace import SITE
from core.chat.plain_text import printable

NAME_LENGTH = 80

QUIET = logging.getLogger(__name__)
QUIET.setLevel(logging.INFO)
"""slack_sdk would log what it sends and gets as DEBUG; here that is codes and tokens."""


@dataclass(frozen=True, slots=True)
class App:
    """The app as Slack knows it. ``redirect_uri`` is where Slack sends the browser back to."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]


class _Named(Shape):
    id: Id
    name: Text | None = None


class _Tokens(Shape):
    """What every answer of oauth.v2.access brings."""

    model_config = ConfigDict(hide_input_in_errors=True)

    access_token: str = Field(min_length=1)
    refresh_token: str | None = None
    expires_in: int | None = None


class _Access(_Tokens):
    """The answer to a code."""

    app_id: MaybeId = None
    bot_user_id: Id
    team: _Named | None = None
    enterprise: _Named | None = None
    is_enterprise_install: bool | None = None
    authed_user: _Named | None = None


class OAuthClient:
    """Each call is made once: a code and a refresh token are good for one exchange.

    Its calls raise SlackApiError for a refusal, ClientError and TimeoutError where Slack is not reached, and
    ValueError for an answer that is not as documented.
    """

    def __init__(self, app: App, api_url: str, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._api_url = api_url
        self._clock = clock
        self._client = AsyncWebClient(
            base_url=api_url, timeout=TIMEOUT_SECONDS, logger=QUIET, retry_handlers=[]
        )

    def authorize_url(self, state: str) -> str:
        """Where somebody decides whether the bot may come into their workspace."""
        query = {
            "client_id": self._app.client_id,
            "scope": ",".join(self._app.scopes),
            "redirect_uri": self._app.redirect_uri,
            "state": state,
        }
        return f"{urljoin(self._api_url, '/oauth/v2/authorize')}?{urlencode(query)}"

    async def grant(self, code: str) -> Grant:
        """What somebody granted."""
        answer = await self._access(code=code, redirect_uri=self._app.redirect_uri)
        access, now = _Access.model_validate(answer), self._clock()
        who = await repeatable(access.access_token, self._api_url).auth_test()
        org_wide = access.is_enterprise_install is True
        place = access.enterprise if org_wide else access.team
        if place is None or not who.get("bot_id"):
            raise ValueError("the answer names no workspace, or no bot")
        return Grant(
            tenant=place.id,
            name=printable(place.name or "")[:NAME_LENGTH],
            org_wide=org_wide,
            bot_user=access.bot_user_id,
            bot=str(who["bot_id"]),
            app=access.app_id or "",
            site=str(who.get("url") or SITE),
            installer=access.authed_user.id if access.authed_user else "",
            installed_at=now,
            **_lifetime(access, now),
        )

    async def renew(self, grant: Grant) -> Grant:
        """The same grant with its next tokens."""
        answer = await self._access(grant_type="refresh_token", refresh_token=grant.refresh_token)
        return grant.model_copy(update=_lifetime(_Tokens.model_validate(answer), self._clock()))

    async def _access(self, **given: Any) -> Any:
        """The SDK's own method for this hands over the client in a way that aiohttp is about to give up."""
        client = encode_basic_auth(self._app.client_id, self._app.client_secret)
        answer = await self._client.api_call("oauth.v2.access", data=given, headers={"Authorization": client})
        return answer.data


def _lifetime(tokens: _Tokens, now: float) -> dict[str, Any]:
    """The tokens as a grant keeps them."""
    ends = None if tokens.expires_in is None else now + tokens.expires_in
    return {"token": tokens.access_token, "refresh_token": tokens.refresh_token, "expires_at": ends}
