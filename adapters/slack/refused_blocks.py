"""What is done when Slack refuses the blocks of a message: its text is sent alone, and nobody waits in vain.

Slack's limits are not all documented, and they change.
"""

import re
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.refusal import refusal
from adapters.slack.rendering.message import Payload

logger = structlog.get_logger()

REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
"""Slack's words for blocks that it does not show."""

Send = Callable[..., Awaitable[AsyncSlackResponse]]
"""A method of Slack's that takes a ``text`` and ``blocks``."""

_POINTER = re.compile(r"json-pointer:([/\w]+)")


async def send_anyhow(payload: Payload, send: Send) -> tuple[AsyncSlackResponse, bool]:
    """Send a message with its blocks, else with none; Slack's answer, and whether it has its blocks.

    An empty list takes away the blocks of a message that is changed; left out, they would stay.
    """
    try:
        return await send(text=payload.text, blocks=list(payload.blocks)), True
    except SlackApiError as error:
        word = refusal(error)
        if word not in REFUSED or not payload.blocks:
            raise
        where = _POINTER.findall(str(error.response.get("response_metadata") or ""))
        logger.warning("blocks_refused", reason=word, where=where[:5], blocks=len(payload.blocks))
        return await send(text=payload.text, blocks=[]), False
