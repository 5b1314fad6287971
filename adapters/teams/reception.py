"""What is done with whatever comes in, before it is acknowledged: written down, or left alone on purpose."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from adapters.teams.analysis import Analysis, astray, taken
from adapters.teams.answer import Answer, told
from adapters.teams.arrivals.arrival import Arrival, arrival
from adapters.teams.arrivals.changes import Edited, Restored
from adapters.teams.arrivals.file_consent import FileConsent
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.message_action import FETCH, SUBMIT, MessageAction
from adapters.teams.arrivals.press import INVOKE, Press
from adapters.teams.concerns import Concerns
from adapters.teams.door import TeamsDoor
from adapters.teams.form_reception import FormReception
from adapters.teams.happenings import Happenings
from adapters.teams.left_behind import LeftBehind
from adapters.teams.rendering.pressed import FORM
from adapters.teams.wanted_files import CHOSEN, WantedFiles, given
from core.chat.desk import Desk
from core.chat.inbound import Inbound
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 5.0
"""Teams gives up after ten to fifteen; nobody should wait so long for a sign of life."""


class Reception:
    """Takes activities in, whose sender was verified.

    ``took_in`` says whether an act came in before; it blocks. ``forms`` are those that open in place of bare
    commands.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one for each kind of thing that comes in
        self,
        door: TeamsDoor,
        desk: Desk,
        concerns: Concerns,
        took_in: Callable[[str], bool],
        forms: FormReception,
        files: WantedFiles,
        analysis: Analysis,
        happenings: Happenings,
    ) -> None:
        self._door = door
        self._left_behind = LeftBehind(door)
        self._desk = desk
        self._concerns = concerns
        self._took_in = took_in
        self._forms = forms
        self._files = files
        self._analysis = analysis
        self._happenings = happenings

    async def take(self, payload: Mapping[str, Any]) -> Answer:
        """One activity of Teams; what to answer."""
        came = arrival(payload, self._door.file_hosts)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._take(came)
        except (TimeoutError, UserFacingError):
            logger.warning("activity_not_stored", what=type(came).__name__, exc_info=True)
            return Answer(503)

    async def _take(self, came: Arrival) -> Answer:
        match came:
            case Press() if came.inbound.action == FORM:
                return await self._forms.take(came)
            case Press() if came.inbound.action == CHOSEN:
                await self._give(came)
                return _pressed(came)
            case MessageAction():
                return await self._analyse(came)
            case Message() | Press():
                await self._hand_on(came)
                return _pressed(came)
            case FileConsent() if await self._may_read(came):
                self._door.errands.begin(self._door.handing.take(came))
            case FileConsent():
                logger.info("consent_without_right", user=str(came.actor))
            case Edited() | Restored():
                asked = await self._happenings.asked_late(came)
                if asked is not None:
                    await self._hand_on(asked)
            case Ignored():
                return _ignored(came)
            case _:
                await self._happenings.take(came)
        return Answer()

    async def _hand_on(self, came: Message | Press | MessageAction) -> None:
        """Write down what concerns the bot, with what is needed to answer it later."""
        if isinstance(came, Message) and await asyncio.to_thread(self._took_in, came.inbound.act):
            return  # a repeat would begin threads and ask for files as if it were new
        inbound = await self._concerns.placed(came)
        if inbound is None:
            return
        await self._remember(came, inbound)
        match came:
            case Message():
                await self._said(came, inbound)
            case Press():
                await self._write_down(inbound)
                await self._left_behind.close(came, inbound)
            case MessageAction():
                await self._write_down(await self._concerns.kept(inbound, came))

    async def _said(self, came: Message, inbound: Inbound) -> None:
        """A message; its files may be for a question that was asked elsewhere."""
        waiting = await self._files.meant(came, inbound)
        meant = given(inbound, waiting[0]) if waiting else inbound
        kept = await self._concerns.kept(meant, came)
        if len(waiting) > 1 and kept.files:
            await self._files.ask(
                kept.model_copy(update={"channel": inbound.channel, "thread": inbound.thread}), waiting
            )
        elif not await self._forms.opening.open(kept):
            await self._write_down(kept)
            if kept.channel != inbound.channel:
                await self._files.thank(kept, inbound.channel)

    async def _give(self, press: Press) -> None:
        """Files go to the question that was chosen for them."""
        chosen = await self._files.chosen(press)
        if chosen is not None:
            await self._write_down(chosen)

    async def _analyse(self, came: MessageAction) -> Answer:
        """A message action, with what becomes of it as the answer."""
        obstacle = await self._analysis.obstacle(came)
        if obstacle is not None:
            return Answer(body=obstacle)
        await self._hand_on(came)
        return Answer(body=taken(came))

    async def _remember(self, came: Message | Press | MessageAction, inbound: Inbound) -> None:
        """Keep how to speak where somebody spoke."""
        spoken_in = came.inbound.channel
        await asyncio.to_thread(self._door.conversations.remember, spoken_in, came.reference)
        if came.reference.scope == "personal":
            known = (str(inbound.actor), spoken_in)
            await asyncio.to_thread(self._door.conversations.remember_person, *known)

    async def _write_down(self, inbound: Inbound) -> None:
        """From now on it is worked on."""
        await self._desk.take(inbound)
        self._desk.wake()

    async def _may_read(self, came: FileConsent) -> bool:
        """A right can end between the question and the answer."""
        who, where = str(came.actor), str(came.channel)
        return await asyncio.to_thread(self._desk.allows, who, where, "artifact.read")


def _pressed(came: Message | Press) -> Answer:
    """A card that waits for its answer stays as it is until the run repaints it."""
    if not isinstance(came, Press) or not came.invoke:
        return Answer()
    return told("Noted.")


def _ignored(came: Ignored) -> Answer:
    """Whoever invokes something waits for an answer, even if there is none."""
    logger.debug("activity_left_alone", reason=came.reason, detail=came.detail)
    if not came.invoke:
        return Answer()
    if came.invoke == INVOKE and came.reason is not Reason.MALFORMED:
        return told("")
    if came.invoke in (FETCH, SUBMIT) and came.reason is Reason.UNKNOWN_INVOKE:
        return Answer(body=astray())
    return Answer(400 if came.reason is Reason.MALFORMED else 501)
