"""Asking what is due, while the process serves."""

import asyncio
from collections.abc import Callable

import structlog

from core.chat.desk import Desk
from core.errors import UserFacingError
from core.logged_errors import kind_of
from core.runs.schedule_book import ScheduleBook

logger = structlog.get_logger()

LOOK_SECONDS = 15.0


async def keep_schedules(book: ScheduleBook, desk: Desk, has_door: Callable[[str], bool]) -> None:
    """Look again and again; what cannot be asked now is asked at the next look."""
    while True:
        try:
            await ask_what_is_due(book, desk, has_door)
        except Exception:
            logger.warning("schedules_not_kept", exc_info=True)
        await asyncio.sleep(LOOK_SECONDS)


async def ask_what_is_due(book: ScheduleBook, desk: Desk, has_door: Callable[[str], bool]) -> None:
    """Hand in each message that is due.

    It is written down before its schedule goes on: a crash in between hands it in again, which counts once.
    """
    for schedule in await asyncio.to_thread(book.due):
        if book.is_too_late(schedule) or not has_door(schedule.channel.platform):
            logger.warning(
                "schedule_missed", schedule_id=schedule.schedule_id, due=schedule.next_at.isoformat()
            )
        else:
            try:
                await desk.take(schedule.inbound())
            except UserFacingError as error:
                logger.warning("schedule_not_taken", schedule_id=schedule.schedule_id, reason=kind_of(error))
        await asyncio.to_thread(book.go_on, schedule)
    desk.wake()
