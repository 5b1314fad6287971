"""Clients of the Web API; nothing is posted twice by a retry."""

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

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


def _limited() -> list[AsyncRetryHandler]:
    return [AsyncRateLimitErrorRetryHandler(LIMITED_RETRIES)]


def _client(token: str, base_url: str, handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=handlers)
