"""What is done with forms: opened at once; written down when they come back, or kept open with a sentence."""

import asyncio
from uuid import uuid4

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack import answer_form, command_form
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.press import Press
from adapters.slack.command_views import CommandViews, Otherwise, Sent, problem
from adapters.slack.concerns import emptied
from adapters.slack.door import SlackDoor
from adapters.slack.ways_back import tell_sentence
from core.chat.desk import Desk
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 2.5
"""Slack wants its answer within three."""

SLOW = "I am very busy at the moment; send this again, it counts once."

NOT_ANSWERED = "The form did not open; press Answer again, or type your answer in the thread."

NOT_OPEN = "This form is not open any more; press Answer again, or type your answer in the thread."


class FormReception:
    """The forms of commands and of questions."""

    def __init__(self, door: SlackDoor, commands: CommandViews, desk: Desk) -> None:
        self._door = door
        self._commands = commands
        self._desk = desk

    async def open(self, command: Command, otherwise: Otherwise) -> bool:
        """Open the form that stands in for a bare command; false where it is to be taken as it is.

        ``otherwise`` is done if it turns out later that the form did not open.
        """
        return not command.said.pasted and await self._commands.open(command, otherwise)

    async def open_answer(self, press: Press) -> bool:
        """Open the form of a question, after Slack has its answer; false for who may not answer (any more).

        Nothing is lost if it does not open: the person is told that the answer can be typed.
        """
        inbound = press.inbound
        if inbound.thread is None or not await self._desk.known(inbound):
            return False
        if not await self._desk.is_asked(inbound.actor, inbound.action or ""):
            return False
        self._door.errands.begin(self._answer_opened(press))
        return True

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

    async def _answer_opened(self, press: Press) -> None:
        try:
            workspace = await self._door.workspaces.of(press.inbound.channel.tenant)
            identity = uuid4().hex
            await asyncio.to_thread(self._door.forms.keep, identity, answer_form.opened_for(press))
            view = answer_form.answer_view(press.form or "", identity)
            await workspace.posting.views_open(trigger_id=press.trigger_id, view=view)
        except (SlackApiError, ClientError, TimeoutError, UserFacingError):
            logger.warning("form_not_opened", exc_info=True)
            await tell_sentence(press.response_url, NOT_ANSWERED)

    async def _take(self, form: FormAnswer) -> dict[str, str]:
        sent = await self._sent(form)
        if not isinstance(sent, Sent):
            return sent
        inbound = sent.inbound if await self._desk.known(sent.inbound) else emptied(sent.inbound)
        if sent.response_url:
            await asyncio.to_thread(self._door.ways_back.remember, inbound.act, sent.response_url)
        await self._desk.take(inbound)
        self._desk.wake()
        return {}

    async def _sent(self, form: FormAnswer) -> Sent | dict[str, str]:
        """What a form brings, by the kind of form; or what is wrong with it."""
        match form.view.callback:
            case command_form.CALLBACK:
                return await self._commands.read(form)
            case answer_form.CALLBACK:
                return await self._answer(form)
            case _:
                logger.debug("form_left_alone", callback=form.view.callback[:80])
                return {}

    async def _answer(self, form: FormAnswer) -> Sent | dict[str, str]:
        """The answer to a question; only the person for whom the form was opened may send it."""
        opened = await asyncio.to_thread(self._door.forms.find, form.view.metadata)
        if opened is None or opened.action is None or opened.person != str(form.actor):
            return problem(form, NOT_OPEN)
        return Sent(answer_form.answered(form, opened), opened.response_url)
