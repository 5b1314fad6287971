"""People who speak to the bot: new threads and old ones, in Slack and in Teams, and answers to questions."""

import asyncio
import random
from dataclasses import dataclass, field

from tests.faults.trial import DoorName, Event, Trial

KEPT = 12
"""Threads that people still speak in."""


@dataclass
class Talk:
    """What is said is chosen by ``moments``."""

    trial: Trial
    moments: random.Random
    said: list[Event] = field(default_factory=list)
    questions: list[Event] = field(default_factory=list)
    """Those that nobody has answered yet."""

    async def something(self) -> Event:
        """A booking in a thread of its own or in one that stands, or an order that asks a question."""
        door: DoorName = self.moments.choice(("slack", "slack", "teams"))
        words = self.moments.choice(("bookkeeper", "bookkeeper", "bookkeeper", "question-box"))
        before = [each for each in self.said[-KEPT:] if each.door == door and each.acknowledged]
        goes_on = words == "bookkeeper" and before and self.moments.random() < 0.4
        after = self.moments.choice(before) if goes_on else None
        event = await self.trial.say(door, words=words, after=after)
        (self.questions if words == "question-box" else self.said).append(event)
        return event

    async def answer_all(self) -> None:
        """Answer every question; a run may also have ended without one."""
        async with asyncio.timeout(self.trial.settle_seconds):
            while self.questions:
                await self.answer_what_is_asked()
                await asyncio.sleep(0.1)

    async def answer_what_is_asked(self) -> None:
        """Answer the questions that stand by now."""
        for event in [each for each in self.questions if self._is_asked(each)]:
            self.questions.remove(event)
            await self.trial.answer(event, "3")
        self.questions = [each for each in self.questions if not self.trial.read.failures(each.thread)]

    def _is_asked(self, event: Event) -> bool:
        return bool(self.trial.read.standing(event.thread, f"How many copies of {event.name}?"))
