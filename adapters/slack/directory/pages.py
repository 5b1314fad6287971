"""Lists that Slack gives page by page."""

from collections.abc import AsyncIterator, Awaitable, Callable

from slack_sdk.web.async_slack_response import AsyncSlackResponse

PAGE = 500
"""Entries of a page. Slack gives at most 999, and advises fewer."""


async def pages(call: Callable[[str], Awaitable[AsyncSlackResponse]]) -> AsyncIterator[AsyncSlackResponse]:
    """Every page of a list; ``call`` asks for the one behind a cursor. Raises what the call raises."""
    cursor = None
    while cursor != "":
        page = await call(cursor or "")
        yield page
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
