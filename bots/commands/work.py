"""``/dataops runs``, ``status``, ``retry`` and ``cancel``: the work of a thread and of a person."""

import asyncio
from collections.abc import Sequence

from bots.commands.command import Command, answering
from bots.commands.request import Request
from bots.overview import STATES
from bots.presses import Presses
from core.chat.controls import RETRY
from core.chat.inbound import Inbound
from core.contracts import Answer, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.replies import reply
from core.runs.run import Run
from core.runs.run_history import RunHistory

LATEST = 10


class WorkCommands:
    """What runs, ran, and is to be stopped."""

    def __init__(self, runs: RunHistory, presses: Presses) -> None:
        self._runs = runs
        self._presses = presses

    def commands(self) -> list[Command]:
        """The words about work."""
        return [
            Command("runs", "your latest runs, and what became of them", answering(self._latest)),
            Command("status", "what is running in this thread", answering(self._status), at_once=True),
            Command(
                "retry [RUN]",
                "try again what did not work in this thread",
                answering(_nothing_to_retry),
                means=self._as_press,
            ),
            Command("cancel [RUN]", "stop the running work of this thread", self._cancel, at_once=True),
        ]

    def _as_press(self, inbound: Inbound, arguments: Sequence[str]) -> Inbound:
        """Whoever types it presses Try again: on the run that they name, or on the thread's latest."""
        if inbound.thread is None:
            return inbound
        wanted = arguments[0] if arguments else self._runs.latest_unsuccessful(inbound.thread)
        if wanted is None:
            return inbound
        return inbound.model_copy(update={"kind": "action", "action": RETRY, "value": wanted, "text": ""})

    def _latest(self, request: Request) -> Answer:
        runs = self._runs.runs_of(request.run.inbound.actor, LATEST + 1)
        mine = [run for run in runs if run.run_id != request.run.run_id][:LATEST]
        if not mine:
            return Answer(finding="You have not asked anything yet.")
        return Answer(
            finding=f"Your latest {'run' if len(mine) == 1 else f'{len(mine)} runs'}.",
            details="\n".join(map(self._line, mine)),
        )

    def _line(self, run: Run) -> str:
        when = f"{run.inbound.received_at:%Y-%m-%d %H:%M} UTC"
        asked = " ".join(self._runs.asked(run).text.split()).replace("`", "'")[:80]
        return f"- `{run.run_id}` {STATES[run.state]}, {when}{f': `{asked}`' if asked else ''}"

    def _status(self, request: Request) -> Answer:
        """What runs here, and what else of the person's is not done anywhere."""
        run = self._current(request)
        others = [each for each in self._runs.unfinished_of(request.run.inbound.actor) if each != run]
        elsewhere = [each for each in others if each.run_id != request.run.run_id]
        details = "\n".join(["Elsewhere of yours:", *map(self._line, elsewhere)]) if elsewhere else ""
        if run is None:
            return Answer(finding="Nothing is running in this thread.", details=details)
        return Answer(
            finding=f"{run.run_id} {STATES[run.state]}.", details=details, next_steps=["/dataops cancel"]
        )

    async def _cancel(self, request: Request) -> WorkflowResponse:
        current = await asyncio.to_thread(self._current, request)
        wanted = request.words[0] if request.words else (current.run_id if current else "")
        if await self._presses.cancel(request.run, wanted) is None:
            raise UserFacingError("There is nothing to cancel in this thread.")
        return reply(Answer(finding=f"Cancelled {wanted}."))

    def _current(self, request: Request) -> Run | None:
        """The thread's latest unfinished run beside this one."""
        thread = request.run.thread
        return None if thread is None else self._runs.latest_unfinished(thread, request.run.run_id)


def _nothing_to_retry(_: Request) -> Answer:
    return Answer(finding="There is nothing to try again in this thread; ask anew.")
