"""Where the conversations of Teams are in Microsoft Graph."""

import asyncio

from adapters.teams.conversations import Conversations
from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.rights import READ_FILES
from adapters.teams.graph.shapes import DriveItem
from adapters.teams.graph.team_groups import TeamGroups
from core.chat.thread_ref import ChannelRef


class Places:
    """Every question raises GraphError, and PlaceGone where the bot is not in the conversation any more."""

    def __init__(self, client: GraphClient, conversations: Conversations, groups: TeamGroups) -> None:
        self._client = client
        self._conversations = conversations
        self._groups = groups

    async def is_channel(self, place: ChannelRef) -> bool:
        """Whether it is a channel of a team, which has a folder; a chat has none."""
        return (await asyncio.to_thread(self._conversations.of, place)).scope == "channel"

    async def message(self, place: ChannelRef, root: str, message: str) -> str:
        """The address of a message; ``root`` is the first one of its thread, in a channel."""
        if not await self.is_channel(place):
            return path("chats", place.channel, "messages", message)
        channel = await self._channel(place)
        if root in ("", message):
            return channel + path("messages", message)
        return channel + path("messages", root, "replies", message)

    async def folder(self, place: ChannelRef) -> DriveItem:
        """The folder of a channel, in the library of its team (a private channel has its own)."""
        address = f"{await self._channel(place)}/filesFolder"
        return await self._client.get(address, DriveItem, right=READ_FILES)

    async def _channel(self, place: ChannelRef) -> str:
        reference = await asyncio.to_thread(self._conversations.of, place)
        return path("teams", await self._groups.of(reference), "channels", place.channel)
