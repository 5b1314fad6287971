"""The embedded engine: one lane a thread, threads side by side, and nothing lost when a process dies."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from core.errors import AccessRefused, LeaseLost, NotApproved, PlaceGone, UserFacingError
from core.logged_errors import kind_of, place_of
from core.runs.failure import failure, nobody_answered, not_allowed, sentence_for, too_long
from core.runs.heart import Heart
from core.runs.owed_ends import OwedEnds
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease, RunStore
from core.runs.waiting_signs import WaitingSigns

logger = structlog.get_logger()

POLL_SECONDS = 0.25
"""How often a process looks for runs that others left or queued."""

TRIES = 5
"""How often a run is begun that never comes to its end, because the process dies."""


STOP_SECONDS = 10.0
"""How long telling and writing down may take when the process is told to stop; the next one does the rest."""

SHORT = 10
"""Runs beside the others that are over in a moment, such as cancelling: they need no free slot."""


class Exchange(Protocol):
    """One run's exchange with its thread. It may happen again after a crash; everything is told once."""

    async def queue(self, ahead: int) -> None:
        """Tell the thread that the run waits behind others."""
        ...

    async def work(self) -> Outcome:
        """Work until there is an answer or a question."""
        ...

    async def end(self, outcome: Outcome) -> None:
        """Tell the thread how the turn ended."""
        ...

    async def forget(self) -> None:
        """Drop what was kept for going on; the run is over."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """``concurrent`` runs at once in this process; ``seconds`` of work in one run."""

    concurrent: int
    seconds: float


class RunEngine:
    """Claims runs, keeps their leases alive, and writes down how they ended."""

    def __init__(
        self, store: RunStore, exchange: Callable[[Run], Exchange], lease: Lease, limits: Limits
    ) -> None:
        self._store = store
        self._exchange = exchange
        self._lease = lease
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.concurrent)
        self._short_slots = asyncio.Semaphore(SHORT)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._working: set[str] = set()
        self._unreleased: dict[str, tuple[Run, Exception]] = {}
        self._wake = asyncio.Event()
        self._untold: Counter[str] = Counter()
        self._waiting = WaitingSigns(store, exchange, lease)
        self._owed = OwedEnds(store, exchange)
        self.looked_at = float("-inf")
        """The monotonic time of the last look at the store that succeeded."""

    async def serve(self) -> None:
        """Run whatever comes in, until cancelled; runs that are under way then stay resumable."""
        async with self._heart():
            owed = asyncio.create_task(self._owed.watch(), name="owed ends")
            try:
                while True:
                    await self._start_what_can_be()
                    await self._pause()
            finally:
                owed.cancel()
                await asyncio.wait([owed])
                await self._stop()
                await self._hand_back()

    async def _start_what_can_be(self) -> None:
        """One look at the store; a store that fails now is looked at again."""
        try:
            await self._start_ready(lane=None)
            self.looked_at = time.monotonic()
        except Exception as error:  # noqa: BLE001 - the service goes on
            await _log(error, "runs_not_started")

    async def finish(self, run_id: str) -> Run:
        """Run one run to its end or its question, after whatever stands before it in its lane."""
        async with self._heart():
            try:
                while not self._settled(run := await self._get(run_id)):
                    self._raise_if_unended(run_id)
                    lane = await asyncio.to_thread(self._store.lane, run.run_id)
                    await self._start_ready(lane)
                    await self._pause()
                return run
            except BaseException:
                await self._stop()
                raise

    async def recover(self) -> list[Run]:
        """Finish the runs whose process died; those that a living process holds are left alone."""
        found = await asyncio.to_thread(self._store.unfinished)
        patience = time.monotonic() + self._lease.seconds + 2 * POLL_SECONDS
        async with self._heart():
            while self._tasks or await self._some_unfinished():
                await self._start_ready(lane=None)
                if not self._tasks and time.monotonic() > patience:
                    break
                await self._pause()
        return [await self._get(run_id) for run_id in found]

    async def _some_unfinished(self) -> bool:
        return bool(await asyncio.to_thread(self._store.unfinished))

    async def cancel(self, run_id: str, by: str) -> RunState | None:
        """Cancel a run: what works is stopped, what waits ends here and now. The state it was in.

        The end of a run that waited is told again if that was cut short: each post stands once.
        """
        state = await asyncio.to_thread(self._store.cancel, run_id, by)
        if state in (RunState.QUEUED, RunState.WAITING, RunState.CANCELLED):
            run = await self._get(run_id)
            exchange = self._exchange(run)
            await self._waiting.over(run_id)
            outcome = failure(run, RunState.CANCELLED, "Cancelled.")
            await asyncio.to_thread(self._store.owe, run_id, outcome)
            await exchange.end(outcome)
            await asyncio.to_thread(self._store.told, run_id)
            await self._forget(exchange)
        self.wake()
        return state

    def wake(self) -> None:
        """Look for new runs and cancellations now."""
        self._wake.set()

    def _raise_if_unended(self, run_id: str) -> None:
        """Whoever waits for a run that can be neither ended nor released, or not be told, is told why."""
        if run_id in self._unreleased:
            raise self._unreleased[run_id][1]
        if self._untold[run_id] >= TRIES:
            raise UserFacingError(f"I could not post how {run_id} ended; I go on trying while I am served.")

    def _settled(self, run: Run) -> bool:
        """Whether this process has nothing more to do for the run."""
        idle = run.run_id not in self._tasks
        return idle and (run.state.final or run.state is RunState.WAITING)

    async def _get(self, run_id: str) -> Run:
        run = await asyncio.to_thread(self._store.get, run_id)
        if run is None:
            raise KeyError(run_id)
        return run

    async def _pause(self) -> None:
        """Wait until something ends, something comes in, or it is time to look again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._wake.wait()
        self._wake.clear()

    async def _start_ready(self, lane: str | None) -> None:
        """Stop what was cancelled, start runs while there are free slots, tell the others to wait."""
        for run_id in await asyncio.to_thread(self._store.cancelled, self._lease):
            self._interrupt(run_id, "cancelled by a person")
        for unreleased, _ in list(self._unreleased.values()):
            await self._retry_later(unreleased)
        await self._fill(self._short_slots, lane, at_once=True)
        await self._fill(self._slots, lane, at_once=False)
        await self._waiting.tell(anybodys=lane is None, full=self._slots.locked())

    async def _fill(self, slots: asyncio.Semaphore, lane: str | None, *, at_once: bool) -> None:
        """Start runs of one sort while there are free slots."""
        while not slots.locked():
            claim = partial(self._store.claim, self._lease, lane, at_once=at_once)
            run = await asyncio.to_thread(claim)
            if run is None:
                break
            await slots.acquire()
            task = asyncio.create_task(self._work(run), name=run.run_id)
            self._tasks[run.run_id] = task
            task.add_done_callback(partial(self._done, slots))

    def _interrupt(self, run_id: str, reason: str) -> None:
        """Stop the work of a run, once; how it ended is still told and written down in peace."""
        if run_id in self._working:
            self._working.discard(run_id)
            self._tasks[run_id].cancel(reason)

    def _done(self, slots: asyncio.Semaphore, task: asyncio.Task[None]) -> None:
        """Give the slot back. What was let go may run again already, while its failure was being logged."""
        if self._tasks.get(task.get_name()) is task:
            del self._tasks[task.get_name()]
        slots.release()
        self._wake.set()

    async def _work(self, run: Run) -> None:
        """One turn of a claimed run, from its start to its written end."""
        started = time.monotonic()
        structlog.contextvars.bind_contextvars(run_id=run.run_id, user=str(run.inbound.actor))
        exchange = self._exchange(run)
        try:
            outcome = _kept(run) or await self._outcome(run, exchange)
            state = await self._end(run, exchange, outcome, run.worked + time.monotonic() - started)
            self._untold.pop(run.run_id, None)
            logger.info("run_ended", state=state, seconds=round(time.monotonic() - started, 3))
        except LeaseLost:
            logger.warning("run_taken_over", attempt=run.attempt)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run is tried again
            self._untold[run.run_id] += 1
            await self._retry_later(run)
            if run.kept is None:
                await _log(error, "run_not_ended")
            else:  # once a minute, for hours perhaps
                logger.warning("run_end_not_told_yet", reason=type(error).__name__)

    async def _retry_later(self, run: Run) -> None:
        """Let the run go for a while; if that is impossible too (a full disk, say), try that again later."""
        self._unreleased.pop(run.run_id, None)
        try:
            await asyncio.to_thread(self._store.release, run, TRIES)
        except LeaseLost:
            logger.warning("run_taken_over", attempt=run.attempt)
        except Exception as error:  # noqa: BLE001 - without a task its lease is not renewed any more
            self._unreleased[run.run_id] = run, error
            await _log(error, "run_not_released")

    async def _end(self, run: Run, exchange: Exchange, outcome: Outcome, worked: float) -> RunState:
        """Tell the thread, then write the end down. Where nobody can be told, the run has failed.

        While it cannot be told now, it is kept: the work is done.
        """
        if outcome is not run.kept:
            await asyncio.to_thread(self._store.keep, run, outcome, worked)
        try:
            await exchange.end(outcome)
        except PlaceGone as error:
            logger.warning("run_end_not_told", state=outcome.state, reason=str(error))
            outcome = failure(run, RunState.FAILED, str(error))
        if outcome.question is not None:
            await asyncio.to_thread(self._store.park, run, worked)
        else:
            await asyncio.to_thread(self._store.finish, run, outcome)
            await self._forget(exchange)
        return outcome.state

    async def _forget(self, exchange: Exchange) -> None:
        """Clean up behind a run that is over; what stays behind costs space, nothing else."""
        try:
            await exchange.forget()
        except Exception as error:  # noqa: BLE001 - the run has ended
            await _log(error, "run_not_forgotten")

    async def _outcome(self, run: Run, exchange: Exchange) -> Outcome:
        """The turn's outcome; every failure becomes one."""
        if run.cancelled_by is not None or run.tries > TRIES or run.unanswered:
            return _given_up(run)
        limit = asyncio.timeout(max(0.0, self._limits.seconds - run.worked))
        self._working.add(run.run_id)
        try:
            async with limit:
                await self._waiting.over(run.run_id)
                return await exchange.work()
        except asyncio.CancelledError:
            return await self._cancelled(run)
        except (AccessRefused, NotApproved) as error:
            return not_allowed(run, error)
        except UserFacingError as error:
            logger.warning("run_failed", reason=kind_of(error), at=place_of(error))
            return failure(run, RunState.FAILED, str(error))
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - every failure becomes a sentence
            await _log(error, "run_failed_unexpectedly")
            sentence = too_long(self._limits.seconds) if limit.expired() else sentence_for(error)
            return failure(run, RunState.FAILED, sentence)
        finally:
            self._working.discard(run.run_id)

    async def _cancelled(self, run: Run) -> Outcome:
        """The outcome of a cancel by a person; the end of the process is passed on instead."""
        current = await asyncio.shield(self._get(run.run_id))
        if current.cancelled_by is None:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        return failure(run, RunState.CANCELLED, "Cancelled.")

    def _heart(self) -> Heart:
        return Heart(self._beat, self._lease.seconds / 3)

    async def _beat(self) -> None:
        """Renew the leases; stop runs that were lost or cancelled elsewhere."""
        mine = list(self._tasks)
        held = await asyncio.to_thread(self._store.heartbeat, self._lease, mine)
        for run_id in mine:
            if run_id not in held:
                self._interrupt(run_id, "taken over")

    async def _hand_back(self) -> None:
        """Let the next process begin at once; where that fails, it begins when the lease is over."""
        try:
            await asyncio.to_thread(self._store.hand_back, self._lease)
        except Exception as error:  # noqa: BLE001 - the process ends in any case
            await _log(error, "runs_not_handed_back")

    async def _stop(self) -> None:
        """Stop what works, so that it can be taken up again; let what has ended be told and written down."""
        await self._waiting.stop()
        tasks = list(self._tasks.values())
        for run_id in list(self._working):
            self._interrupt(run_id, "the process ends")
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:  # a platform that does not answer, perhaps
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _kept(run: Run) -> Outcome | None:
    """What an earlier attempt worked out, unless it was cancelled meanwhile, or telling it is deadly."""
    return run.kept if run.cancelled_by is None and run.tries <= TRIES else None


def _given_up(run: Run) -> Outcome:
    """What becomes of a run that is not begun any more."""
    if run.cancelled_by is not None:  # while its question was being posted
        return failure(run, RunState.CANCELLED, "Cancelled.")
    if run.reply is not None and run.unanswered:
        return failure(run, RunState.EXPIRED, nobody_answered(run.reply.expired))
    return failure(run, RunState.FAILED, "I had to give this up after several attempts; tell an admin.")


async def _log(error: Exception, event: str) -> None:
    """Log a failure with its cause, off the loop: rendering a traceback reads source files."""
    await asyncio.to_thread(logger.error, event, exc_info=error)
