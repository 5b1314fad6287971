"""What is done with forms: opened at once; written down when they come back, or kept open with a sentence."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack import answer_form, command_form
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.press import Press
from adapters.slack.command_forms import NOT_OPEN, CommandForms, Sent, problem
from adapters.slack.door import SlackDoor
from adapters.slack.workspace import Workspace
from core.chat.inbound import Inbound
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 2.5
"""Slack wants its answer within three."""

SLOW = "I am very busy at the moment; send this again, it counts once."


class FormReception:
    """``receive`` writes a message down (it blocks, and knows repeats), ``wake`` has it worked on now."""

    def __init__(
        self,
        door: SlackDoor,
        commands: CommandForms,
        receive: Callable[[Inbound], Any],
        wake: Callable[[], None],
    ) -> None:
        self._door = door
        self._commands = commands
        self._receive = receive
        self._wake = wake

    async def open(self, command: Command) -> bool:
        """Open the form that stands in for a bare command; false where it is to be taken as it is."""
        return not command.said.pasted and await self._commands.open(command)

    async def open_answer(self, press: Press) -> None:
        """Open the form of a question; nothing is lost if it does not open, the answer can be typed."""
        view, workspace = answer_form.answer_form(press), await self._workspace(press)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                if view is not None:
                    await workspace.posting.views_open(trigger_id=press.trigger_id, view=view)
        except (SlackApiError, ClientError, TimeoutError):
            logger.warning("form_not_opened", exc_info=True)

    async def take(self, form: FormAnswer) -> dict[str, str]:
        """Write down what a form brings; sentences by block, and then it stays open, where that cannot be."""
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._take(form)
        except TimeoutError:
            logger.warning("form_not_stored_in_time")
            return problem(form, SLOW)
        except UserFacingError as error:
            return problem(form, str(error))

    async def _workspace(self, press: Press) -> Workspace:
        return await self._door.workspaces.of(press.inbound.channel.tenant)

    async def _take(self, form: FormAnswer) -> dict[str, str]:
        sent = await self._sent(form)
        if not isinstance(sent, Sent):
            return sent
        receipt = await asyncio.to_thread(self._receive, sent.inbound)
        if sent.response_url:
            await asyncio.to_thread(self._door.ways_back.remember, receipt.run_id, sent.response_url)
        self._wake()
        return {}

    async def _sent(self, form: FormAnswer) -> Sent | dict[str, str]:
        """What a form brings, by the kind of form; or what is wrong with it."""
        match form.view.callback:
            case command_form.CALLBACK:
                return await self._commands.read(form)
            case answer_form.CALLBACK:
                return _answer(form)
            case _:
                logger.debug("form_left_alone", callback=form.view.callback[:80])
                return {}


def _answer(form: FormAnswer) -> Sent | dict[str, str]:
    try:
        return Sent(answer_form.answered(form), "")
    except ValueError:
        return problem(form, NOT_OPEN)
