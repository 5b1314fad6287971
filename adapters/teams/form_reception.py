"""What is done with a form that somebody sends: handed on once, or shown again with what is wrong."""

import asyncio
from hashlib import sha256

from adapters.teams.answer import Answer, in_place, told
from adapters.teams.arrivals.press import Press
from adapters.teams.chat_threads import ChatThreads
from adapters.teams.door import TeamsDoor
from adapters.teams.form_opening import FormFor, FormOpening
from adapters.teams.form_posts import closed_payload
from adapters.teams.form_records import FormState, OpenedForm, SentForm
from adapters.teams.rendering.filled import filled
from adapters.teams.rendering.form import form
from adapters.teams.rendering.sent_form import lapsed_form, sent_form
from core.chat.card import Card
from core.chat.desk import Desk
from core.chat.inbound import Inbound
from core.chat.thread_ref import ThreadRef

NOT_OPEN = "This form is not open any more; give the command again."

NOT_YOURS = "This form is for the person who gave the command; give it yourself to get one."

PASSED_ON = "This form did not open in time; your command was taken without it."


class FormReception:
    """Takes forms in whose sender was verified. ``opening`` is what opens them."""

    def __init__(self, door: TeamsDoor, desk: Desk, chat_threads: ChatThreads, form_for: FormFor) -> None:
        self._door = door
        self._desk = desk
        self._chat_threads = chat_threads
        self._form_for = form_for
        self.opening = FormOpening(door, desk, form_for)

    async def take(self, press: Press) -> Answer:
        """Hand on what a form brings, or say what is wrong with it; raises UserFacingError.

        Only the person who gave the command may send it. Whoever lost the right in the meantime is refused
        like for a command.
        """
        opened = await asyncio.to_thread(self._door.forms.find, press.inbound.value or "")
        if opened is None or opened.command.channel != press.inbound.channel:
            return self._tell(press, NOT_OPEN)
        if opened.sent is not None:
            return await self._sent(press, opened, opened.sent)
        if str(opened.command.actor) != str(press.inbound.actor):
            return self._tell(press, NOT_YOURS)
        if opened.state not in (FormState.ANNOUNCED, FormState.OPEN):
            return self._tell(press, PASSED_ON)
        return await self._read(press, opened)

    async def _read(self, press: Press, opened: OpenedForm) -> Answer:
        """Hold what was filled in against what the form takes by now."""
        found = await asyncio.to_thread(self._form_for, opened.command)
        if found is None:
            return await self._send(
                press, opened, SentForm(command=_unread(press, opened), closed=lapsed_form())
            )
        filling = filled(found, press.fields)
        if not filling.problems:
            brought = {"text": found.text, "parameters": dict(filling.parameters)}
            command = opened.command.model_copy(update=brought)
            closed = sent_form(found, filling, press.inbound.actor)
            return await self._send(press, opened, SentForm(command=command, closed=closed))
        again = form(found, opened.form, filling)
        if press.invoke:
            return in_place(again)
        await self._door.form_posts.show_again(opened, again, press.card)
        return Answer()

    async def _send(self, press: Press, opened: OpenedForm, sent: SentForm) -> Answer:
        """Send a form; of several presses the first one counts."""
        command = await self._given_now(press, opened, sent.command)
        counts = sent.model_copy(update={"command": command})
        now = await asyncio.to_thread(self._door.forms.send, opened.form, counts)
        if now is None or now.sent is None:
            return self._tell(press, PASSED_ON)
        return await self._sent(press, now, now.sent)

    async def _sent(self, press: Press, opened: OpenedForm, sent: SentForm) -> Answer:
        """Hand on what was sent, which counts once however often it comes, and leave nothing to press."""
        if opened.state is FormState.SENT:
            await self._desk.take(sent.command)
            self._desk.wake()
        await self._door.form_posts.close(opened, press.card)
        return in_place(closed_payload(sent.closed)) if press.invoke else Answer()

    async def _given_now(self, press: Press, opened: OpenedForm, command: Inbound) -> Inbound:
        """The command as a message of this moment; of somebody unknown by now nothing is kept.

        It names the form that was pressed on, so that it is no answer to a question that its thread asks.
        """
        act = f"form:{opened.form}"
        now = {"id": act, "act": act, "action": opened.form, "received_at": press.inbound.received_at}
        thread = {"thread": await self._thread(press, opened), "actor": press.inbound.actor}
        given = command.model_copy(update=now | thread)
        if await self._desk.known(given):
            return given
        return given.model_copy(update={"text": "", "parameters": {}, "named": {}})

    async def _thread(self, press: Press, opened: OpenedForm) -> ThreadRef | None:
        """Where the form stands; in a chat, which has no threads, what is said there now."""
        thread = opened.command.thread
        if press.reference.scope == "channel" or thread is None:
            return thread
        return await asyncio.to_thread(self._chat_threads.current, thread.channel, thread.thread)

    def _tell(self, press: Press, sentence: str) -> Answer:
        """Tell who pressed: in the answer itself, or where there is none, in their own chat."""
        if press.invoke:
            return told(sentence)
        self._door.errands.begin(self._say(press, sentence))
        return Answer()

    async def _say(self, press: Press, sentence: str) -> None:
        place = press.inbound.thread or press.inbound.channel
        key = f"form-{sha256(press.inbound.id.encode()).hexdigest()[:32]}:notice"
        card = Card(kind="notice", title=sentence)
        await self._door.open(place).say(card, key=key, privately_to=press.inbound.actor)


def _unread(press: Press, opened: OpenedForm) -> Inbound:
    """A command whose form is not offered any more, so that the refusal follows; with what was entered."""
    entered = {name: value for name, value in press.fields.items() if value.strip()}
    return opened.command.model_copy(update={"parameters": entered})
