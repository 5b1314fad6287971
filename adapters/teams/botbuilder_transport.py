"""The transport on botbuilder-core 4.17.1, of which only the continuing of stored conversations is used.

Some of its habits are switched off: msrest repeats changes by itself and follows redirects with the bot's
token; botbuilder asks for a new token at every call, and waits for it on the event loop.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    Entity,
    ErrorResponseException,
)
from botframework.connector.auth import BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory
from msrest.exceptions import ClientException, HttpOperationError

from adapters.teams.arrivals.reference import Reference
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.transport import Gone, Limited, Refused, Unsure

SEND_SECONDS = 20
"""For one call; what takes longer may have arrived or not."""

CHANNEL_ID = "msteams"

_LIMITED = (429, 412)
"""Teams counts a 412 among the limits (rate-limit.md); nothing was done."""

_GONE = (403, 404)

_NOT_STREAMED = "ContentStreamNotAllowed"
"""A 403 that is about one stream: stopped by the person, too old, too large, or one too many."""

_KINDS = {"channel": "channel", "group": "groupChat", "personal": "personal"}

Turn = Callable[[Any], Awaitable[None]]


class BotBuilderTransport:
    """``credentials`` are those of the bot. ``hosts`` are the only ones that get its token."""

    def __init__(
        self, app_id: str, credentials: ServiceClientCredentialsFactory, hosts: ServiceHosts, **cloud: Any
    ) -> None:
        """``cloud`` are botbuilder's names for another cloud's addresses; none is Azure's public one."""
        self._credentials = _ReadyCredentials(credentials)
        authentication = BotFrameworkAuthenticationFactory.create(
            credential_factory=self._credentials, **cloud
        )
        self._app_id = app_id
        self._adapter = CloudAdapter(authentication)
        self._hosts = hosts

    async def send(self, reference: Reference, activity: dict[str, Any]) -> str:
        """Send a new activity; its id."""
        sent: list[str] = []

        async def turn(context: TurnContext) -> None:
            response = await context.send_activity(_activity(reference, activity))
            sent.append(response.id or "" if response else "")

        await self._continue(reference, turn)
        return sent[0]

    async def token(self) -> str:
        """The bot's token for Teams' own services."""
        if not self._app_id:
            return ""
        return await self._credentials.token(self._app_id)

    async def present(self, reference: Reference) -> bool:
        """Whether the bot is in a conversation: it is shown the reference's person in no other one."""
        try:
            await self.member(reference, reference.user)
        except Gone:
            return False
        return True

    async def member(self, reference: Reference, person: str) -> dict[str, Any]:
        """Somebody in a conversation."""
        found: list[Any] = []

        async def turn(context: TurnContext) -> None:
            found.append(await _roster(context).get_conversation_member(_place(reference), person))

        await self._continue(reference, turn)
        return _account(found[0])

    async def members(self, reference: Reference, size: int, after: str = "") -> dict[str, Any]:
        """A page of the people in a conversation."""
        found: list[Any] = []

        async def turn(context: TurnContext) -> None:
            asked = (_place(reference), size, after or None)
            found.append(await _roster(context).get_conversation_paged_members(*asked))

        await self._continue(reference, turn)
        page = found[0]
        people = [_account(each) for each in page.members or ()]
        return {"members": people, "continuationToken": page.continuation_token}

    async def update(self, reference: Reference, activity_id: str, activity: dict[str, Any]) -> None:
        """Put an activity in the place of one that was sent."""

        async def turn(context: TurnContext) -> None:
            await context.update_activity(_activity(reference, {**activity, "id": activity_id}))

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

        async def alone(context: TurnContext) -> None:
            configuration = context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY].config
            configuration.retry_policy.retries = 0
            configuration.redirect_policy.allow = False
            await turn(context)

        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._adapter.continue_conversation(_conversation(reference), alone, self._app_id)
        except HttpOperationError as error:
            raise _what_happened(error) from error
        except (ClientException, ValueError, TimeoutError) as error:  # a page for an answer is a ValueError
            raise Unsure from error


class _ReadyCredentials(ServiceClientCredentialsFactory):  # type: ignore[misc]  # botbuilder has no types
    """Credentials whose token is there before the loop asks for it; msal keeps it until it ends."""

    def __init__(self, inner: ServiceClientCredentialsFactory) -> None:
        self._inner = inner
        self._known: dict[tuple[str, ...], Any] = {}

    async def is_valid_app_id(self, app_id: str) -> bool:
        return bool(await self._inner.is_valid_app_id(app_id))

    async def is_authentication_disabled(self) -> bool:
        return bool(await self._inner.is_authentication_disabled())

    async def create_credentials(
        self,
        app_id: str,
        oauth_scope: str,
        login_endpoint: str,
        validate_authority: bool,  # noqa: FBT001 - botbuilder calls it so
    ) -> Any:
        key = (app_id, oauth_scope or "", login_endpoint or "")
        if key not in self._known:
            given = (app_id, oauth_scope, login_endpoint, validate_authority)
            self._known[key] = await self._inner.create_credentials(*given)
        credentials = self._known[key]
        if app_id:
            await asyncio.to_thread(credentials.get_access_token)
        return credentials

    async def token(self, app_id: str) -> str:
        """The token that the latest call went with."""
        known = next((each for key, each in self._known.items() if key[0] == app_id), None)
        return "" if known is None else str(await asyncio.to_thread(known.get_access_token))


class _WholeEntity(Entity):  # type: ignore[misc]  # botbuilder has no types
    """Sends all that an entity has; botbuilder's own drops everything but its type."""

    _attribute_map: ClassVar = {
        "type": {"key": "type", "type": "str"},
        "additional_properties": {"key": "", "type": "{object}"},
    }


def _activity(reference: Reference, activity: dict[str, Any]) -> Any:
    made = Activity().deserialize(activity)
    made.conversation = ConversationAccount(id=reference.conversation)
    if "entities" in activity:
        made.entities = [
            _WholeEntity(type=each.type, additional_properties=each.additional_properties)
            for each in made.entities
        ]
    return made


def _roster(context: TurnContext) -> Any:
    """What knows who is in conversations."""
    return context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY].conversations


def _place(reference: Reference) -> str:
    """The conversation as a whole: its threads have no members of their own."""
    return reference.conversation.partition(";")[0]


def _account(account: Any) -> dict[str, Any]:
    """A member with all that Teams tells; botbuilder's own class knows two ids and the name."""
    told: dict[str, Any] = dict(account.additional_properties or {})
    return told | {"id": account.id, "name": account.name, "aadObjectId": account.aad_object_id}


def _conversation(reference: Reference) -> Any:
    return ConversationReference(
        bot=ChannelAccount(id=reference.bot, name=reference.bot_name),
        user=ChannelAccount(id=reference.user) if reference.user else None,
        conversation=ConversationAccount(
            id=reference.conversation,
            tenant_id=reference.tenant,
            conversation_type=_KINDS[reference.scope],
            is_group=reference.scope != "personal",
        ),
        channel_id=CHANNEL_ID,
        service_url=reference.service_url,
        locale=reference.locale or None,
    )


def _what_happened(error: HttpOperationError) -> Exception:
    """A failed call in the door's words."""
    status = int(getattr(error.response, "status_code", 0) or 0)
    if status in _LIMITED:
        return Limited(_seconds(error.response.headers.get("Retry-After")))
    if status in _GONE and _code(error) != _NOT_STREAMED:
        return Gone(_code(error))
    if status >= 500 or status == 408:
        return Unsure()
    return Refused(status, _code(error))


def _code(error: HttpOperationError) -> str:
    told = (
        getattr(getattr(error, "error", None), "error", None)
        if isinstance(error, ErrorResponseException)
        else None
    )
    return str(getattr(told, "code", "") or "")[:80]


def _seconds(told: str | None) -> float | None:
    return float(told) if told is not None and told.isdecimal() else None
