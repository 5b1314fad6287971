"""Opening the forms of commands, and taking back what they bring."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
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

LISTED_SECONDS = 0.7
"""For asking which files there are; the form opens without them."""

RECENT_SECONDS = 15 * 60
OFFERED = 20

NOT_OPEN = "This form is not open any more; give the command again."


@dataclass(frozen=True, slots=True)
class Sent:
    """A command with what its form brought, and the way back to where it was given."""

    inbound: Inbound
    response_url: str


class CommandForms:
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

    async def open(self, command: Command) -> bool:
        """Open the form of a command; false where there is none, or it did not open in time."""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                return await self._open(command)
        except (SlackApiError, ClientError, TimeoutError, UserFacingError):
            logger.warning("command_form_not_opened", exc_info=True)
            return False

    async def read(self, answer: FormAnswer) -> Sent | dict[str, str]:
        """What was sent, or what is wrong with it (sentences by block).

        Only the person for whom the form was opened may send it. Whoever lost the right in the meantime is
        refused like for a command.
        """
        opened = await asyncio.to_thread(self._door.forms.find, answer.view.metadata)
        if opened is None or opened.person != str(answer.actor):
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

    async def _open(self, command: Command) -> bool:
        form = await asyncio.to_thread(self._form_for, command.inbound)
        if form is None:
            return False
        offers = await self._offers(form, command.inbound)
        identity, opened = uuid4().hex, _opened(form, command, offers)
        await asyncio.to_thread(self._door.forms.keep, identity, opened)
        workspace = await self._door.workspaces.of(command.inbound.channel.tenant)
        view = command_view(form, offers, identity)
        await workspace.posting.views_open(trigger_id=command.trigger_id, view=view)
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
