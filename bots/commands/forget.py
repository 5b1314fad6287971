"""``/dataops forget``: what was said and made in a thread, or by a person, deleted everywhere."""

import asyncio
from collections.abc import Sequence

from bots.commands.command import Command
from bots.commands.request import Request
from bots.forgetting import Forgetting, Found
from core.access.authorizer import PolicyAuthorizer
from core.access.gate import Gate
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import Answer, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.replies import reply

NOW = "now"
FORGET = "admin.forget"
STAYS = "What you see in this chat stays there: delete it there. The audit keeps ids, and no words."
LINGERS = "A copy in the cache could not be reached; it goes by itself within an hour."


class ForgetCommands:
    """Says what there is first; ``now`` deletes it, looks again and says what is left."""

    def __init__(self, forgetting: Forgetting, authorizer: PolicyAuthorizer, gate: Gate) -> None:
        self._forgetting = forgetting
        self._authorizer = authorizer
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
        """A thread belongs to whoever began it, but for work of others that goes on in it."""
        thread, run = request.run.thread, request.run
        if thread is None:
            raise UserFacingError("Say it in the thread that is meant.")
        own = request.session.user_id == request.person
        await self._check(request, own, "session.forget", request.session.session_id)
        if own:
            await asyncio.to_thread(self._check_others, request, thread)
        found = await asyncio.to_thread(self._forgetting.in_thread, thread, run.run_id)
        if not now:
            return _offer("this thread", found, "/dataops forget now")
        await self._forgetting.thread(thread, run)
        left = await asyncio.to_thread(self._forgetting.in_thread, thread, run.run_id)
        lingers = await asyncio.to_thread(self._forgetting.lingers, [thread])
        return _done("this thread", found, left, lingers=lingers)

    async def _person(self, request: Request, word: str, *, now: bool) -> Answer:
        """Everybody may have themselves forgotten, an admin anybody; with all their identities."""
        actor, run = request.run.inbound.actor, request.run
        wanted = str(actor) if word.lower() == "me" else request.reference(word)
        people = [_actor(each) for each in self._authorizer.policy.identities_of(wanted)]
        own = str(actor) in map(str, people)
        await self._check(request, own, "person.forget", wanted)
        found = await self._found(people, run.run_id)
        name = "you" if own else wanted
        if not now:
            return _offer(name, found, f"/dataops forget {'me' if own else wanted} now")
        for person in people:
            await self._forgetting.person(person, run)
        return _done(name, found, await self._found(people, run.run_id), lingers=False)

    async def _found(self, people: Sequence[Actor], besides: str) -> Found:
        of = self._forgetting.of_person
        return sum([await asyncio.to_thread(of, person, besides) for person in people], Found())

    async def _check(self, request: Request, own: bool, permission: str, subject: str) -> None:  # noqa: FBT001 - whose it is
        """On record for one's own, a right for others'."""
        if own:
            await asyncio.to_thread(self._gate.decided, request.act(permission, subject), allowed=True)
        else:
            await asyncio.to_thread(self._gate.require, request.act(FORGET, subject))

    def _check_others(self, request: Request, thread: ThreadRef) -> None:
        others = self._forgetting.others_work(thread, request.run.inbound.actor)
        if others and not self._authorizer.allows(request.person, request.channel, FORGET):
            raise UserFacingError(
                f"Work of others goes on here ({', '.join(others)}); wait for its end, or ask an admin."
            )


def _actor(reference: str) -> Actor:
    place = ChannelRef.parse(reference)
    return Actor(platform=place.platform, tenant=place.tenant, id=place.channel)


def _offer(name: str, found: Found, command: str) -> Answer:
    if not found:
        return Answer(finding=f"I keep nothing of {name}.")
    return Answer(
        finding=f"I keep of {name}: {found}. Nothing is deleted yet.",
        details="Deleting cannot be undone; it takes along checkpoints that hold some of it, and what other "
        f"threads have of these files. {STAYS}",
        next_steps=[command],
    )


def _done(name: str, found: Found, left: Found, *, lingers: bool) -> Answer:
    if left:
        return Answer(
            finding=f"Not everything of {name} could be deleted: {left} left of {found}.",
            details="Say it again; if that does not help, tell an admin.",
        )
    return Answer(
        finding=f"Forgotten of {name}: {found}. I have looked again: nothing is left.",
        details=f"{LINGERS}\n\n{STAYS}" if lingers else STAYS,
    )
