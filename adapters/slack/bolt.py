"""Bolt's app: it checks signatures once more, and speaks Socket Mode too; the reception takes what comes."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.reception import Reception

Next = Callable[[], Awaitable[None]]


def bolt_app(reception: Reception, signing_secret: str) -> AsyncApp:
    """An app without listeners: one middleware takes what comes in, and what it answers is the answer.

    Nothing is asked of Slack before that, and the bot's own messages are left alone by the reception.
    """
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)  # it warns that the token in the environment is not its own: it is ours
    app = AsyncApp(
        signing_secret=signing_secret or "only-socket-mode",
        authorize=_nobody_asks,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        logger=logger,
    )

    async def take(req: AsyncBoltRequest, next: Next) -> BoltResponse:  # noqa: A002, ARG001 - Bolt goes by names
        answer = await reception.take(req.body)
        return BoltResponse(status=answer.status, body=answer.body)

    app.use(take)
    return app


async def _nobody_asks(enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult:
    """Bolt wants to know who it is in a workspace; the reception knows better."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="")
