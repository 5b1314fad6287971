"""What is done with whatever comes in, before it is acknowledged: written down, or left alone on purpose."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
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
from adapters.teams.file_choice import CHOSEN
from adapters.teams.form_reception import FormReception
from adapters.teams.happenings import Happenings
from adapters.teams.left_behind import LeftBehind
from adapters.teams.rendering.pressed import FORM
from adapters.teams.wanted_files import WantedFiles, at, given
from core.chat.desk import Desk
from core.chat.inbound import Inbound
from core.chat.wanted_file import WantedFile
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 5.0
"""Teams gives up after ten to fifteen; nobody should wait so long for a sign of life."""

LARGE = 32 << 10
"""Bytes of an activity that are read within some hundredths of a second, whatever they are."""


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

    async def take(self, payload: Mapping[str, Any], size: int) -> Answer:
        """One activity of Teams, and the bytes it had; what to answer."""
        came = await self._read(payload, size)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._take(came)
        except (TimeoutError, UserFacingError):
            logger.warning("activity_not_stored", what=type(came).__name__, exc_info=True)
            return Answer(503)

    async def _read(self, payload: Mapping[str, Any], size: int) -> Arrival:
        """What it is; others do not wait while a large one is read."""
        if size > LARGE:
            return await asyncio.to_thread(arrival, payload, self._door.file_hosts)
        return arrival(payload, self._door.file_hosts)

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
            case FileConsent():
                await self._consented(came)
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
        if waiting and await self._brought(came, inbound, waiting):
            return
        kept = await self._concerns.kept(inbound, came)
        if not await self._forms.opening.open(kept):
            await self._write_down(kept)

    async def _brought(self, came: Message, inbound: Inbound, waiting: Sequence[WantedFile]) -> bool:
        """Files for one of these questions, as far as is known; false where nobody there knows the person."""
        kept = await self._concerns.kept(at(inbound, waiting[0]), came)
        if not kept.files:
            return False
        if not self._files.certain(came, waiting):
            here = {"channel": inbound.channel, "thread": inbound.thread}
            await self._files.choice.ask(kept.model_copy(update=here), waiting)
            return True
        answer = given(kept, waiting[0])
        await self._write_down(answer)
        await self._files.choice.thank(answer, inbound.channel)
        return True

    async def _give(self, press: Press) -> None:
        """Files go to the question that was chosen for them."""
        chosen = await self._files.chosen(press)
        if chosen is not None:
            await self._write_down(chosen)
            await self._files.choice.done(press, chosen)

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

    async def _consented(self, came: FileConsent) -> None:
        """A right can end between the question and the answer; nobody decides in somebody else's chat."""
        who, where = str(came.actor), str(came.channel)
        needed = ("artifact.read", "artifact.upload")
        offers, errands = self._door.onedrive_offers, self._door.errands
        if all([await asyncio.to_thread(self._desk.allows, who, where, each) for each in needed]):
            errands.begin(offers.take(came))
            return
        logger.info("consent_without_right", user=who)
        if await asyncio.to_thread(self._door.conversations.with_person, who) == came.channel:
            errands.begin(offers.refuse(came))


def _pressed(came: Message | Press) -> Answer:
    """A card that waits for its answer stays as it is until the run repaints it."""
    if not isinstance(came, Press) or not came.invoke:
        return Answer()
    return told("Noted.")


def _ignored(came: Ignored) -> Answer:
    """Whoever invokes something waits for an answer, even if there is none."""
    odd = came.reason is Reason.MALFORMED  # Teams changed something, or this is wrong about it
    (logger.warning if odd else logger.debug)("activity_left_alone", reason=came.reason, detail=came.detail)
    if not came.invoke:
        return Answer()
    if came.invoke == INVOKE and came.reason is not Reason.MALFORMED:
        return told("")
    if came.invoke in (FETCH, SUBMIT) and came.reason is Reason.UNKNOWN_INVOKE:
        return Answer(body=astray())
    return Answer(400 if came.reason is Reason.MALFORMED else 501)
