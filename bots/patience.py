"""What becomes of questions that nobody answers: a reminder once, and a polite end."""

import asyncio
import time
from collections.abc import Callable

import structlog

from bots.house import House
from bots.question_posts import QuestionPosts
from core.chat.question import Question
from core.errors import PlaceGone

logger = structlog.get_logger()

TICK_SECONDS = 60.0


class Patience:
    """For the process that serves: another one beside it leaves the questions to that one."""

    def __init__(self, house: House, wake: Callable[[], None]) -> None:
        self._house = house
        self._wake = wake

    async def watch(self, clock: Callable[[], float] = time.time) -> None:
        """Look after the open questions every minute, until cancelled."""
        while True:
            try:
                await self.tick(clock())
            except Exception:
                logger.warning("questions_not_looked_after", exc_info=True)
            await asyncio.sleep(TICK_SECONDS)

    async def tick(self, now: float) -> None:
        """Look once, at this moment (in seconds since 1970); what is due is done once, whoever else looks."""
        platforms, patience = list(self._house.doors), self._house.patience
        if await asyncio.to_thread(patience.expire, now, platforms):
            self._wake()
        for question in await asyncio.to_thread(patience.reminders, now, platforms):
            await self._remind(question)

    async def _remind(self, question: Question) -> None:
        """Post the reminder; where that fails it is tried again some minutes later."""
        run = await asyncio.to_thread(self._house.records.runs.get, question.run_id)
        if run is None:
            return
        try:
            await QuestionPosts(self._house, run).remind(question)
        except PlaceGone:
            logger.info("reminder_has_no_place", run_id=run.run_id)
        except Exception:
            logger.warning("not_reminded", run_id=run.run_id, exc_info=True)
            return
        await asyncio.to_thread(self._house.patience.told, question.id)
