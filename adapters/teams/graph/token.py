"""The bot's token for Microsoft Graph, from the secret or the managed identity that it has anyway."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from adapters.teams.graph.graph_error import GraphError


class Credentials(Protocol):
    """botbuilder's; msal, behind them, keeps a token until it ends."""

    def get_access_token(self) -> str:
        """A token. Blocking; raises PermissionError, ValueError, KeyError or an OSError of the network."""
        ...


class GraphToken:
    """``credentials`` are asked for once they are needed: Microsoft may be out of reach before that."""

    def __init__(self, credentials: Callable[[], Awaitable[Credentials]]) -> None:
        self._credentials = credentials
        self._ready: Credentials | None = None
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good now; raises GraphError if there is none to be had."""
        try:
            async with self._asking:
                self._ready = self._ready or await self._credentials()
                return str(await asyncio.to_thread(self._ready.get_access_token))
        except (OSError, ValueError, KeyError) as error:  # PermissionError is an OSError
            raise GraphError(0, "no token") from error
