"""Messages that nobody else sees, from the slash menu: an answer beside them would be seen by all."""

import asyncio
from hashlib import sha256

from adapters.teams.arrivals.message import Message
from adapters.teams.door import TeamsDoor
from core.chat.card import Card
from core.chat.thread_ref import ChannelRef

NOT_KNOWN = (
    "What you choose behind / only I can see, so I answer it in your own chat with me, which I do not know "
    "yet. Write to me there once, then choose again; or mention me here."
)


class OwnChat:
    """The chat that somebody has with the bot alone, where such a message is answered."""

    def __init__(self, door: TeamsDoor) -> None:
        self._door = door

    async def of(self, came: Message) -> ChannelRef | None:
        """Where a targeted message goes on; without such a chat that is said where it was written."""
        known = self._door.conversations
        await asyncio.to_thread(known.remember, came.inbound.channel, came.reference)
        own = await asyncio.to_thread(known.with_person, str(came.inbound.actor))
        if own is None:
            self._door.errands.begin(self._tell(came))
        return own

    async def _tell(self, came: Message) -> None:
        """Nothing can hang at a message that one person sees alone; in a thread, that has its first one."""
        place = came.inbound.thread if came.reply and came.inbound.thread else came.inbound.channel
        key = f"own-chat-{sha256(came.inbound.act.encode()).hexdigest()[:24]}"
        await self._door.telling.tell(place, key, Card(kind="notice", title=NOT_KNOWN))
