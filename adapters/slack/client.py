"""Clients of the Web API; nothing is posted twice by a retry."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from aiohttp import FormData
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.web.internal_utils import convert_bool_to_0_or_1

API_URL = "https://slack.com/api/"
TIMEOUT_SECONDS = 15
LIMITED_RETRIES = 5
"""Each waits as long as Slack says (Retry-After); a call that was limited had no effect."""

LOST_RETRIES = 3
"""After a reset or a 5xx, with growing pauses; nobody knows whether such a call had its effect."""


def repeatable(token: str, base_url: str) -> AsyncWebClient:
    """For calls that may happen twice: reading, changing in place, uploading bytes."""
    lost = [AsyncConnectionErrorRetryHandler(LOST_RETRIES), AsyncServerErrorRetryHandler(LOST_RETRIES)]
    return _client(token, base_url, [*_limited(), *lost])


def once(token: str, base_url: str) -> AsyncWebClient:
    """For calls that post something: what got lost is looked for before it is posted again."""
    return _client(token, base_url, _limited())


def impatient(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but where Slack limits a call it raises: whoever calls has others to go on with."""
    other = copy(client)
    other.retry_handlers = [
        each for each in client.retry_handlers if not isinstance(each, AsyncRateLimitErrorRetryHandler)
    ]
    return other


def _limited() -> list[AsyncRetryHandler]:
    return [AsyncRateLimitErrorRetryHandler(LIMITED_RETRIES)]


class _BodyClient(AsyncWebClient):
    """What a call says stands in its body, never in its address, which proxies log. Slack takes both."""

    async def api_call(
        self,
        api_method: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | FormData | None = None,
        http_verb: str = "POST",  # noqa: ARG002 - a body is posted
        **others: Any,
    ) -> AsyncSlackResponse:
        if data is None and "json" not in others and "files" not in others:
            params, data = None, convert_bool_to_0_or_1(dict(params or {}))
        return await super().api_call(api_method, params=params, data=data, **others)  # type: ignore[arg-type]


def _client(token: str, base_url: str, handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
    return _BodyClient(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=handlers)
