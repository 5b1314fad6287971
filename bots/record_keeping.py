"""Writing runs into the records: at once where that is possible, and else as soon as it is."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bots.house import House
from bots.run_record import record_run
from bots.thread_record import record_answer, record_message
from core.chat.controls import RETRY
from core.errors import StorageError
from core.runs.owed_records import OwedRecord
from core.runs.run import Outcome, Run, RunState

logger = structlog.get_logger()

LOOK_SECONDS = 60.0


class RecordKeeping:
    """A run is over once it is told: stores that are away hold up nobody's answer."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def settle(self, run: Run, outcome: Outcome, *, private: bool) -> None:
        """Write down how a turn ended that was told; what fails stays owed.

        ``private``: only whoever pressed was told, so that the thread's history knows nothing of it.
        """
        since = await asyncio.to_thread(self._house.records.owed.since, run.run_id)
        try:
            await self._write(run, outcome, since, private=private)
        except Exception as error:  # noqa: BLE001 - it is owed, and tried again
            logger.warning("run_not_recorded_yet", reason=type(error).__name__)
            return
        await asyncio.to_thread(self._house.records.owed.paid, run.run_id, since)

    async def watch(self) -> None:
        """Pay again and again, until cancelled."""
        while True:
            try:
                await self.pay()
            except Exception as error:  # noqa: BLE001 - the next look may go well
                await asyncio.to_thread(logger.error, "owed_records_not_found", exc_info=error)
            await asyncio.sleep(LOOK_SECONDS)

    async def pay(self) -> None:
        """Write down what is owed, until there is nothing more, or a store cannot be used."""
        owed = self._house.records.owed
        while due := list(await asyncio.to_thread(owed.due)):
            for each in due:
                if not await self._paid(each):
                    return
                await asyncio.to_thread(owed.paid, each.run.run_id, each.since)

    async def _paid(self, owed: OwedRecord) -> bool:
        """Whether there is nothing more to do for a run. What can never be written is left."""
        run = await asyncio.to_thread(self._as_worked, owed.run)
        outcome = run.outcome or Outcome(run.state)
        private = _is_private(run, outcome)
        try:
            if not private and await asyncio.to_thread(self._house.commands.is_recorded, run.inbound):
                await record_message(self._house.services.sessions, run)
            await self._write(run, outcome, owed.since, private=private)
        except StorageError:
            return False
        except Exception as error:  # noqa: BLE001 - no other run waits for it
            await asyncio.to_thread(logger.error, "run_not_recorded", run_id=run.run_id, exc_info=error)
        return True

    async def _write(self, run: Run, outcome: Outcome, since: float, *, private: bool) -> None:
        """The answer in the thread's session, then who ran what; each can be written again."""
        house, at = self._house, datetime.fromtimestamp(since, UTC)
        if not await asyncio.to_thread(house.commands.is_recorded, run.inbound):
            return
        if not private:
            await record_answer(house.services.sessions, run, outcome, at)
        await record_run(house, run, outcome, at)

    def _as_worked(self, run: Run) -> Run:
        """A run with the message that it worked on; what is tried again is so in the name of who pressed."""
        asked = self._house.records.history.asked(run)
        return replace(run, inbound=asked.model_copy(update={"actor": run.inbound.actor}))


def _is_private(run: Run, outcome: Outcome) -> bool:
    pressed = run.inbound.kind == "action" and run.inbound.action != RETRY
    return pressed or outcome.state is RunState.REFUSED
