"""Posting each thing once, even when the first attempt died half-way."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.surface import MessageRef, Surface


@dataclass(frozen=True, slots=True)
class Posted:
    """What is known of a post: whether it was attempted before, and where it stands if that is known."""

    key: str
    attempted: bool
    ref: MessageRef | None


class Ledger(Protocol):
    """Remembers posts by name; blocking calls."""

    def begin(self, name: str) -> Posted:
        """Announce a post; what is known of an earlier attempt at it."""
        ...

    def sent(self, name: str, ref: MessageRef) -> None:
        """Note that the post stands."""
        ...


async def post_once(
    surface: Surface, ledger: Ledger, name: str, card: Card, privately_to: Actor | None = None
) -> MessageRef:
    """Post a card under a name. After an attempt with an unknown end, the surface is asked before posting."""
    posted = await asyncio.to_thread(ledger.begin, name)
    if posted.ref is not None:
        return posted.ref
    ref = await surface.find(posted.key) if posted.attempted else None
    if ref is None:
        ref = await surface.say(card, key=posted.key, privately_to=privately_to)
    await asyncio.to_thread(ledger.sent, name, ref)
    return ref
