"""What is said of files in their sender's own chat: the question what they are for, and what became of it."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256

from adapters.teams.arrivals.press import Press
from adapters.teams.deep_links import thread_address
from adapters.teams.door import TeamsDoor
from core.chat.card import Actions, Card, Choice, Fields, Link, Links, Text
from core.chat.inbound import Inbound
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef
from core.chat.wanted_file import WantedFile

CHOSEN = "file-for"
"""The action of the buttons that say which question a file is for."""

SOMETHING_NEW = "something-new"
ONE = "A question waits for a file from you."
SEVERAL = "Several questions wait for a file from you, the latest first."
WHERE = (
    "What you give to a question goes where that was asked, and everybody there may see what comes of it; "
    "what you wrote here does not go with it. Anything else stays here."
)

OVER = "That is over already: send me the file again."


class FileChoice:
    """Lets somebody choose between questions that wait for a file and what they wrote with it."""

    def __init__(self, door: TeamsDoor) -> None:
        self._door = door

    async def ask(self, inbound: Inbound, waiting: Sequence[WantedFile]) -> None:
        """Ask in the chat itself what a file is for."""
        offer = await asyncio.to_thread(self._door.offers.keep, inbound)
        labels = _labels(len(waiting))
        told = [(label, await self._told(each)) for label, each in zip(labels, waiting, strict=True)]
        values = [f"{offer}:{each.question.id}" for each in waiting]
        choices = [Choice(label=label, value=value) for label, value in zip(labels, values, strict=True)]
        own = "What I wrote here" if inbound.text.strip() else "Something else"
        new = Choice(label=own, value=f"{offer}:{SOMETHING_NEW}")
        blocks = (
            Text(markdown=f"{ONE if len(waiting) == 1 else SEVERAL} {WHERE}"),
            Fields(items=tuple(told)),
            Actions(action=CHOSEN, choices=(*choices, new)),
        )
        card = Card(kind="question", title=f"What is {_names(inbound)} for?", blocks=blocks)
        place = inbound.thread or inbound.channel
        self._door.errands.begin(self._door.telling.tell(place, f"file-for-{offer}", card, personal=True))

    async def done(self, press: Press, taken: Inbound) -> None:
        """Say what became of files that were taken in, where the question what they are for stood."""
        given = taken.kind == "action"
        self._close(press, await self._thanks(taken) if given else _kept(taken))

    def over(self, press: Press) -> None:
        """Say that nothing can be chosen any more."""
        self._close(press, Card(kind="notice", title=OVER))

    async def thank(self, inbound: Inbound, own: ChannelRef) -> None:
        """Tell somebody in their own chat where their file goes on; once."""
        card = await self._thanks(inbound)
        key = f"thanks-{sha256(inbound.act.encode()).hexdigest()[:24]}"
        self._door.errands.begin(self._door.telling.tell(own, key, card, personal=True))

    async def _thanks(self, inbound: Inbound) -> Card:
        name = await asyncio.to_thread(self._door.conversations.name, inbound.channel)
        address = thread_address(inbound.thread) if inbound.thread else None
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


def _kept(inbound: Inbound) -> Card:
    """What is said of files that are for none of the questions."""
    what = "goes with what you wrote here" if inbound.text.strip() else "stays here"
    return Card(kind="notice", title=f"{_names(inbound)} {what}.")


def _labels(questions: int) -> list[str]:
    """What questions to choose from are called."""
    return ["The question"] if questions == 1 else [f"Question {each}" for each in range(1, questions + 1)]


def _names(inbound: Inbound) -> str:
    """The files of a message, as far as they are few."""
    names = [file.name for file in inbound.files]
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more files"
