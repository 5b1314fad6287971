"""What the house does with what comes in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.chat.inbound import Actor, Inbound
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef


@dataclass(frozen=True, slots=True)
class Desk:
    """``receive`` writes a message down and knows repeats, ``wake`` has it worked on now.

    ``takes_part`` says whether the bot has been spoken to in a thread, ``knows`` whether a person and a
    channel are named by the policy at all, ``allows`` whether they may do something. ``question`` finds a
    question with its state and who answered it. ``hands_over`` says whether a message says nothing but that
    its files are handed over. All but ``wake`` and ``hands_over`` block.
    """

    receive: Callable[[Inbound], Any]
    wake: Callable[[], None]
    takes_part: Callable[[ThreadRef], bool]
    knows: Callable[[str, str], bool]
    allows: Callable[[str, str, str], bool]
    question: Callable[[str], tuple[Question, str, str | None] | None]
    hands_over: Callable[[Inbound], bool]

    async def take(self, inbound: Inbound) -> None:
        """Write a message down; from now on it may be worked on. Raises UserFacingError."""
        await asyncio.to_thread(self.receive, inbound)

    async def known(self, inbound: Inbound) -> bool:
        """Whether the policy names who did this, and where."""
        return await asyncio.to_thread(self.knows, str(inbound.actor), str(inbound.channel))

    async def is_asked(self, person: Actor, question: str) -> bool:
        """Whether this person may answer a question, which is still open."""
        asked = await asyncio.to_thread(self.question, question)
        return asked is not None and asked[1] == "open" and asked[0].may_answer(person)
