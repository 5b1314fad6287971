"""Files that come through somebody's own chat with the bot, for questions that were asked elsewhere.

Teams hands files over in such a chat only.
"""

import asyncio
from collections.abc import Callable, Sequence
from hashlib import sha256

from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.press import Press
from adapters.teams.deep_links import thread_address
from adapters.teams.door import TeamsDoor
from core.chat.card import Actions, Card, Choice, Fields, Link, Links, Text
from core.chat.inbound import Actor, Inbound
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.wanted_file import WantedFile

CHOSEN = "file-for"
"""The action of the buttons that say which question a file is for."""

SOMETHING_NEW = "something-new"
MOST = 10
"""Questions to choose from: whoever is asked for more files begins with the latest."""

SEVERAL = (
    "Several questions wait for a file from you, the latest first. A file that is for none of them goes with "
    "what you wrote here."
)

OVER = "That is over already: send me the file again."


class WantedFiles:
    """Finds the question that a file is for, and asks where that is not certain.

    ``wanted`` are the files that a person was asked for, the latest first; ``took_in`` says whether an act
    came in before. Both block.
    """

    def __init__(
        self,
        door: TeamsDoor,
        wanted: Callable[[Actor], Sequence[WantedFile]],
        took_in: Callable[[str], bool],
    ) -> None:
        self._door = door
        self._wanted = wanted
        self._took_in = took_in

    async def meant(self, came: Message, inbound: Inbound) -> list[WantedFile]:
        """The questions that a message's files may be for; none where they are for what it says itself.

        A question of the thread that it was said in needs no choosing. Where several wait, those count that
        asked for such a file.
        """
        if came.scope != "personal" or not inbound.files:
            return []
        known = await asyncio.to_thread(self._wanted, inbound.actor)
        waiting = [each for each in known if each.thread.channel.platform == inbound.channel.platform]
        if any(each.thread == inbound.thread for each in waiting):
            return []
        fitting = [each for each in waiting if all(each.takes(file.name) for file in inbound.files)]
        return (fitting or waiting)[:MOST]

    async def ask(self, inbound: Inbound, waiting: Sequence[WantedFile]) -> None:
        """Ask in the chat itself which question a file is for."""
        offer = await asyncio.to_thread(self._door.offers.keep, inbound)
        fields = [(f"Question {number}", await self._told(each)) for number, each in enumerate(waiting, 1)]
        choices = [
            Choice(label=f"Question {number}", value=f"{offer}:{each.question.id}")
            for number, each in enumerate(waiting, 1)
        ]
        new = Choice(label="None of them", value=f"{offer}:{SOMETHING_NEW}")
        blocks = (
            Text(markdown=SEVERAL),
            Fields(items=tuple(fields)),
            Actions(action=CHOSEN, choices=(*choices, new)),
        )
        card = Card(kind="question", title=f"Which question is {_names(inbound)} for?", blocks=blocks)
        place = inbound.thread or inbound.channel
        self._door.errands.begin(self._door.telling.tell(place, f"file-for-{offer}", card, personal=True))

    async def chosen(self, press: Press) -> Inbound | None:
        """The message whose files were given to a question; None where that is over, and said so."""
        offer, _, question = str(press.inbound.value or "").partition(":")
        inbound = await asyncio.to_thread(self._door.offers.find, offer)
        mine = inbound is not None and inbound.actor == press.inbound.actor
        if inbound is None or not mine or await asyncio.to_thread(self._took_in, inbound.act):
            self._close(press, Card(kind="notice", title=OVER))
            return None
        if question == SOMETHING_NEW:
            self._close(press, Card(kind="notice", title=f"{_names(inbound)} goes with what you wrote here."))
            return inbound
        known = await asyncio.to_thread(self._wanted, inbound.actor)
        meant = next((each for each in known if each.question.id == question), None)
        if meant is None:
            self._close(press, Card(kind="notice", title=OVER))
            return None
        self._close(press, await self._thanks(inbound, meant.thread))
        return given(inbound, meant)

    async def thank(self, inbound: Inbound, own: ChannelRef) -> None:
        """Tell somebody in their own chat where their file goes on; once."""
        if inbound.thread is None:
            return
        card = await self._thanks(inbound, inbound.thread)
        key = f"thanks-{sha256(inbound.act.encode()).hexdigest()[:24]}"
        self._door.errands.begin(self._door.telling.tell(own, key, card, personal=True))

    async def _thanks(self, inbound: Inbound, thread: ThreadRef) -> Card:
        name = await asyncio.to_thread(self._door.conversations.name, thread.channel)
        address = thread_address(thread)
        where = f"the thread in {name}" if name else "the conversation where I asked for it"
        blocks = (Links(items=(Link(label="Open the thread", url=address),)),) if address else ()
        return Card(kind="notice", title=f"Thank you: {_names(inbound)} goes on in {where}.", blocks=blocks)

    async def _told(self, wanted: WantedFile) -> str:
        """A question as somebody recognises it: where, when, what."""
        name = await asyncio.to_thread(self._door.conversations.name, wanted.thread.channel)
        where = f"in {name}, " if name else ""
        return f"{wanted.question.parameter.question} Asked {where}{wanted.asked_at:%Y-%m-%d %H:%M} UTC."

    def _close(self, press: Press, card: Card) -> None:
        """Leave nothing to press where the question stood."""
        if press.card is not None:
            channel = press.inbound.channel
            ref = MessageRef(channel.thread(press.card), press.card)
            self._door.errands.begin(self._door.open(channel).repaint(ref, card))


def given(inbound: Inbound, wanted: WantedFile) -> Inbound:
    """A message, put where its files were asked for."""
    return inbound.model_copy(update={"channel": wanted.thread.channel, "thread": wanted.thread})


def _names(inbound: Inbound) -> str:
    """The files of a message, as far as they are few."""
    names = [file.name for file in inbound.files]
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more files"
