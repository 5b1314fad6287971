"""What is done with whatever comes in, before it is acknowledged: written down, or left alone on purpose."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.answer_form import answer_form, answered
from adapters.slack.arrivals.arrival import Arrival, arrival
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.handshake import Challenge
from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.ignored import Ignored
from adapters.slack.arrivals.message import Message
from adapters.slack.arrivals.press import Press
from adapters.slack.arrivals.tenant import installation_of
from adapters.slack.door import SlackDoor
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 2.0
"""Slack wants its answer within three; what could not be written down by then is asked for again."""

SLOW = "I am very busy at the moment; if nothing follows within a minute, send this again."


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack is told at once: an HTTP status, and a text that only the person who acts sees."""

    status: int = 200
    text: str = ""


class Reception:
    """Takes deliveries in.

    ``receive`` writes a message down (it blocks, and knows repeats), ``wake`` has it worked on now;
    ``takes_part`` says whether the bot has been spoken to in a thread (it blocks).
    """

    def __init__(
        self,
        door: SlackDoor,
        receive: Callable[[Inbound], Any],
        wake: Callable[[], None],
        takes_part: Callable[[ThreadRef], bool],
    ) -> None:
        self._door = door
        self._receive = receive
        self._wake = wake
        self._takes_part = takes_part

    async def take(self, payload: Mapping[str, Any]) -> Answer:
        """One delivery of Slack, its signature checked; what to answer."""
        came = arrival(payload, await self._identity(payload))
        if isinstance(came, Challenge):
            return Answer(text=came.challenge)
        if isinstance(came, Press) and came.form is not None:
            return await self._open_form(came)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._write_down(came)
        except TimeoutError:
            logger.warning("delivery_not_stored_in_time")
            return Answer(503) if isinstance(came, Message) else Answer(text=SLOW)

    async def _write_down(self, came: Arrival) -> Answer:
        """Hand on what concerns the bot."""
        inbound = await self._ours(came)
        if inbound is None:
            logger.debug("delivery_left_alone", what=type(came).__name__)
            return Answer()
        try:
            receipt = await asyncio.to_thread(self._receive, inbound)
        except UserFacingError as error:
            return Answer(text=str(error))
        if isinstance(came, Command):
            await asyncio.to_thread(self._door.ways_back.remember, receipt.run_id, came.response_url)
        self._wake()
        return Answer()

    async def _open_form(self, press: Press) -> Answer:
        """Open the form at once: the trigger lasts three seconds, and nothing is lost if it does not open."""
        view, workspace = answer_form(press), await self._door.workspaces.of(press.inbound.channel.tenant)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                if view is not None:
                    await workspace.posting.views_open(trigger_id=press.trigger_id, view=view)
        except (SlackApiError, ClientError, TimeoutError):
            logger.warning("form_not_opened", exc_info=True)
        return Answer()

    async def _identity(self, payload: Mapping[str, Any]) -> Identity:
        """Who the bot is in the workspace of a delivery."""
        installation = installation_of(payload)
        if installation is None:
            return Identity("")
        workspace = await self._door.workspaces.of(installation.tenant)
        return Identity(workspace.bot_user, workspace.bot, workspace.app)

    async def _ours(self, came: Arrival) -> Inbound | None:
        """The message that a delivery is, if it concerns the bot."""
        match came:
            case Ignored():
                return None
            case Message():
                concerns = came.addressed or await self._in_our_thread(came)
                return await self._with_pasted(came) if concerns else None
            case Command() | Press():
                return came.inbound
            case FormAnswer():
                return answered(came)
            case _:
                return None

    async def _with_pasted(self, message: Message) -> Inbound:
        """The message with its pasted texts as files; a repeat of it finds the first one's."""
        pasted, files = message.content.said.pasted, list(message.inbound.files)
        folder = sha256(message.inbound.act.encode()).hexdigest()[:32]
        for number, each in enumerate(pasted):
            content = each.text.encode("utf-8", "replace")
            locator, size = await self._door.uploads.keep(folder, number, _one(content))
            files.append(InboundFile(name=each.name, locator=locator, size=size))
        return message.inbound.model_copy(update={"files": tuple(files)})

    async def _in_our_thread(self, message: Message) -> bool:
        """In a thread that the bot takes part in nobody needs to name it."""
        thread = message.inbound.thread
        return message.reply and thread is not None and await asyncio.to_thread(self._takes_part, thread)


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
