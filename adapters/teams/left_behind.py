"""Progress cards that nobody knows of: sent, but their id got lost on the wire or with the process.

Teams shows a bot nothing that it posted. Such a card is found when somebody presses on it.
"""

import asyncio

from adapters.teams.arrivals.press import Press
from adapters.teams.door import TeamsDoor
from core.chat.card import Card
from core.chat.controls import CANCEL
from core.chat.inbound import Inbound
from core.chat.surface import MessageRef

TITLE = "This card was left behind. Another one shows how it goes on."


class LeftBehind:
    """Takes the buttons off such a card."""

    def __init__(self, door: TeamsDoor) -> None:
        self._door = door

    async def close(self, press: Press, inbound: Inbound) -> None:
        """Close the card of a press if it is one; ``inbound`` is the press in its thread."""
        if inbound.action != CANCEL or press.card is None or inbound.thread is None:
            return
        if await asyncio.to_thread(self._door.records.thread_of, inbound.channel, press.card) is not None:
            return
        ref, card = MessageRef(inbound.thread, press.card), Card(kind="progress", title=TITLE)
        self._door.errands.begin(self._door.open(inbound.thread).repaint(ref, card))
