"""``/dataops schedule``, ``schedules`` and ``unschedule``: what is asked by itself."""

from datetime import UTC, datetime
from uuid import uuid4

from bots.commands.command import Command, answering
from bots.commands.moments import HOW, moment
from bots.commands.request import Request
from core.access.gate import Gate
from core.contracts import Answer
from core.errors import UserFacingError
from core.runs.schedule import Schedule, check_times, times
from core.runs.schedule_book import ScheduleBook

MOST = 50
"""Schedules of a channel."""


class ScheduleCommands:
    """Makes, lists and ends schedules."""

    def __init__(self, book: ScheduleBook, gate: Gate, timezone: str) -> None:
        self._book = book
        self._gate = gate
        self._timezone = timezone

    def commands(self) -> list[Command]:
        """The words about schedules."""
        return [
            Command(
                "schedule WHEN QUESTION",
                "ask something in this channel again and again, in your name",
                answering(self._add),
                "schedule.create",
            ),
            Command("schedules", "what is asked here by itself", answering(self._list), "session.read"),
            Command("unschedule ID", "ask it no more", answering(self._remove)),
        ]

    def _add(self, request: Request) -> Answer:
        when = moment(" ".join(request.arguments), self._timezone)
        if not when.rest:
            raise UserFacingError(HOW)
        if len(self._book.of_channel(request.channel)) >= MOST:
            raise UserFacingError(
                f"A channel has {MOST} schedules at most; end one with /dataops unschedule."
            )
        try:
            check_times(when.cron, when.timezone)
        except ValueError as error:
            raise UserFacingError(str(error)) from error
        schedule = Schedule(
            schedule_id=uuid4().hex[:8],
            person=request.run.inbound.actor,
            channel=request.run.inbound.channel,
            text=when.rest,
            cron=when.cron,
            timezone=when.timezone,
            next_at=next(times(when.cron, when.timezone, datetime.now(UTC))),
        )
        self._book.add(schedule)
        return Answer(
            finding=f"I ask this here by myself: {schedule.told}.",
            details=_line(schedule),
            next_steps=[f"/dataops unschedule {schedule.schedule_id}"],
        )

    def _list(self, request: Request) -> Answer:
        schedules = self._book.of_channel(request.channel)
        if not schedules:
            return Answer(finding="Nothing is asked here by itself.", next_steps=["/dataops help"])
        return Answer(
            finding=f"{len(schedules)} asked here by itself.", details="\n".join(map(_line, schedules))
        )

    def _remove(self, request: Request) -> Answer:
        """Everybody ends their own; whoever ends another's needs the right."""
        wanted = request.words[0] if request.words else ""
        found = [each for each in self._book.of_channel(request.channel) if each.schedule_id == wanted]
        if not found:
            raise UserFacingError("Say which one: /dataops unschedule and an id of /dataops schedules.")
        if str(found[0].person) != request.person:
            self._gate.require(request.act("admin.unschedule", wanted))
        self._book.remove(wanted)
        return Answer(finding=f"It is asked no more: {found[0].told}.")


def _line(schedule: Schedule) -> str:
    said = " ".join(schedule.text.split()).replace("`", "'")
    following = f"next at {schedule.next_at:%Y-%m-%d %H:%M} UTC"
    return f"- `{schedule.schedule_id}` {schedule.told}, for {schedule.person}, {following}: `{said[:200]}`"
