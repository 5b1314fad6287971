"""``/dataops token``: a token for the API, for the eyes of one person."""

import asyncio
from collections.abc import Callable

from bots.commands.command import Command
from bots.commands.request import Request
from core.access.auth_service import AuthService
from core.contracts import Answer, WorkflowResponse
from core.orchestrator.replies import reply


class TokenCommands:
    """Gives tokens to whoever asks, for themselves. ``auth`` may raise UserFacingError: there is no key."""

    def __init__(self, auth: Callable[[], AuthService]) -> None:
        self._auth = auth

    def commands(self) -> list[Command]:
        """The word about tokens."""
        return [
            Command(
                "token", "a token for the API, shown to you alone", self._token, "token.create", private=True
            )
        ]

    async def _token(self, request: Request) -> WorkflowResponse:
        pair = await asyncio.to_thread(lambda: self._auth().issue(request.person))
        return reply(
            Answer(
                finding=f"This token is good for {pair.expires_in // 60} minutes, with your rights.",
                details=f"`{pair.access_token}`",
            )
        )
