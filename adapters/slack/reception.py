"""What is done with whatever comes in, before it is acknowledged: written down, or left alone on purpose."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.analysis import CALLBACK, brings_something, left_out
from adapters.slack.arrivals.arrival import Arrival, arrival
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.handshake import Challenge
from adapters.slack.arrivals.home import AssistantOpened, HomeOpened
from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.ignored import Ignored
from adapters.slack.arrivals.lifecycle import AppChange
from adapters.slack.arrivals.message import Message
from adapters.slack.arrivals.press import Press
from adapters.slack.arrivals.shortcut import MessageShortcut
from adapters.slack.arrivals.tenant import installation_of
from adapters.slack.door import SlackDoor
from adapters.slack.form_reception import FormReception
from adapters.slack.home import Home
from adapters.slack.rendering.card import render
from adapters.slack.rendering.message import Payload
from adapters.slack.ways_back import tell
from adapters.slack.workspace import NotInstalled
from core.chat.card import Card
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 2.5
"""Slack wants its answer within three; what could not be written down by then is asked for again."""

SLOW = "I am very busy at the moment; if nothing follows within a minute, send this again."


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack is told at once: an HTTP status, and a text that only the person who acts sees.

    ``errors`` are sentences beside the fields of a form, by block; the form stays open then.
    """

    status: int = 200
    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str | dict[str, Any]:
        """As Slack reads it."""
        return {"response_action": "errors", "errors": dict(self.errors)} if self.errors else self.text


class Reception:
    """Takes deliveries in.

    ``receive`` writes a message down (it blocks, and knows repeats), ``wake`` has it worked on now;
    ``takes_part`` says whether the bot has been spoken to in a thread (it blocks). ``forms`` are those that
    open in place of a bare command.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it hands on to
        self,
        door: SlackDoor,
        receive: Callable[[Inbound], Any],
        wake: Callable[[], None],
        takes_part: Callable[[ThreadRef], bool],
        home: Home,
        forms: FormReception,
    ) -> None:
        self._door = door
        self._receive = receive
        self._wake = wake
        self._takes_part = takes_part
        self._home = home
        self._forms = forms

    async def take(self, payload: Mapping[str, Any]) -> Answer:
        """One delivery of Slack, its signature checked; what to answer."""
        deadline = asyncio.get_running_loop().time() + STORE_SECONDS
        try:
            bot, refusal = await self._identity(payload), ""
        except NotInstalled as error:
            bot, refusal = Identity(""), str(error)
        came = arrival(payload, bot)
        if isinstance(came, Challenge):
            return Answer(text=came.challenge)
        if isinstance(came, AppChange):
            return await self._change(came)
        if refusal:
            logger.warning("delivery_where_not_installed", what=type(came).__name__)
            return self._tell(came, refusal)
        at_once = await self._at_once(came)
        if at_once is not None:
            return at_once
        try:
            async with asyncio.timeout_at(deadline):
                return await self._write_down(came)
        except TimeoutError:
            logger.warning("delivery_not_stored_in_time")
            return Answer(503) if isinstance(came, Message) else self._tell(came, SLOW)

    async def _at_once(self, came: Arrival) -> Answer | None:
        """The answer to what is no message: a Home tab, a form on either of its ways."""
        match came:
            case HomeOpened() | AssistantOpened():
                self._home.opened(came)
                return Answer()
            case Press() if came.form is not None:
                await self._forms.open_answer(came)
                return Answer()
            case Command() if await self._forms.open(came):
                return Answer()
            case FormAnswer():
                return Answer(errors=await self._forms.take(came))
            case _:
                return None

    async def _write_down(self, came: Arrival) -> Answer:
        """Hand on what concerns the bot."""
        inbound = await self._ours(came)
        if inbound is None:
            logger.debug("delivery_left_alone", what=type(came).__name__)
            return Answer()
        try:
            receipt = await asyncio.to_thread(self._receive, inbound)
        except UserFacingError as error:
            return self._tell(came, str(error))
        if isinstance(came, Command | MessageShortcut):
            await asyncio.to_thread(self._door.ways_back.remember, receipt.run_id, came.response_url)
        self._wake()
        return Answer()

    async def _change(self, change: AppChange) -> Answer:
        """The installation changed; what cannot be taken note of now is to be delivered again."""
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self._door.workspaces.changed(change)
        except (SlackApiError, ClientError, TimeoutError, UserFacingError):
            logger.warning("change_of_installation_not_noted", exc_info=True)
            return Answer(503)
        return Answer()

    async def _identity(self, payload: Mapping[str, Any]) -> Identity:
        """Who the bot is in the workspace of a delivery."""
        installation = installation_of(payload)
        if installation is None:
            return Identity("")
        return await self._door.workspaces.identity(installation.tenant)

    async def _ours(self, came: Arrival) -> Inbound | None:
        """The message that a delivery is, if it concerns the bot."""
        match came:
            case Ignored():
                return None
            case Message():
                concerns = came.addressed or await self._in_our_thread(came)
                return await self._with_pasted(came) if concerns else None
            case Command():
                return await self._with_pasted(came)
            case Press():
                return came.inbound
            case MessageShortcut() if came.callback == CALLBACK:
                return await self._to_analyse(came)
            case _:
                return None

    async def _to_analyse(self, shortcut: MessageShortcut) -> Inbound | None:
        """What the message of a shortcut brings; what of it cannot be read, its person alone is told."""
        self._tell(shortcut, left_out(shortcut))
        return await self._with_pasted(shortcut) if brings_something(shortcut) else None

    def _tell(self, came: Arrival, sentence: str) -> Answer:
        """Tell who acted: in the answer itself, or where Slack takes no text in it, through its address."""
        if not isinstance(came, MessageShortcut):
            return Answer(text=sentence)
        if sentence:
            payloads = render(Card(kind="notice", title=sentence)).payloads
            self._door.errands.begin(_told(came.response_url, payloads))
        return Answer()

    async def _with_pasted(self, message: Message | MessageShortcut | Command) -> Inbound:
        """The message with its pasted texts as files; a repeat of it finds the first one's."""
        said = message.said if isinstance(message, Command) else message.content.said
        pasted, files = said.pasted, list(message.inbound.files)
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


async def _told(url: str, payloads: Sequence[Payload]) -> None:
    if not await tell(url, payloads):
        logger.warning("person_not_told")


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
