"""What a person sends: shown in the thread, and written down for the engine before it is acknowledged."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from adapters.web.door import WebDoor
from adapters.web.post import Said
from core.chat.inbound import Inbound
from core.chat.plain_text import printable
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError
from core.logged_errors import kind_of

logger = structlog.get_logger()


class Messages:
    """Hands messages on. ``receive`` writes one down (it blocks), ``wake`` has it worked on now."""

    def __init__(self, door: WebDoor, receive: Callable[[Inbound], Any], wake: Callable[[], None]) -> None:
        self._door = door
        self._receive = receive
        self._wake = wake

    async def send(self, inbound: Inbound, thread: ThreadRef) -> None:
        """Show a message in its thread, then hand it on; raises UserFacingError if it is not accepted."""
        files = tuple(printable(file.name) for file in inbound.files)
        said = Said(text=printable(inbound.text), files=files)
        await asyncio.to_thread(self._door.posts.say, inbound, thread, said)
        try:
            await self._hand_on(inbound)
        except UserFacingError:
            await asyncio.to_thread(self._door.posts.take_back, inbound)
            raise
        finally:
            self._door.live.posted(thread)

    async def press(self, inbound: Inbound) -> None:
        """Hand a press of a button on; it is no message of its own."""
        await asyncio.to_thread(self._receive, inbound)
        self._wake()

    async def recover(self) -> None:
        """Hand on what a dead process showed and did not hand on."""
        for inbound in await asyncio.to_thread(self._door.posts.not_received):
            try:
                await self._hand_on(inbound)
            except UserFacingError as error:
                logger.warning("message_not_accepted", reason=kind_of(error))
                await asyncio.to_thread(self._door.posts.take_back, inbound)

    async def _hand_on(self, inbound: Inbound) -> None:
        await asyncio.to_thread(self._receive, inbound)
        await asyncio.to_thread(self._door.posts.received, inbound)
        self._wake()
