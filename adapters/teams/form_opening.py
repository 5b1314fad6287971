"""Opening forms: written down before Teams has its answer, posted after it."""

import asyncio
from collections.abc import Callable

import structlog

from adapters.teams.door import TeamsDoor
from adapters.teams.form_records import FormState, OpenedForm
from adapters.teams.rendering.form import form, shown
from adapters.teams.transport import Gone, Limited, Refused, Unsure
from core.chat.command_form import CommandForm
from core.chat.desk import Desk
from core.chat.inbound import Inbound
from core.errors import UserFacingError

logger = structlog.get_logger()

_FAILURES = (Gone, Limited, Refused, Unsure, UserFacingError, LookupError)

FormFor = Callable[[Inbound], CommandForm | None]
"""Makes the form of a command, or says that there is none. It blocks."""


class FormOpening:
    """Posts a form in place of a bare command, and finishes what was left undone when a process ended."""

    def __init__(self, door: TeamsDoor, desk: Desk, form_for: FormFor) -> None:
        self._door = door
        self._desk = desk
        self._form_for = form_for
        self._under_way: set[str] = set()

    async def open(self, command: Inbound) -> bool:
        """Open the form that stands in for a bare command; false where it is to be taken as it is.

        A form without a field would be of no use: a card takes no file, so the thread asks for it.
        """
        found = await asyncio.to_thread(self._form_for, command)
        if found is None or not shown(found):
            return False
        self._begin(await asyncio.to_thread(self._door.forms.keep, command))
        return True

    async def resume(self) -> None:
        """Begin to finish what is left of an earlier process; to be called before anything is taken in."""
        for opened in await asyncio.to_thread(self._door.forms.unfinished):
            if opened.state is FormState.ANNOUNCED:
                self._begin(opened)
            else:
                self._door.errands.begin(self._finish(opened))

    def _begin(self, opened: OpenedForm) -> None:
        """Post a form that may not stand yet, unless that is being done."""
        if opened.state is FormState.ANNOUNCED and opened.form not in self._under_way:
            self._under_way.add(opened.form)
            self._door.errands.begin(self._post(opened))

    async def _post(self, opened: OpenedForm) -> None:
        """Post a form; where that cannot be, its command is taken as it is."""
        try:
            await self._try_to_post(opened)
        except Exception as error:  # noqa: BLE001 - whatever it is, the command is not lost
            if await asyncio.to_thread(self._door.forms.pass_on, opened.form):
                await self._hand_on(opened)
            await _log(error)
        finally:
            self._under_way.discard(opened.form)

    async def _try_to_post(self, opened: OpenedForm) -> None:
        """Raises whatever went wrong; LookupError where nothing is left to fill in."""
        found = await asyncio.to_thread(self._form_for, opened.command)
        if found is None:
            raise LookupError("there is no form any more")
        await self._door.form_posts.post(opened, form(found, opened.form))
        await asyncio.to_thread(self._door.forms.posted, opened.form)

    async def _finish(self, opened: OpenedForm) -> None:
        """Hand on what was maybe not handed on: what comes twice counts once."""
        await self._hand_on(opened)
        if opened.sent is not None:
            await self._door.form_posts.close(opened, None)

    async def _hand_on(self, opened: OpenedForm) -> None:
        await self._desk.take(opened.command if opened.sent is None else opened.sent.command)
        self._desk.wake()
        if opened.sent is None:
            await asyncio.to_thread(self._door.forms.over, opened.form)


async def _log(error: Exception) -> None:
    """Why a form was not posted; a traceback, which is slow, for what nobody expects."""
    reason = type(error).__name__
    cause = None if isinstance(error, _FAILURES) else error
    await asyncio.to_thread(logger.warning, "form_not_posted", reason=reason, exc_info=cause)
