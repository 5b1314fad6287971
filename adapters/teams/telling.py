"""What is said to people by the way: a welcome, a word of thanks. Nothing depends on it."""

import structlog

from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.rendering.place import Place
from adapters.teams.transport import Gone, Limited, Refused, Unsure
from core.chat.card import Card
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone

logger = structlog.get_logger()


class Telling:
    """Posts each card once at most: here a word too many is worse than one that got lost."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting

    async def tell(
        self, place: ChannelRef | ThreadRef, key: str, card: Card, *, personal: bool = False
    ) -> None:
        """Say it; where the sending got lost, or the bot may not speak, that is logged and no more."""
        payloads = render(card, place=Place(personal=personal)).payloads
        try:
            await self._posting.post(place, key, payloads, surely=False)
        except (Unsure, Limited, Gone, Refused, PlaceGone) as error:
            logger.info("not_told", key=key, reason=type(error).__name__)
