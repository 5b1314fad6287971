"""The views of commands' forms: opened, and read when they come back."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.channel_files import SharedFile
from adapters.slack.command_filling import filled
from adapters.slack.command_form import Offer, command_view
from adapters.slack.door import SlackDoor
from adapters.slack.form_records import OpenedForm
from core.chat.command_form import CommandForm
from core.chat.inbound import Inbound
from core.errors import UserFacingError

logger = structlog.get_logger()

OPEN_SECONDS = 1.5
"""A trigger lasts three seconds, and what did not open by then must still be written down within them."""

LATE_SECONDS = 4.0
"""How long Slack's word on a form is waited for after that: less than errands get when the process stops, so
that no command is forgotten then."""

LISTED_SECONDS = 0.7
"""For asking which files there are; the form opens without them."""

RECENT_SECONDS = 15 * 60
OFFERED = 20

_FAILURES = (SlackApiError, ClientError, TimeoutError, UserFacingError)

Otherwise = Callable[[], Coroutine[Any, Any, None]]
"""What is done in place of a form that did not open after all."""

NOT_OPEN = "This form is not open any more; give the command again."


@dataclass(frozen=True, slots=True)
class Sent:
    """A command with what its form brought, and the way back to where it was given."""

    inbound: Inbound
    response_url: str


class CommandViews:
    """``form_for`` makes the form of a command (it blocks), or None where there is none."""

    def __init__(
        self,
        door: SlackDoor,
        form_for: Callable[[Inbound], CommandForm | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._door = door
        self._form_for = form_for
        self._clock = clock

    async def open(self, command: Command, otherwise: Otherwise) -> bool:
        """Open the form of a command; false where there is none, or it did not open.

        One that Slack was asked to open, and says nothing about in time, counts as open: it may stand before
        the person already. ``otherwise`` is done once it is known that it does not.
        """
        deadline = asyncio.get_running_loop().time() + OPEN_SECONDS
        try:
            async with asyncio.timeout_at(deadline):
                opening = await self._opening(command)
            return opening is not None and await self._opened(opening, deadline, otherwise)
        except _FAILURES:
            logger.warning("command_form_not_opened", exc_info=True)
            return False

    async def read(self, answer: FormAnswer) -> Sent | dict[str, str]:
        """What was sent, or what is wrong with it (sentences by block).

        Only the person for whom the form was opened may send it. Whoever lost the right in the meantime is
        refused like for a command.
        """
        opened = await asyncio.to_thread(self._door.forms.find, answer.view.metadata)
        if opened is None or opened.action is not None or opened.person != str(answer.actor):
            return problem(answer, NOT_OPEN)
        command = _command(answer, opened)
        form = await asyncio.to_thread(self._form_for, command)
        if form is None:
            return Sent(command, opened.response_url)
        filling = filled(form, answer, opened.offered)
        if filling.problems:
            return dict(filling.problems)
        brought = {"files": filling.files, "parameters": filling.parameters}
        return Sent(command.model_copy(update=brought), opened.response_url)

    async def _opening(self, command: Command) -> Coroutine[Any, Any, object] | None:
        """All that is to be done before Slack is asked; what asks it."""
        form = await asyncio.to_thread(self._form_for, command.inbound)
        if form is None:
            return None
        offers = await self._offers(form, command.inbound)
        identity, opened = uuid4().hex, _opened(form, command, offers)
        await asyncio.to_thread(self._door.forms.keep, identity, opened)
        workspace = await self._door.workspaces.of(command.inbound.channel.tenant)
        view = command_view(form, offers, identity)
        return workspace.posting.views_open(trigger_id=command.trigger_id, view=view)

    async def _opened(
        self, opening: Coroutine[Any, Any, object], deadline: float, otherwise: Otherwise
    ) -> bool:
        call = asyncio.create_task(opening, name="views.open")
        await asyncio.wait([call], timeout=deadline - asyncio.get_running_loop().time())
        if call.done():
            await call
        else:
            self._door.errands.begin(_watched(call, otherwise))
        return True

    async def _offers(self, form: CommandForm, inbound: Inbound) -> list[Offer]:
        """The files of a fitting kind that people shared in the channel a moment ago."""
        if form.file is None:
            return []
        now, shared = self._clock(), list[SharedFile]()
        bot = (await self._door.workspaces.of(inbound.channel.tenant)).bot_user
        try:
            async with asyncio.timeout(LISTED_SECONDS):
                shared = await self._door.channel_files.shared(inbound.channel, since=now - RECENT_SECONDS)
        except TimeoutError:
            logger.warning("channel_files_not_listed", reason="too slow")
        fitting = (each for each in shared if form.file.could_take(each.file.name) and each.by != bot)
        return [_offer(each, now) for each in fitting][:OFFERED]


async def _watched(call: asyncio.Task[object], otherwise: Otherwise) -> None:
    """Wait for Slack's late word on a form."""
    try:
        async with asyncio.timeout(LATE_SECONDS):
            await call
    except _FAILURES:
        logger.warning("command_form_not_opened", exc_info=True)
        await otherwise()


def problem(answer: FormAnswer, sentence: str) -> dict[str, str]:
    """A sentence about a whole form, beside its first field."""
    return {each.block: sentence for each in answer.entered[:1]}


def _opened(form: CommandForm, command: Command, offers: list[Offer]) -> OpenedForm:
    return OpenedForm(
        person=str(command.inbound.actor),
        channel=command.inbound.channel,
        text=form.text,
        offered=tuple(each.file for each in offers),
        response_url=command.response_url,
    )


def _command(answer: FormAnswer, opened: OpenedForm) -> Inbound:
    """The command that a form stands for."""
    return Inbound(id=answer.id, act=answer.act, channel=opened.channel, actor=answer.actor, text=opened.text)


def _offer(shared: SharedFile, now: float) -> Offer:
    """A file by its name, whose end tells its kind, and its age, which tells two of one name apart."""
    minutes = max(0, int(now - shared.at) // 60)
    age = "just now" if minutes == 0 else f"{minutes} min ago"
    name, room = shared.file.name, 75 - len(f" ({age})")
    shown = name if len(name) <= room else f"{name[: room - 13]}…{name[-12:]}"
    return Offer(FileLocator.parse(shared.file.locator).file, f"{shown} ({age})")
