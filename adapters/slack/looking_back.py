"""Reading again what stands in a channel or thread."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

from adapters.slack.workspace import Workspace
from core.chat.thread_ref import ChannelRef

PAGE = 200
"""As many messages at once as Slack recommends."""

SKEW_SECONDS = 300.0
"""By which the clock of this machine may be ahead of Slack's: no delivery is taken that is off by more."""


async def messages_since(
    workspace: Workspace, channel: ChannelRef, thread: str | None, at: float
) -> AsyncIterator[Mapping[str, Any]]:
    """The messages since a time (seconds since the epoch by our clock), with their metadata.

    A thread is read from its oldest message on, a channel from its newest, each to the other end.
    """
    oldest = f"{max(0.0, at - SKEW_SECONDS):.6f}"
    if thread is None:
        read = partial(workspace.reading.conversations_history)
    else:
        read = partial(workspace.reading.conversations_replies, ts=thread)
    cursor: str | None = None
    while cursor != "":
        page = await read(
            channel=channel.channel, oldest=oldest, limit=PAGE, cursor=cursor, include_all_metadata=True
        )
        for message in page["messages"]:
            yield message
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
