"""Files that come through somebody's own chat with the bot, for questions that were asked elsewhere.

Teams hands files over in such a chat only.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.press import Press
from adapters.teams.door import TeamsDoor
from adapters.teams.file_choice import SOMETHING_NEW, FileChoice
from core.chat.desk import Desk
from core.chat.inbound import Actor, Inbound
from core.chat.wanted_file import WantedFile

MOST = 10
"""Questions to choose from: whoever is asked for more files begins with the latest."""

RECENT = timedelta(hours=1)
"""How long whoever was asked for a file is taken to bring it, without a word about it."""

COMMAND = re.compile(r"\s*/dataops(?![\w-])", re.IGNORECASE)


class WantedFiles:
    """Finds the question that a file is for. Where that is not certain, ``choice`` asks: it may be private.

    ``wanted`` are the files that a person was asked for, the latest first; ``took_in`` says whether an act
    came in before. Both block.
    """

    def __init__(
        self,
        door: TeamsDoor,
        desk: Desk,
        wanted: Callable[[Actor], Sequence[WantedFile]],
        took_in: Callable[[str], bool],
    ) -> None:
        self.choice = FileChoice(door)
        self._offers = door.offers
        self._desk = desk
        self._wanted = wanted
        self._took_in = took_in

    async def meant(self, came: Message, inbound: Inbound) -> list[WantedFile]:
        """The questions that a message's files may be for; none where they are for what it says itself.

        A question of the thread that it was said in needs no choosing. One that asked for other files counts
        only where nothing is said but that these are handed over.
        """
        if came.scope != "personal" or not inbound.files or COMMAND.match(inbound.text):
            return []
        known = await asyncio.to_thread(self._wanted, inbound.actor)
        waiting = [each for each in known if each.thread.channel.platform == inbound.channel.platform]
        if any(each.thread == inbound.thread for each in waiting):
            return []
        fitting = [each for each in waiting if _fits(inbound, each)]
        return (fitting or (waiting if self._handed_over(came) else []))[:MOST]

    def certain(self, came: Message, waiting: Sequence[WantedFile]) -> bool:
        """Whether files are for the first question, so that nobody needs to be asked.

        They fit that one alone, it was asked a moment ago, and nothing else is said.
        """
        first, age = waiting[0], came.inbound.received_at - waiting[0].asked_at
        return len(waiting) == 1 and _fits(came.inbound, first) and age <= RECENT and self._handed_over(came)

    async def chosen(self, press: Press) -> Inbound | None:
        """The message whose files were given to a question; None where that is over, and said so."""
        taken = await asyncio.to_thread(self._choice_of, press)
        if taken is None:
            self.choice.over(press)
        return taken

    def _choice_of(self, press: Press) -> Inbound | None:
        offer, _, question = str(press.inbound.value or "").partition(":")
        inbound = self._offers.find(offer)
        if inbound is None or str(inbound.actor) != str(press.inbound.actor) or self._took_in(inbound.act):
            return None
        if question == SOMETHING_NEW:
            return inbound
        meant = (each for each in self._wanted(inbound.actor) if each.question.id == question)
        return next((given(inbound, each) for each in meant), None)

    def _handed_over(self, came: Message) -> bool:
        """Whether nothing is said but that files are handed over; a pasted text is more than that."""
        return not came.content.said.pasted and self._desk.hands_over(came.inbound)


def at(inbound: Inbound, wanted: WantedFile) -> Inbound:
    """A message, put where its files were asked for."""
    return inbound.model_copy(update={"channel": wanted.thread.channel, "thread": wanted.thread})


def given(inbound: Inbound, wanted: WantedFile) -> Inbound:
    """The files of a message as the answer to a question, and nothing else of it: it was said elsewhere.

    It names the question, so that it begins nothing there if that is over by then.
    """
    answer = {"kind": "action", "action": wanted.question.id, "text": "", "named": {}}
    return at(inbound, wanted).model_copy(update=answer)


def _fits(inbound: Inbound, wanted: WantedFile) -> bool:
    return all(wanted.takes(file.name) for file in inbound.files)
