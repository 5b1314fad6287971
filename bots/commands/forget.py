"""``/dataops forget``: what was said and made in a thread, or by a person, deleted everywhere."""

import asyncio

from bots.commands.command import Command
from bots.commands.request import Request
from bots.forgetting import Forgetting, Found
from core.access.gate import Gate
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef
from core.contracts import Answer, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.replies import reply

NOW = "now"
FORGET = "admin.forget"
STAYS = "What you see in this chat stays there: delete it there. The audit keeps ids, and no words."


class ForgetCommands:
    """Says what there is first; ``now`` deletes it, looks again and says what is left."""

    def __init__(self, forgetting: Forgetting, gate: Gate) -> None:
        self._forgetting = forgetting
        self._gate = gate

    def commands(self) -> list[Command]:
        """The word about forgetting."""
        return [
            Command(
                "forget [me or @PERSON] [now]",
                "delete what I keep of this thread, of you, or of somebody",
                self._forget,
                at_once=True,
                unrecorded=True,
            )
        ]

    async def _forget(self, request: Request) -> WorkflowResponse:
        words = [word for word in request.arguments if word.lower() != NOW]
        now = len(words) < len(request.arguments)
        if not words:
            return reply(await self._thread(request, now=now))
        if len(words) > 1:
            raise UserFacingError("Say /dataops forget, /dataops forget me, or /dataops forget @PERSON.")
        return reply(await self._person(request, words[0], now=now))

    async def _thread(self, request: Request, *, now: bool) -> Answer:
        """A thread belongs to whoever began it."""
        thread, run = request.run.thread, request.run
        if thread is None:
            raise UserFacingError("Say it in the thread that is meant.")
        own = request.session.user_id == request.person
        act = request.act("session.forget" if own else FORGET, request.session.session_id)
        if own:
            await asyncio.to_thread(self._gate.decided, act, allowed=True)
        else:
            await asyncio.to_thread(self._gate.require, act)
        found = await asyncio.to_thread(self._forgetting.in_thread, thread, run.run_id)
        if not now:
            return _offer("this thread", found, "/dataops forget now")
        await self._forgetting.thread(thread, run)
        left = await asyncio.to_thread(self._forgetting.in_thread, thread, run.run_id)
        return _done("this thread", found, left)

    async def _person(self, request: Request, word: str, *, now: bool) -> Answer:
        """Everybody may have themselves forgotten, an admin anybody."""
        actor, run = request.run.inbound.actor, request.run
        person = actor if word.lower() == "me" else _actor(request.reference(word))
        own = str(person) == str(actor)
        act = request.act("person.forget" if own else FORGET, str(person))
        if own:
            await asyncio.to_thread(self._gate.decided, act, allowed=True)
        else:
            await asyncio.to_thread(self._gate.require, act)
        found = await asyncio.to_thread(self._forgetting.of_person, person, run.run_id)
        name = "you" if own else str(person)
        if not now:
            return _offer(name, found, f"/dataops forget {'me' if own else person} now")
        await self._forgetting.person(person, run)
        left = await asyncio.to_thread(self._forgetting.of_person, person, run.run_id)
        return _done(name, found, left)


def _actor(reference: str) -> Actor:
    place = ChannelRef.parse(reference)
    return Actor(platform=place.platform, tenant=place.tenant, id=place.channel)


def _offer(name: str, found: Found, command: str) -> Answer:
    if not found:
        return Answer(finding=f"I keep nothing of {name}.")
    return Answer(
        finding=f"I keep of {name}: {found}. Nothing is deleted yet.",
        details=f"Deleting cannot be undone. {STAYS}",
        next_steps=[command],
    )


def _done(name: str, found: Found, left: Found) -> Answer:
    if left:
        return Answer(
            finding=f"Not everything of {name} could be deleted: {left} left of {found}.",
            details="Say it again; if that does not help, tell an admin.",
        )
    return Answer(
        finding=f"Forgotten of {name}: {found}. I have looked again: nothing is left.", details=STAYS
    )
