"""What is answered to whatever comes in: at once, and not before it is written down."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.analysis import CALLBACK, left_out
from adapters.slack.arrivals.arrival import Arrival, arrival
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.handshake import Challenge, RateLimited
from adapters.slack.arrivals.home import AssistantOpened, HomeOpened
from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.lifecycle import AppChange, ChannelChange
from adapters.slack.arrivals.message import Message
from adapters.slack.arrivals.press import Press
from adapters.slack.arrivals.shortcut import MessageShortcut
from adapters.slack.arrivals.tenant import installation_of
from adapters.slack.command_views import problem
from adapters.slack.concerns import Concerns
from adapters.slack.door import SlackDoor
from adapters.slack.form_reception import FormReception
from adapters.slack.home import Home
from adapters.slack.ways_back import tell_sentence
from adapters.slack.workspace import NotInstalled
from core.chat.desk import Desk
from core.errors import StorageError, UserFacingError

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
    """Takes deliveries in. ``forms`` are those that open in place of a bare command, or for an answer."""

    def __init__(self, door: SlackDoor, desk: Desk, home: Home, forms: FormReception) -> None:
        self._door = door
        self._desk = desk
        self._home = home
        self._forms = forms
        self._concerns = Concerns(desk, door.uploads)

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
        return at_once or await self._written_down(came, deadline)

    async def _at_once(self, came: Arrival) -> Answer | None:
        """The answer to what is no message: a Home tab, a form on either of its ways."""
        match came:
            case HomeOpened() | AssistantOpened():
                self._home.opened(came)
            case Command():
                opened = await self._forms.open(came, partial(self._taken_late, came))
                return Answer() if opened else None
            case FormAnswer():
                return Answer(errors=await self._forms.take(came))
            case ChannelChange():
                logger.info("channel_changed", how=came.kind, channel=str(came.channel))
            case RateLimited():
                logger.warning("events_held_back", tenant=came.tenant, minute=came.minute)
            case _:
                return None
        return Answer()

    async def _taken_late(self, command: Command) -> None:
        """Take a command whose form did not open; Slack has its answer already."""
        answer = await self._written_down(command, asyncio.get_running_loop().time() + STORE_SECONDS)
        if answer.text:
            await tell_sentence(command.response_url, answer.text)

    async def _written_down(self, came: Arrival, deadline: float) -> Answer:
        """Hand on what concerns the bot; events that cannot be kept now are to be delivered again."""
        try:
            async with asyncio.timeout_at(deadline):
                return await self._hand_on(came)
        except TimeoutError:
            logger.warning("delivery_not_stored_in_time")
            return Answer(503) if isinstance(came, Message) else self._tell(came, SLOW)
        except StorageError as error:
            logger.warning("delivery_not_stored", exc_info=True)
            return Answer(503) if isinstance(came, Message) else self._tell(came, str(error))
        except UserFacingError as error:
            return self._tell(came, str(error))

    async def _hand_on(self, came: Arrival) -> Answer:
        if isinstance(came, Press) and came.form is not None and await self._forms.open_answer(came):
            return Answer()
        inbound = await self._concerns.of(came)
        if isinstance(came, MessageShortcut) and came.callback == CALLBACK:
            self._tell(came, left_out(came))
        if inbound is None:
            logger.debug("delivery_left_alone", what=type(came).__name__)
            return Answer()
        if isinstance(came, Command | MessageShortcut) and came.response_url:
            await asyncio.to_thread(self._door.ways_back.remember, inbound.act, came.response_url)
        await self._desk.take(inbound)
        self._desk.wake()
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

    def _tell(self, came: Arrival, sentence: str) -> Answer:
        """Tell who acted: in the answer itself, or where Slack shows no text of it, through its address."""
        match came:
            case Command():
                return Answer(text=sentence)
            case FormAnswer():
                return Answer(errors=problem(came, sentence))
            case Press() | MessageShortcut() if sentence:
                self._door.errands.begin(tell_sentence(came.response_url, sentence))
        return Answer()
