"""The transport on botbuilder-core 4.17.1, of which only the continuing of stored conversations is used.

Some of its habits are switched off: it sends in the loop's threads, repeats changes by itself and follows
redirects with the bot's token; it asks for a new token at every call, and waits for it on the event loop.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botframework.connector.auth import BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory
from msrest.exceptions import ClientException, HttpOperationError

from adapters.teams.arrivals.reference import Reference
from adapters.teams.botbuilder.credentials import ReadyCredentials
from adapters.teams.botbuilder.failures import answered, unanswered
from adapters.teams.botbuilder.sender import Sender
from adapters.teams.botbuilder.shapes import from_account, to_activity, to_conversation
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.transport import NOT_A_MEMBER, Gone, Refused, Unsent

SEND_SECONDS = 20.0
"""For one call; what takes longer may have arrived or not."""

AT_ONCE = 16
"""Calls that are on the wire at the same time, each in a thread; Teams answers most within 0.3 s."""

Turn = Callable[[Any], Awaitable[None]]


class BotBuilderTransport:
    """``credentials`` are those of the bot. ``hosts`` are the only ones that get its token."""

    def __init__(
        self, app_id: str, credentials: ServiceClientCredentialsFactory, hosts: ServiceHosts, **cloud: Any
    ) -> None:
        """``cloud`` are botbuilder's names for another cloud's addresses; none is Azure's public one."""
        self._authentication = BotFrameworkAuthenticationFactory.create(
            credential_factory=ReadyCredentials(credentials), **cloud
        )
        self._app_id = app_id
        self._adapter = CloudAdapter(self._authentication)
        self._hosts = hosts
        self._threads = ThreadPoolExecutor(AT_ONCE, "teams-connector")

    async def send(self, reference: Reference, activity: dict[str, Any]) -> str:
        """Send a new activity; its id."""
        sent: list[str] = []

        async def turn(context: TurnContext) -> None:
            response = await context.send_activity(to_activity(reference, activity))
            sent.append(response.id or "" if response else "")

        await self._continue(reference, turn)
        return sent[0]

    async def token(self) -> str:
        """The bot's token for Teams' own services."""
        if not self._app_id:
            return ""
        identity = self._adapter.create_claims_identity(self._app_id)
        factory = self._authentication.create_connector_factory(identity)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                client = await factory.create(None)
        except TimeoutError as error:
            raise Unsent("no token in time") from error
        return str(client.config.credentials.token["access_token"])

    async def present(self, reference: Reference) -> bool:
        """Whether the bot is in a conversation: it is told nothing of the people in another one."""
        try:
            await self.member(reference, reference.user)
        except Gone as gone:
            return gone.code == NOT_A_MEMBER
        return True

    async def member(self, reference: Reference, person: str) -> dict[str, Any]:
        """Somebody in a conversation."""
        found: list[Any] = []

        async def turn(context: TurnContext) -> None:
            found.append(await _roster(context).get_conversation_member(_place(reference), person))

        await self._continue(reference, turn)
        return from_account(found[0])

    async def members(self, reference: Reference, size: int, after: str = "") -> dict[str, Any]:
        """A page of the people in a conversation."""
        found: list[Any] = []

        async def turn(context: TurnContext) -> None:
            asked = (_place(reference), size, after or None)
            found.append(await _roster(context).get_conversation_paged_members(*asked))

        await self._continue(reference, turn)
        page = found[0]
        people = [from_account(each) for each in page.members or ()]
        return {"members": people, "continuationToken": page.continuation_token}

    async def update(self, reference: Reference, activity_id: str, activity: dict[str, Any]) -> None:
        """Put an activity in the place of one that was sent."""

        async def turn(context: TurnContext) -> None:
            await context.update_activity(to_activity(reference, {**activity, "id": activity_id}))

        await self._continue(reference, turn)

    async def delete(self, reference: Reference, activity_id: str) -> None:
        """Take an activity away that was sent."""

        async def turn(context: TurnContext) -> None:
            await context.delete_activity(activity_id)

        await self._continue(reference, turn)

    async def _continue(self, reference: Reference, turn: Turn) -> None:
        """One call in a conversation."""
        if not self._hosts.allow(reference.service_url):
            raise Refused(0, "foreign service")
        sender = Sender(self._threads, SEND_SECONDS)

        async def alone(context: TurnContext) -> None:
            configuration = context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY].config
            configuration.pipeline = sender.pipeline(configuration)
            await turn(context)

        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._adapter.continue_conversation(to_conversation(reference), alone, self._app_id)
        except HttpOperationError as error:
            raise answered(error) from error
        except (ClientException, ValueError, TimeoutError) as error:  # a page for an answer is a ValueError
            raise unanswered(error, begun=sender.begun) from error


def _roster(context: TurnContext) -> Any:
    """What knows who is in conversations."""
    return context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY].conversations


def _place(reference: Reference) -> str:
    """The conversation as a whole: its threads have no members of their own."""
    return reference.conversation.partition(";")[0]
